"""A process that is split off when a command starts, and imports what its work will need.

To find out what a build has to do takes some 20 ms, and to import what does it takes 60: with two
cores they take place side by side. What it does then is sent to it. It is there for whoever asks
first, and ends with the command.
"""

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from importlib import import_module

from obverse.machine.fork import do, end, is_split, widened_pipe

# Bytes that are sent to it: a pipe holds a megabyte, and of more work the start matters less.
MOST_SENT = 500_000
_Work = Callable[[], Iterator[bytes]]


class EarlyProcess:
    """A process that waits for its work. `numbers` is a pipe that it has too, to read from.

    `is_preparing` is for who takes it: it was asked for something already.
    """

    def __init__(self, child: int, ask: int, result: int, numbers: tuple[int, int]) -> None:
        """Take its number, what its work is written to, and what its results are read from."""
        self.child, self.numbers = child, numbers
        self.is_preparing = False
        self._asks = open(ask, "wb")  # noqa: SIM115  # a pipe
        self._result = result

    def ask(self, work: _Work) -> None:
        """Have it do some work, which is pickled; more may follow."""
        import pickle

        with suppress(BrokenPipeError):  # of one that has ended nothing comes
            pickle.dump(work, self._asks)
            self._asks.flush()

    def begin(self, work: _Work) -> tuple[int, int]:
        """Have it do its last work, as `fork.split_off` does."""
        self.ask(work)
        self._close_asks()
        return self.child, self._result

    def close_numbers(self) -> None:
        """Close the pipe of numbers, for work that needs none."""
        for pipe in self.numbers:
            os.close(pipe)

    def dismiss(self) -> None:
        """End it."""
        self.close_numbers()
        self._close_asks()
        os.close(self._result)
        end(self.child, is_wanted=False)

    def _close_asks(self) -> None:
        with suppress(BrokenPipeError):
            self._asks.close()


_waiting: list[EarlyProcess] = []


def begin_early(*modules: str) -> None:
    """Split off a process that imports these modules, where there is a core for it."""
    if not is_split():
        return
    (asked, ask), (result, into), numbers = widened_pipe(), widened_pipe(), os.pipe()
    child = os.fork()
    if not child:
        for pipe in (ask, result, numbers[1]):
            os.close(pipe)
        _wait(modules, asked, into)
    os.close(asked)
    os.close(into)
    _waiting.append(EarlyProcess(child, ask, result, numbers))


def early_process() -> EarlyProcess | None:
    """The process that waits, which others may still take."""
    return _waiting[0] if _waiting else None


def take_early() -> EarlyProcess | None:
    """The process that waits, for who asks first."""
    return _waiting.pop() if _waiting else None


def dismiss_early() -> None:
    """End the process if it still waits."""
    if early := take_early():
        early.dismiss()


def _wait(modules: Sequence[str], asked: int, into: int) -> None:
    """Import the modules, and do what is asked for until nobody can ask any more."""

    def work() -> Iterator[bytes]:
        for module in modules:
            import_module(module)
        import pickle

        with open(asked, "rb") as stream, suppress(EOFError):  # a pipe
            while True:
                yield from pickle.load(stream)()  # noqa: S301  # this process was split off for it

    gc.disable()  # importing makes much, and no garbage
    do(work, into)
