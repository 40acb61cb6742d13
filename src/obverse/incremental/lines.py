"""The lock as lines: a few of its notes are looked up and replaced, and the others never read.

The text is its own index: it is sorted by guid, and a search for a column with its tabs passes
2 MB, which is the lock of 10,000 notes, in a millisecond.
"""

from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from obverse import lock as locks
from obverse.lock import SPAN, Known, Lock


class Lines:
    """The lines of a lock that a build has written, so that it is sorted and whole."""

    def __init__(self, text: str) -> None:
        """Take the text of the whole lock."""
        self._text = text
        self._lines = text.split("\n")
        # The header and the note types come first, an empty line last.
        self._first = 1
        while self._lines[self._first].startswith(locks.NOTE_TYPE_LINE):
            self._first += 1

    def with_column(self, *columns: str) -> Iterator[Known]:
        """The notes that have one of these texts as a column other than the first and the last."""
        for column in columns:
            wanted = f"\t{column}\t"
            at = self._text.find(wanted)
            while at >= 0:
                start, end = self._text.rfind("\n", 0, at) + 1, self._text.find("\n", at)
                yield _known(self._text[start:end])
                at = self._text.find(wanted, at + 1)

    def of_path(self, path: str) -> list[Known]:
        """The notes that were last seen in a file."""
        return [each for each in self.with_column(locks.escaped(path)) if each.path == path]

    def get(self, guid: str) -> Known | None:
        """The note with a guid."""
        line = self._lines[self._at(guid, self._lines)]
        return _known(line) if _is(line, guid) else None

    def __iter__(self) -> Iterator[str]:
        """The lines of the notes."""
        return islice(self._lines, self._first, len(self._lines) - 1)

    def with_notes(self, notes: Iterable[Known]) -> str:
        """The text with these notes put in, each in the place of the one with its guid."""
        lines = self._lines.copy()
        for known in notes:
            at = self._at(known.guid, lines)
            lines[at : at + _is(lines[at], known.guid)] = [locks.line_of(known)]
        return "\n".join(lines)

    def _at(self, guid: str, lines: list[str]) -> int:
        # A tab comes before every character of a guid, so lines are in the order of guids.
        return bisect_left(lines, f"{guid}\t", self._first, len(lines) - 1)


def _is(line: str, guid: str) -> bool:
    return line.startswith(f"{guid}\t")


@dataclass(frozen=True, slots=True)
class PartOfLock(Lock):
    """A lock of which only some `notes` can be matched; what the others are is seen in `lines`.

    `newest` is the last span of ids that any note has.
    """

    lines: Lines = field(kw_only=True)
    newest: int = field(kw_only=True)

    def sample(self, number: int) -> dict[str, Known]:
        """The first notes of the whole lock."""
        known = map(_known, islice(self.lines, number))
        return {each.guid: each for each in known}

    def has(self, guid: str) -> bool:
        """Whether a note of the whole lock has this guid."""
        return self.lines.get(guid) is not None

    def slots(self) -> "_Slots":
        """The spans that are taken by any note."""
        return _Slots(self.lines, self.newest)


class _Slots(Container[int]):
    """Spans of ids, not read from the lines where the newest of them says enough."""

    def __init__(self, lines: Lines, newest: int) -> None:
        self._lines, self._newest = lines, newest
        self._taken: set[int] | None = None

    def __contains__(self, slot: object) -> bool:
        if isinstance(slot, int) and slot > self._newest:
            return False
        if self._taken is None:
            self._taken = {int(line.split("\t", 2)[1]) // SPAN for line in self._lines}
        return slot in self._taken


def _known(line: str) -> Known:
    return locks.of_columns(line.split("\t"))
