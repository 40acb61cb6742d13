"""The lock as lines: a few notes are looked up and replaced, and the others are never read.

The file is its own index: it is sorted by guid, and searching for a column with its tabs takes less
than a millisecond in 2.5 MB, which is the lock of 10,000 notes.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import islice
from typing import Self

from obverse.machine.late import late
from obverse.values import lock as locks
from obverse.values.lock import SPAN, Known, Lock

_FRONT = Known._fields.index("front")  # its column
_NOTE_ID = late(rb"\n[^\t]*+\t([0-9]++)")  # in the second column of a line


class Lines:
    """The lines of a lock that a build wrote, which is therefore sorted and complete."""

    def __init__(self, raw: bytes) -> None:
        """Take the bytes of the whole lock."""
        self.raw = raw
        # The header and the note types come first.
        self._first = self._behind(0)
        while raw.startswith(locks.NOTE_TYPE_LINE.encode(), self._first):
            self._first = self._behind(self._first)

    def with_column(self, *columns: str) -> Iterator[Known]:
        """The notes with one of these texts in a column between the guid and the question."""
        for column in columns:
            wanted = f"\t{column}\t".encode()
            at = self.raw.find(wanted)
            while at >= 0:
                start = self.raw.rfind(b"\n", 0, at) + 1
                if self.raw.count(b"\t", start, at) < _FRONT - 1:
                    yield self._known(start)
                at = self.raw.find(wanted, at + 1)

    def of_path(self, path: str) -> list[Known]:
        """The notes that were last seen in a file."""
        return [each for each in self.with_column(locks.escaped(path)) if each.path == path]

    def get(self, guid: str) -> Known | None:
        """The note with a guid."""
        at = self._at(guid)
        return self._known(at) if self._is(at, guid) else None

    def sample(self, number: int) -> Iterator[Known]:
        """The first notes."""
        return map(self._known, islice(self._starts(), number))

    def note_ids(self) -> Iterator[int]:
        """The ids of all notes."""
        return map(int, _NOTE_ID.findall(self.raw, self._first - 1))

    def with_notes(self, notes: Iterable[Known]) -> bytes:
        """The file with these notes, each in place of the one with its guid."""
        parts, done = [], 0
        for known in sorted(notes):
            at = self._at(known.guid)
            parts += [self.raw[done:at], f"{locks.line_of(known)}\n".encode()]
            done = self._behind(at) if self._is(at, known.guid) else at
        return b"".join([*parts, self.raw[done:]])

    def _starts(self) -> Iterator[int]:
        at = self._first
        while at < len(self.raw):
            yield at
            at = self._behind(at)

    def _at(self, guid: str) -> int:
        """Where the line of a guid begins, or would.

        A tab comes before every character of a guid, so lines are in the order of guids.
        """
        wanted = f"{guid}\t".encode()
        low, high = self._first, len(self.raw)
        while low < high:
            start = self.raw.rfind(b"\n", low, (low + high) // 2) + 1 or low
            if self.raw[start : start + len(wanted)] < wanted:
                low = self._behind(start)
            else:
                high = start
        return low

    def _is(self, at: int, guid: str) -> bool:
        return self.raw.startswith(f"{guid}\t".encode(), at)

    def _behind(self, at: int) -> int:
        return self.raw.index(b"\n", at) + 1

    def _known(self, at: int) -> Known:
        line = self.raw[at : self.raw.index(b"\n", at)].decode()
        return locks.of_columns(line.split("\t"))


class PartOfLock(Lock):
    """A lock of which only some `notes` can be matched; the others are only in `lines`.

    `newest` is the last span of ids that any note has.
    """

    lines: Lines
    newest: int

    def __new__(cls, part: Lock, lines: Lines, newest: int) -> Self:
        """The part, and what finds the others."""
        made = super().__new__(cls, *part)
        made.lines, made.newest = lines, newest
        return made

    def with_notes(self, notes: Mapping[str, Known]) -> "PartOfLock":
        """The lock of which only these notes can be matched."""
        return PartOfLock(Lock(notes, *self[1:]), self.lines, self.newest)

    def has(self, guid: str) -> bool:
        """Whether a note of the whole lock has this guid."""
        return self.lines.get(guid) is not None

    def slots(self) -> "_Slots":
        """The spans that are taken by any note."""
        return _Slots(self.lines, self.newest)


class _Slots(Container[int]):
    """Spans of ids, read from the lines only if knowing the newest is not enough."""

    def __init__(self, lines: Lines, newest: int) -> None:
        self._lines, self._newest = lines, newest
        self._taken: set[int] | None = None

    def __contains__(self, slot: object) -> bool:
        if isinstance(slot, int) and slot > self._newest:
            return False
        if self._taken is None:
            self._taken = {note_id // SPAN for note_id in self._lines.note_ids()}
        return slot in self._taken
