"""Work in a process of its own, beside what this one does meanwhile.

Lighter than `pool`: nothing is imported for it, and the other process begins with all that this
one has. Where a process cannot be split like that (Windows), or has one processor, the work is
done right here when it is asked for.
"""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress

_ENOUGH = 2  # processors
_PIPE = 2**20  # bytes
HEAD_SIZE = 8  # bytes before a result that say how many it has


_Work = Callable[[], Iterator[bytes]]


def split_off(work: _Work) -> tuple[int, int]:
    """Begin work in a process of its own: its number, and what its results are read from.

    That is a pipe, with the size of each result before it: `HEAD_SIZE` bytes, the highest first.
    """
    result, into = widened_pipe()
    child = os.fork()
    if not child:
        os.close(result)  # or writing what nobody reads would wait for ever
        do(work, into)
    os.close(into)
    return child, result


@contextmanager
def aside(
    work: _Work, begin: Callable[[_Work], tuple[int, int]] = split_off
) -> Iterator[Callable[[], bytes]]:
    """Begin some work beside the block, which is given what waits for the next result.

    The work yields them, and may go on after the last with what nobody waits for before the block
    ends. What it raises is raised where it is waited for, for then it is done again. `begin` gives
    it to another process, where there may be one. To be used before there are any threads.
    """
    if not is_split():
        with closing(_Here(work)) as here:
            yield here.wait
        return
    child, result = begin(work)
    taken = 0
    with (
        open(result, "rb") as stream,  # noqa: PTH123  # a pipe
        closing(_Here(work)) as here,
    ):

        def wait() -> bytes:
            nonlocal taken
            taken += 1
            head = stream.read(HEAD_SIZE)
            size = int.from_bytes(head, "big")
            raw = stream.read(size)
            is_whole = len(head) == HEAD_SIZE and len(raw) == size  # else the other process ended
            return raw if is_whole else here.wait(taken)

        try:
            yield wait
        finally:
            stream.close()  # it may be writing what nobody reads any more
            end(child, is_wanted=taken > 0)


def widened_pipe() -> tuple[int, int]:
    """A pipe in which a megabyte can wait, where the system can: its ends to read and to write."""
    ends = os.pipe()
    with suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(ends[1], fcntl.F_SETPIPE_SZ, _PIPE)
    return ends


def end(child: int, *, is_wanted: bool) -> None:
    """Wait for the end of a process that was split off; it is ended if it `is_wanted` no more."""
    if not is_wanted:
        with suppress(OSError):
            os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


class _Here:
    """The work, done by this process when it is asked for."""

    def __init__(self, work: _Work) -> None:
        self._work = work
        self._rest: Iterator[bytes] | None = None
        self._given = 0

    def wait(self, number: int = 0) -> bytes:
        """The result with this number, from 1; the next one, if none is named."""
        if self._rest is None:
            self._rest = self._work()
        for _ in range(self._given + 1, number):
            next(self._rest)  # the other process gave it
        self._given = number or self._given + 1
        return next(self._rest)

    def close(self) -> None:
        """Do what nobody waits for."""
        for _ in self._rest or ():
            pass


def do(work: _Work, into: int) -> None:
    """Do the work as the other process, and end."""
    status = 1
    try:
        # Ctrl-C reaches every process of the terminal; the one that waits stops this one.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        with open(into, "wb") as stream:  # a pipe
            for result in work():
                stream.write(len(result).to_bytes(HEAD_SIZE, "big") + result)
                stream.flush()
        status = 0
    finally:
        # Not by way of what the other process would do at its end, or print.
        os._exit(status)


def is_split() -> bool:
    """Whether another process does work beside this one."""
    return hasattr(os, "fork") and cores() >= _ENOUGH


def is_alone() -> bool:
    """Whether this process has no other thread: one may hold what the other process waits for."""
    import threading

    return threading.active_count() == 1


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
