"""A crew of processes for work that is worth starting them for.

Starting one costs some 30 ms and its results are copied, so short work is done right here. The
calling process works too: it takes what no other has begun, from the other end of the list.
"""

import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from obverse.machine.fork import cores

_PIECES = 32  # for each process: enough to even out unequal pieces, few enough to cost nothing
# Seconds: while this process computes, its thread that hands out work has to wait for so long, and
# as long for each result. With Python's 5 ms the others were idle a quarter of the time.
_PATIENCE = 0.001

_T = TypeVar("_T")
_R = TypeVar("_R")


@contextmanager
def spread(
    work: Callable[[_T], _R],
    pieces: Sequence[_T],
    told: Callable[[int, int], None] | None = None,
) -> Iterator[Iterator[_R]]:
    """`work(piece)` for each piece, in as many processes as there are cores.

    The other processes begin at once, beside what the block does; this one when it asks for the
    first result. `work` has to be found by its name in its module (it is pickled, whatever way
    processes are started). Results come in the order of the pieces, the first of them while others
    are still made; the first exception of any is raised. `told` hears now and then how many pieces
    of how many are done.
    """
    others = min(cores(), len(pieces)) - 1
    runs = _runs(pieces, (others + 1) * _PIECES)
    say = _counting(runs, told)
    if others < 1:
        yield (result for run in runs for result in say(_each(work, run)))
        return
    executor = ProcessPoolExecutor(others, initializer=_ignore_interrupt)
    patience = sys.getswitchinterval()
    sys.setswitchinterval(_PATIENCE)
    try:
        futures = [executor.submit(_each, work, run) for run in runs]
        yield _share(work, runs, futures, say)
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
        sys.setswitchinterval(patience)


def _share(
    work: Callable[[_T], _R],
    runs: list[Sequence[_T]],
    futures: list[Future[list[_R]]],
    say: Callable[[list[_R]], list[_R]],
) -> Iterator[_R]:
    done: dict[int, list[_R]] = {}
    for index in reversed(range(len(runs))):
        if futures[index].cancel():
            done[index] = say(_each(work, runs[index]))
    for index in range(len(runs)):
        # Of what is given nothing is held on to: a future would hold its result.
        future = futures.pop(0)
        yield from done.pop(index) if index in done else say(future.result())


def _counting(
    runs: list[Sequence[_T]], told: Callable[[int, int], None] | None
) -> Callable[[list[_R]], list[_R]]:
    """Passes results on, and tells how many there have been."""
    total = sum(map(len, runs))
    count = 0

    def say(results: list[_R]) -> list[_R]:
        nonlocal count
        count += len(results)
        if told:
            told(count, total)
        return results

    return say


def _each(work: Callable[[_T], _R], run: Sequence[_T]) -> list[_R]:
    return [work(piece) for piece in run]


def _runs(pieces: Sequence[_T], count: int) -> list[Sequence[_T]]:
    length = -(-len(pieces) // count)
    return [pieces[start : start + length] for start in range(0, len(pieces), length)]


def _ignore_interrupt() -> None:
    # Ctrl-C reaches every process of the terminal; the calling one stops the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
