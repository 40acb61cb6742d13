"""Share out a list of work: whoever has done a piece takes the next, this process like the others.

The others are split off (`fork`): nothing is imported or copied for them, and they begin at once.
The numbers of the pieces are in one pipe, of which each number is read by one process only. What
the others make comes through a pipe of each, as text, and is taken in between two pieces of one's
own. What is missing when all others have ended is made here.
"""

import os
import select
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
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
_PREPARED = 2**31  # added to the number of the piece before which all are prepared
_ALL = _PREPARED - 1
_PIECES = 16  # that are prepared at once
_AT_ONCE = 2**20  # bytes


class SharedWork(NamedTuple, Generic[_T, _B, _R]):
    """The work on one piece, in two steps: to begin it, and to end it with what was prepared.

    `prepare` saves time and changes nothing: another process does it for many pieces at once, all
    of them before anything else, and this one begins its own meanwhile. Where nothing was
    prepared, the end is given no bytes. `kind` is what is encoded.
    """

    kind: type[_R]
    begin: Callable[[_T], _B]
    end: Callable[[_B, bytes], Encoded[_R]]
    prepare: Callable[[Sequence[_T]], bytes] | None = None


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
        yield (work.end(work.begin(piece), b"") for piece in pieces)
        return
    pipe = early.numbers if early else os.pipe()
    with closing(_Numbers(len(pieces), pipe)) as numbers, closing(_Team()) as team:
        prepares = not (early and early.is_preparing)
        team.add(partial(_of_other, work, pieces, numbers, prepares=prepares), early)
        for _ in range(others - 1):
            team.add(partial(_of_other, work, pieces, numbers, prepares=False))
        yield _made(work, pieces, numbers, team)


def prepare_early(early: EarlyProcess, prepare: Callable[[_P], bytes], of: _P) -> None:
    """Have the early process prepare `SharedWork` before it is known what that is.

    It is not asked again then, and what it prepared it has to keep for itself.
    """
    early.ask(partial(_sent_prepared, prepare, of))
    early.is_preparing = True


def _sent_prepared(prepare: Callable[[_P], bytes], of: _P) -> Iterator[bytes]:
    yield _numbered(_PREPARED + _ALL, prepare(of))


def _numbered(number: int, sent: bytes) -> bytes:
    return number.to_bytes(_NUMBER, "big") + sent


def _made(
    work: SharedWork[_T, _B, _R], pieces: Sequence[_T], numbers: "_Numbers", team: "_Team"
) -> Iterator[Encoded[_R]]:
    made: dict[int, Encoded[_R]] = {}
    begun: dict[int, _B] = {}
    prepared = _Prepared()
    mine = iter(numbers)
    for wanted, piece in enumerate(pieces):
        while wanted not in made:
            number = next(mine, None)
            if number is not None:
                begun[number] = work.begin(pieces[number])
            elif not team.is_at_work:
                begun[wanted] = begun.get(wanted) or work.begin(piece)
            for at, sent in team.received(waits=number is None):
                if at < _PREPARED:
                    made[at] = Encoded(work.kind, text=sent)
                else:
                    prepared.add(at - _PREPARED, sent)
            if not (work.prepare and team.is_at_work):
                prepared.add(_ALL, b"")
            for at in [at for at in begun if at < prepared.end]:
                made[at] = work.end(begun.pop(at), prepared.of(at))
        yield made.pop(wanted)


def _of_other(
    work: SharedWork[_T, _B, _R], pieces: Sequence[_T], numbers: "_Numbers", *, prepares: bool
) -> Iterator[bytes]:
    """What another process sends: what it prepared, and what it made of pieces, with numbers."""
    prepared = _Prepared()
    if work.prepare and prepares:
        for start in range(0, len(pieces), _PIECES):
            until = start + _PIECES
            prepared.add(until, work.prepare(pieces[start:until]))
            yield _numbered(_PREPARED + until, prepared.of(start))
    prepared.add(_ALL, b"")
    for number in numbers:
        made = work.end(work.begin(pieces[number]), prepared.of(number))
        yield _numbered(number, made.text)


class _Prepared:
    """What was prepared for pieces, from the first up to an `end`."""

    def __init__(self) -> None:
        self._ends: list[int] = []
        self._prepared: list[bytes] = []

    @property
    def end(self) -> int:
        """The first piece that nothing is prepared for."""
        return self._ends[-1] if self._ends else 0

    def add(self, end: int, prepared: bytes) -> None:
        """Take what was prepared for the pieces up to an end."""
        if end > self.end:
            self._ends.append(end)
            self._prepared.append(prepared)

    def of(self, number: int) -> bytes:
        """What was prepared for one of them."""
        return self._prepared[bisect_right(self._ends, number)]


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
        # Windows has none, and splits no process either.
        self._poll = select.poll()

    def add(self, work: Callable[[], Iterator[bytes]], early: EarlyProcess | None = None) -> None:
        """Begin some work in one more process, or in the early one."""
        child, pipe = early.begin(work) if early else split_off(work)
        self._children[pipe] = child
        self._sent[pipe] = bytearray()
        self._poll.register(pipe, select.POLLIN)

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
            start = 0
            while len(sent) >= (head := start + HEAD_SIZE):
                body, after = head + _NUMBER, head + int.from_bytes(sent[start:head], "big")
                if after > len(sent):
                    break
                yield int.from_bytes(sent[head:body], "big"), bytes(sent[body:after])
                start = after
            del sent[:start]

    def close(self) -> None:
        for pipe in [*self._sent]:
            self._end(pipe, is_wanted=False)

    def _end(self, pipe: int, *, is_wanted: bool) -> None:
        self._poll.unregister(pipe)
        os.close(pipe)
        del self._sent[pipe]
        end(self._children.pop(pipe), is_wanted=is_wanted)
