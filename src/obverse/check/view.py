"""Reading: what the rules look at, and where in the sources what they mean is written."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from obverse.compile import kinds
from obverse.values.diagnostic import line_extent
from obverse.values.note import Note
from obverse.values.source import Place

_FENCE = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)]|>)[ \t]*)*(`{3,}|~{3,})(.*)")
_FRONT_MATTER = "---"


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A picture, sound or video in the content folder: its path below the root, its bytes."""

    path: str
    size: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A linked project as rules see it.

    `notes` are in source order, duplicates merged. `lines` are the lines of every source by path,
    `starts` the lines (from one) at which its cards and other sections begin. `media` are the
    files in the content folder, `shown` the paths of those that a card shows, a draft's too.
    `limits` holds a number for each rule that has one.
    """

    notes: tuple[Note, ...]
    lines: Mapping[str, Sequence[str]]
    starts: Mapping[str, Sequence[int]]
    media: tuple[MediaFile, ...] = ()
    shown: frozenset[str] = frozenset()
    limits: Mapping[str, int] = field(default_factory=dict)

    def asked(self) -> Iterator[Note]:
        """The notes that are a question and its answer."""
        return (each for each in self.notes if all(k.asks_question for k in kinds.of(each.kind)))

    def marked(self) -> Iterator[Note]:
        """The notes whose authors mark what is asked for."""
        return (each for each in self.notes if all(k.marks for k in kinds.of(each.kind)))

    def section(self, note: Note) -> range:
        """The lines, from one, of a note: from its heading to the line before the next."""
        path, first = note.place.path, note.place.line
        starts = self.starts.get(path, ())
        after = bisect_right(starts, first)
        end = starts[after] if after < len(starts) else len(self.lines.get(path, ())) + 1
        return range(first, end)

    def heading(self, note: Note) -> Place:
        """The question as it is written in the heading."""
        path, number = note.place.path, note.place.line
        column, length = line_extent(self._line(path, number))
        return Place(path, number, column, length)

    def find(self, note: Note, written: str) -> Place:
        """Where a note first has these words, code blocks aside; its heading if they differ."""
        for number, line in self.text(note):
            if (at := line.find(written)) >= 0:
                return Place(note.place.path, number, at + 1, len(written))
        return self.heading(note)

    def tag(self, note: Note, tag: str) -> tuple[Place, bool] | None:
        """Where a tag is written, and whether in the card itself; else in the front matter."""
        written = tag.replace("::", "/")
        sign = re.compile(rf"(?<!\S)#{re.escape(written)}(?![\w/\-])", re.IGNORECASE)
        for number, line in self.text(note):
            if found := sign.search(line):
                place = Place(note.place.path, number, found.start() + 1, len(found[0]))
                return place, True
        name = re.compile(rf"(?<![\w/\-]){re.escape(written)}(?![\w/\-])", re.IGNORECASE)
        for number, line in self._front_matter(note.place.path):
            if found := name.search(line):
                return Place(note.place.path, number, found.start() + 1, len(found[0])), False
        return None

    def text(self, note: Note) -> Iterator[tuple[int, str]]:
        """The lines of a note outside code blocks, with their numbers."""
        section = self.section(note)
        lines = self.lines.get(note.place.path, ())
        yield from outside_fences(lines[section.start - 1 : section.stop - 1], section.start)

    def _front_matter(self, path: str) -> Iterator[tuple[int, str]]:
        lines = self.lines.get(path, ())
        if not lines or lines[0].rstrip() != _FRONT_MATTER:
            return
        for number, line in enumerate(lines[1:], start=2):
            if line.rstrip() == _FRONT_MATTER:
                return
            yield number, line

    def _line(self, path: str, number: int) -> str:
        lines = self.lines.get(path, ())
        return lines[number - 1] if 0 < number <= len(lines) else ""


def outside_fences(lines: Sequence[str], first: int = 1) -> Iterator[tuple[int, str]]:
    """The lines outside fenced code blocks, with numbers from `first`.

    By lines alone, for finding words again: what a line means, the parser has decided before.
    """
    fence = ""
    for number, line in enumerate(lines, start=first):
        sign = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if fence:
            if sign and sign[1].startswith(fence) and not sign[2].strip():
                fence = ""
        elif sign and ("`" not in sign[2] or sign[1][0] == "~"):
            fence = sign[1]
        else:
            yield number, line
