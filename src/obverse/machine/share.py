"""Share out a list of work: whoever has done a piece takes the next, this process like the others.

The others are split off (`fork`): nothing is imported or copied for them, and they begin at once.
The numbers of the pieces are in one pipe, of which each number is read by one process only. What
the others make comes through a pipe of each, as text, and is taken in between two pieces of one's
own. What is missing when all others have ended is made here.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from select import POLLIN, poll
from typing import Generic, NamedTuple, TypeVar

from obverse.machine.codec import Encoded
from obverse.machine.early_process import EarlyProcess
from obverse.machine.fork import HEAD_SIZE, end, is_alone, is_split, split_off

_T = TypeVar("_T")
_B = TypeVar("_B")
_R = TypeVar("_R")
_P = TypeVar("_P")

_NUMBER = 4  # bytes
_MOST_NUMBERS = 4_000  # in 16 kB, which fit into any system's pipe before somebody reads
_PREPARED = 2**32 - 1  # the number of what was prepared
_AT_ONCE = 2**20  # bytes


class SharedWork(NamedTuple, Generic[_T, _B, _R]):
    """The work on one piece, in two steps: to begin it, and to end it with what was prepared.

    That is `prepare` of all pieces, which another process does before anything else, while this one
    begins some; without it, nothing. `kind` is what is encoded.
    """

    kind: type[_R]
    begin: Callable[[_T], _B]
    end: Callable[[_B, bytes], Encoded[_R]]
    prepare: Callable[[Sequence[_T]], bytes] | None = None

    def prepared(self, pieces: Sequence[_T]) -> bytes:
        """What the end of any piece may need."""
        return self.prepare(pieces) if self.prepare else b""


@contextmanager
def shared_out(
    work: SharedWork[_T, _B, _R],
    pieces: Sequence[_T],
    processes: int = 2,
    early: EarlyProcess | None = None,
) -> Iterator[Iterator[Encoded[_R]]]:
    """What the work makes of each piece, in their order, in so many processes, one of them `early`.

    The others begin at once, beside what the block does, and this one when it is asked for a
    result. What fails in another one is done again here, and so fails here.
    """
    others = min(processes, len(pieces)) - 1
    if not early and (others < 1 or not (is_split() and is_alone())):
        yield _made_here(work, pieces)
        return
    pipe = early.numbers if early else os.pipe()
    with closing(_Numbers(len(pieces), pipe)) as numbers, closing(_Team()) as team:
        of_other = partial(_of_other, work, pieces, numbers)
        has_sent = bool(early and early.is_preparing)
        team.add(partial(of_other, has_sent=has_sent, is_first=True), early)
        for _ in range(others - 1):
            team.add(of_other)
        yield _made(work, pieces, numbers, team)


def prepare_early(early: EarlyProcess, prepare: Callable[[_P], bytes], of: _P) -> None:
    """Have the early process prepare `SharedWork` before it is known what that is.

    It is not asked again then, and what it prepared it has to keep for itself.
    """
    early.ask(partial(_sent_prepared, prepare, of))
    early.is_preparing = True


def _sent_prepared(prepare: Callable[[_P], bytes], of: _P) -> Iterator[bytes]:
    yield _PREPARED.to_bytes(_NUMBER, "big") + prepare(of)


def _made_here(work: SharedWork[_T, _B, _R], pieces: Sequence[_T]) -> Iterator[Encoded[_R]]:
    prepared = work.prepared(pieces) if pieces else b""
    for piece in pieces:
        yield work.end(work.begin(piece), prepared)


def _made(
    work: SharedWork[_T, _B, _R], pieces: Sequence[_T], numbers: "_Numbers", team: "_Team"
) -> Iterator[Encoded[_R]]:
    made: dict[int, Encoded[_R]] = {}
    begun: dict[int, _B] = {}
    prepared = None if work.prepare else b""
    mine = iter(numbers)
    for wanted, piece in enumerate(pieces):
        while wanted not in made:
            number = next(mine, None)
            if number is not None:
                begun[number] = work.begin(pieces[number])
            elif not team.is_at_work:
                begun[wanted] = begun.get(wanted) or work.begin(piece)
            for at, text in team.received(waits=number is None):
                if at == _PREPARED:
                    prepared = text
                else:
                    made[at] = Encoded(work.kind, text=text)
            if prepared is None and not team.is_at_work:
                prepared = work.prepared(pieces)
            if prepared is not None:
                made |= {at: work.end(each, prepared) for at, each in begun.items()}
                begun.clear()
        yield made.pop(wanted)


def _of_other(
    work: SharedWork[_T, _B, _R],
    pieces: Sequence[_T],
    numbers: "_Numbers",
    *,
    is_first: bool = False,
    has_sent: bool = False,
) -> Iterator[bytes]:
    """What another process sends: numbers of pieces, and what was made of them."""
    prepared = b"" if has_sent else work.prepared(pieces)
    if is_first and work.prepare and not has_sent:
        yield _PREPARED.to_bytes(_NUMBER, "big") + prepared
    for number in numbers:
        made = work.end(work.begin(pieces[number]), prepared)
        yield number.to_bytes(_NUMBER, "big") + made.text


class _Numbers:
    """The numbers of pieces that no process has taken yet, in a pipe that all of them have."""

    def __init__(self, count: int, pipe: tuple[int, int]) -> None:
        self._count = count
        self._step = -(-count // _MOST_NUMBERS)
        self._left, into = pipe
        every = range(0, count, self._step) if count else ()
        os.write(into, b"".join(number.to_bytes(_NUMBER, "big") for number in every))
        os.close(into)

    def __iter__(self) -> Iterator[int]:
        """Take one after the other, until none is left."""
        while taken := os.read(self._left, _NUMBER):
            first = int.from_bytes(taken, "big")
            yield from range(first, min(first + self._step, self._count))

    def close(self) -> None:
        os.close(self._left)


class _Team:
    """The other processes, and what they send."""

    def __init__(self) -> None:
        self._sent: dict[int, bytearray] = {}  # what is not taken in yet, by their pipes
        self._children: dict[int, int] = {}
        self._poll = poll()

    def add(self, work: Callable[[], Iterator[bytes]], early: EarlyProcess | None = None) -> None:
        """Begin some work in one more process, or in the early one."""
        child, pipe = early.begin(work) if early else split_off(work)
        self._children[pipe] = child
        self._sent[pipe] = bytearray()
        self._poll.register(pipe, POLLIN)

    @property
    def is_at_work(self) -> bool:
        """Whether one of them may still send something."""
        return bool(self._sent)

    def received(self, *, waits: bool) -> Iterator[tuple[int, bytes]]:
        """What has come: its number and itself; with `waits` something has, or one has ended."""
        for pipe, _ in self._poll.poll(None if waits else 0) if self._sent else ():
            raw, sent = os.read(pipe, _AT_ONCE), self._sent[pipe]
            if not raw:
                self._end(pipe, is_wanted=True)
                continue
            sent += raw
            while len(sent) >= (whole := HEAD_SIZE + int.from_bytes(sent[:HEAD_SIZE], "big")):
                at = HEAD_SIZE + _NUMBER
                yield int.from_bytes(sent[HEAD_SIZE:at], "big"), bytes(sent[at:whole])
                del sent[:whole]

    def close(self) -> None:
        for pipe in [*self._sent]:
            self._end(pipe, is_wanted=False)

    def _end(self, pipe: int, *, is_wanted: bool) -> None:
        self._poll.unregister(pipe)
        os.close(pipe)
        del self._sent[pipe]
        end(self._children.pop(pipe), is_wanted=is_wanted)
