"""A process that is split off when a command starts, and imports what its work will need.

To find out what a build has to do takes some 40 ms, and to import what does it takes 70: with two
cores they take place side by side. What it does then is sent to it. It is there for whoever asks
first, and ends with the command.
"""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from typing import NamedTuple

from obverse.machine.fork import do, end, is_split, widened_pipe

_Work = Callable[[], Iterator[bytes]]


class EarlyProcess(NamedTuple):
    """A process that waits for its work. `numbers` is a pipe that it has too, to read from."""

    child: int
    asked: int
    result: int
    numbers: tuple[int, int]

    def close_numbers(self) -> None:
        """Close the pipe of numbers, for work that needs none."""
        for pipe in self.numbers:
            os.close(pipe)

    def begin(self, work: _Work) -> tuple[int, int]:
        """Begin some work there, as `fork.split_off` does; it is pickled."""
        import pickle

        # Where it has ended nothing comes of it, as of any process that was ended.
        with suppress(BrokenPipeError), open(self.asked, "wb") as stream:  # noqa: PTH123  # a pipe
            pickle.dump(work, stream)
        return self.child, self.result


_waiting: list[EarlyProcess] = []


def begin_early(module: str) -> None:
    """Split off a process that imports this module, where there is a core for it."""
    if not is_split():
        return
    (asked, ask), (result, into), numbers = widened_pipe(), widened_pipe(), os.pipe()
    child = os.fork()
    if not child:
        for pipe in (ask, result, numbers[1]):
            os.close(pipe)
        _wait(module, asked, into)
    os.close(asked)
    os.close(into)
    _waiting.append(EarlyProcess(child, ask, result, numbers))


def take_early() -> EarlyProcess | None:
    """The process that waits, for who asks first."""
    return _waiting.pop() if _waiting else None


def dismiss_early() -> None:
    """End the process if it still waits."""
    if early := take_early():
        early.close_numbers()
        os.close(early.asked)
        os.close(early.result)
        end(early.child, is_wanted=False)


def _wait(module: str, asked: int, into: int) -> None:
    """Import the module, and do the work that is asked for: none if the other process ended."""

    def work() -> Iterator[bytes]:
        import_module(module)
        import pickle

        with open(asked, "rb") as stream:  # a pipe
            asked_for = stream.read()
        if asked_for:
            yield from pickle.loads(asked_for)()  # noqa: S301  # this process was split off to do it

    gc.disable()  # importing makes much, and no garbage
    do(work, into)
