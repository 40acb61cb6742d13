"""Work in threads: SQLite, zlib and hashlib let others run while they work.

Not with `concurrent.futures`, whose import takes as long as what is done beside.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from threading import Thread
from typing import TypeVar

from obverse.machine.fork import cores

_T = TypeVar("_T")
_MOST = 4  # threads: more wait for each other more than they gain


@contextmanager
def beside(work: Callable[[], _T]) -> Iterator[Callable[[], _T]]:
    """Do some work beside the block, which ends when both have.

    What the block is given waits for the work, and gives or raises what came of it.
    """
    done: list[_T] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(work())
        except BaseException as fault:  # noqa: BLE001  # raised again where it is waited for
            failed.append(fault)

    def result() -> _T:
        thread.join()
        if failed:
            raise failed[0]
        return done[0]

    thread = Thread(target=run)
    thread.start()
    try:
        yield result
    finally:
        thread.join()


def all_beside(work: Callable[[int], _T], count: int) -> list[_T]:
    """`[work(number) for number in range(count)]`, in as many threads as there are processors."""
    threads = min(cores(), _MOST)

    def run(first: int) -> list[_T]:
        return [work(number) for number in range(first, count, threads)]

    with ExitStack() as stack:
        rest = [partial(run, first) for first in range(1, threads)]
        others = [stack.enter_context(beside(some)) for some in rest]
        runs = [run(0), *(other() for other in others)]
    return [runs[number % threads][number // threads] for number in range(count)]
