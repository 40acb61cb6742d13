"""Work in threads: SQLite, zlib and hashlib let others run while they work.

Not with `concurrent.futures`, whose import takes as long as what is done beside.
"""

import os
from collections.abc import Callable
from functools import partial
from threading import Thread
from typing import TypeVar

_T = TypeVar("_T")
_MOST = 4  # threads: more wait for each other more than they gain


def beside(work: Callable[[], _T]) -> Callable[[], _T]:
    """Begin some work; what is given waits for its end, and gives or raises what came of it."""
    done: list[_T] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(work())
        except BaseException as fault:  # noqa: BLE001  # raised again where it is waited for
            failed.append(fault)

    thread = Thread(target=run)
    thread.start()

    def result() -> _T:
        thread.join()
        if failed:
            raise failed[0]
        return done[0]

    return result


def all_beside(work: Callable[[int], _T], count: int) -> list[_T]:
    """`[work(number) for number in range(count)]`, in as many threads as there are processors."""
    threads = min(os.cpu_count() or 1, _MOST)

    def run(first: int) -> list[_T]:
        return [work(number) for number in range(first, count, threads)]

    others = [beside(partial(run, first)) for first in range(1, threads)]
    runs = [run(0), *(other() for other in others)]
    return [runs[number % threads][number // threads] for number in range(count)]
