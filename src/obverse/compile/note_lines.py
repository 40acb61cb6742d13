"""The lines of a note, each with what it is, found without a Markdown parse.

What is a card is decided by lines in all shapes but `headings`: only then is anything parsed. So a
note of prose costs a look at its lines, and a note without the signs of any shape not even that.
"""

from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import NamedTuple


class LineKind(Enum):
    """What a line is. `HELD` is what no mark is read in: comments, math, HTML, definitions."""

    BLANK = auto()
    TEXT = auto()
    HEADING = auto()
    UNDERLINE = auto()
    ITEM = auto()
    QUOTE = auto()
    TABLE = auto()
    RULE = auto()
    CODE = auto()
    HELD = auto()
    ITEM_HEADING = auto()  # a heading that begins a list item


class Heading(NamedTuple):
    """A heading at the left margin: its depth, its text, its first line, and the line after it."""

    depth: int
    text: str
    first: int
    start: int


class NoteLines(NamedTuple):
    """What each line is.

    `begins` is the line at which the paragraph of a line of text begins. `indents` are columns,
    and `offsets` those at which the text of a list item begins; 0 for what is in no item.
    """

    lines: Sequence[str]
    kinds: Sequence[LineKind]
    begins: Sequence[int]
    indents: Sequence[int]
    offsets: Sequence[int]
    headings: Sequence[Heading]

    def paragraph_end(self, at: int) -> int:
        """The line after the paragraph that a line of text or an item's first line is in."""
        end = at + 1
        while end < len(self.lines) and self.kinds[end] is LineKind.TEXT and self.begins[end] <= at:
            end += 1
        return end

    def paragraphs(self) -> Iterator[tuple[int, int]]:
        """(first line, line after the last) of all paragraphs, items' first ones too."""
        for at, kind in enumerate(self.kinds):
            if kind in (LineKind.TEXT, LineKind.ITEM) and self.begins[at] == at:
                yield at, self.paragraph_end(at)

    def section_end(self, heading: Heading, depth: int = 0) -> int:
        """The line at which the section of a heading ends: the next one of its depth or above."""
        deepest = max(heading.depth, depth)
        return next(
            (h.first for h in self.headings if h.first > heading.first and h.depth <= deepest),
            len(self.lines),
        )


def width_of_indent(line: str) -> int:
    """How far a line is indented, in columns."""
    before = line[: len(line) - len(line.lstrip(" \t"))]
    return len(before.expandtabs(4))


def dedented(line: str, by: int) -> str:
    """A line with as many columns less before it, or as many as it has."""
    before = line[: len(line) - len(line.lstrip(" \t"))]
    width = len(before.expandtabs(4))
    return " " * max(width - by, 0) + line[len(before) :]


def without_schedule(text: str) -> str:
    """A line without the comment at its end in which a plug-in keeps when a card is due."""
    ends = text.rstrip(" \t")
    at = ends.find("<!--SR:") if ends.endswith("-->") else -1
    return text if at < 0 else ends[:at].rstrip(" \t")


def without_hard_break(line: str) -> str:
    """A line without the backslash at its end that breaks it, where another line follows."""
    return line[:-1] if (len(line) - len(line.rstrip("\\"))) % 2 else line
