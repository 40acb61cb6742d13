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


# The last byte of a result: without it the other process ended before its time.
_WHOLE = b"\n"


@contextmanager
def aside(work: Callable[[], Iterator[bytes]]) -> Iterator[Callable[[], bytes]]:
    """Begin some work beside the block, which is given what waits for the result.

    The work yields it once, and may go on behind that with what nobody waits for before the block
    ends. What it raises is raised where it is waited for, for then it is done again. To be used
    before there are any threads.
    """
    if not is_split():
        with closing(_Here(work)) as here:
            yield here.wait
        return
    result, into = os.pipe()
    child = os.fork()
    if not child:
        _do(work, into)
    os.close(into)
    is_waited_for = False
    with (
        open(result, "rb") as stream,  # noqa: PTH123  # a pipe
        closing(_Here(work)) as here,
    ):

        def wait() -> bytes:
            nonlocal is_waited_for
            is_waited_for = True
            raw = stream.read()
            return raw.removesuffix(_WHOLE) if raw.endswith(_WHOLE) else here.wait()

        try:
            yield wait
        finally:
            if not is_waited_for:
                with suppress(OSError):
                    os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


class _Here:
    """The work, done by this process when it is asked for."""

    def __init__(self, work: Callable[[], Iterator[bytes]]) -> None:
        self._work = work
        self._rest: Iterator[bytes] = iter(())

    def wait(self) -> bytes:
        self._rest = self._work()
        return next(self._rest)

    def close(self) -> None:
        """Do what nobody waits for."""
        for _ in self._rest:
            pass


def _do(work: Callable[[], Iterator[bytes]], into: int) -> None:
    """Do the work as the other process, and end."""
    status = 1
    try:
        # Ctrl-C reaches every process of the terminal; the one that waits stops this one.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        rest = work()
        with open(into, "wb") as stream:  # a pipe
            stream.write(next(rest) + _WHOLE)
        for _ in rest:
            pass
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
