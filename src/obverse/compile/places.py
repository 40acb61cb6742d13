"""Places in a source whose lines are known: of a line, of a tag, of a name in its front matter."""

from collections.abc import Sequence
from typing import NamedTuple

from obverse.languages import tags
from obverse.values.source import Place


class Places(NamedTuple):
    """What finds places in one source."""

    path: str
    lines: Sequence[str]

    def line(self, number: int) -> Place:
        """The place of a line, which counts from zero, as the parser counts."""
        return Place(self.path, number + 1)

    def tag(self, number: int, name: str) -> Place:
        """The place of a tag on a line, which counts from zero."""
        offset = tags.offset(self.lines[number], name)
        return self.within(number + 1, offset + 1, len(name) + 1)

    def within(self, line: int, column: int, length: int = 0) -> Place:
        """A place cut to the file: YAML knows more line ends, and can write a name in escapes."""
        line = min(line, len(self.lines))
        width = len(self.lines[line - 1])
        column = min(column, width + 1)
        return Place(self.path, line, column, min(length, width + 1 - column))
