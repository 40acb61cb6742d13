"""A pool of processes for work that is worth starting them for.

Starting one costs some 30 ms and its results are copied, so short work is done right here.
"""

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from obverse.machine.fork import cores

_CHUNKS = 32  # for each process: enough to even out unequal pieces, few enough to cost nothing

_T = TypeVar("_T")
_R = TypeVar("_R")


@contextmanager
def spread(
    work: Callable[[_T], _R],
    pieces: Sequence[_T],
    told: Callable[[int, int], None] | None = None,
) -> Iterator[Iterator[_R]]:
    """`work(piece)` for each piece, in as many processes as there are cores.

    They begin at once, beside what the block does. `work` has to be found by its name in its module
    (it is pickled, whatever way processes are started). Results come in the order of the pieces,
    the first of them while others are still made; the first exception of any is raised. `told`
    hears how many pieces of how many are done.
    """
    count = min(cores(), len(pieces))
    if count <= 1:
        yield _counted(map(work, pieces), len(pieces), told)
        return
    executor = ProcessPoolExecutor(count, initializer=_end_on_interrupt)
    try:
        chunk = -(-len(pieces) // (count * _CHUNKS))
        yield _counted(executor.map(work, pieces, chunksize=chunk), len(pieces), told)
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _counted(
    results: Iterator[_R], total: int, told: Callable[[int, int], None] | None
) -> Iterator[_R]:
    for number, result in enumerate(results, start=1):
        if told:
            told(number, total)
        yield result


def _end_on_interrupt() -> None:
    # Ctrl-C reaches every process of the terminal: these end at once and in silence, and the
    # calling one, which would wait for them, says that it was stopped.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
