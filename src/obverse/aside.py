"""Work in a process of its own, beside what this one does meanwhile.

Lighter than `crew`: nothing is imported for it, and the other process begins with all that this
one has. Where a process cannot be split like that (Windows), or has one processor, the work is
done right here when it is asked for.
"""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

_ENOUGH = 2  # processors


@contextmanager
def aside(work: Callable[[], bytes]) -> Iterator[Callable[[], bytes]]:
    """Begin some work beside the block, which is given what waits for the result.

    What the work raises is raised there, for then it is done again. To be used before there are
    any threads. When the block ends, so does the other process.
    """
    if not hasattr(os, "fork") or cores() < _ENOUGH:
        yield work
        return
    result, into = os.pipe()
    child = os.fork()
    if not child:
        _do(work, into)
    os.close(into)
    with open(result, "rb") as stream:  # noqa: PTH123  # a pipe
        ended: list[int] = []

        def wait() -> bytes:
            raw = stream.read()
            ended.append(os.waitpid(child, 0)[1])
            return raw if ended == [0] else work()

        try:
            yield wait
        finally:
            if not ended:
                with suppress(OSError):
                    os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)


def _do(work: Callable[[], bytes], into: int) -> None:
    """Do the work as the other process, and end."""
    status = 1
    try:
        # Ctrl-C reaches every process of the terminal; the one that waits stops this one.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        with open(into, "wb") as stream:  # a pipe
            stream.write(work())
        status = 0
    finally:
        # Not by way of what the other process would do at its end, or print.
        os._exit(status)


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
