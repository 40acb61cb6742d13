"""An outline: where in a source its cards and its code stand, for those who look at its lines."""

from bisect import bisect_right
from typing import NamedTuple

from obverse.values.source import Place


class Allowance(NamedTuple):
    """A rule whose findings are meant, and the lines in which they are: (first, line after)."""

    place: Place
    rule: str
    lines: tuple[int, int]

    def covers(self, place: Place) -> bool:
        """Whether it speaks of this place."""
        first, end = self.lines
        return place.path == self.place.path and first <= place.line < end


class Outline(NamedTuple):
    """The lines of a source, which count from one.

    `front_matter` is how many it begins with, both fences counted; `end` is the line after the
    last. `sections` are those at which its cards and other sections begin. `code` are blocks of
    code: (first, line after), and `cards` those cards that are not whole sections.
    """

    front_matter: int = 0
    sections: tuple[int, ...] = ()
    code: tuple[tuple[int, int], ...] = ()
    allowances: tuple[Allowance, ...] = ()
    end: int = 1
    cards: tuple[tuple[int, int], ...] = ()

    def card(self, line: int) -> range:
        """The lines of the card that begins at a line."""
        ends = (end for first, end in self.cards if first == line)
        return range(line, next(ends, self.section(line).stop))

    def section(self, line: int) -> range:
        """The lines of the section that a line is in, its heading first."""
        after = bisect_right(self.sections, line)
        first = self.sections[after - 1] if after else 1
        return range(first, self.sections[after] if after < len(self.sections) else self.end)

    def is_code(self, line: int) -> bool:
        """Whether a line is in a block of code."""
        before = bisect_right(self.code, (line, self.end)) - 1
        return before >= 0 and line < self.code[before][1]
