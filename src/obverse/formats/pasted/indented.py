"""Pages on which each question has a bullet, and its answer is indented below it."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from obverse.formats.pasted.lines import Line, joined, with_text
from obverse.formats.pasted.marked import Marked
from obverse.formats.pasted.shape import bullet_of

_FEWEST: Final = 3
_BULLETS: Final = frozenset({"dot", "dash", "star"})


def read_indented(lines: Sequence[Line]) -> list[Marked]:
    """The cards of such a page; none where one bullet has nothing indented below it."""
    bullets = [place for place, line in enumerate(lines) if bullet_of(line.text)[0] in _BULLETS]
    least = min((_indent(lines[place]) for place in bullets), default=0)
    starts = [place for place in bullets if _indent(lines[place]) == least]
    if len(starts) < _FEWEST:
        return []
    cards = []
    for start, end in pairwise([*starts, len(lines)]):
        below = lines[start + 1 : end]
        if not below or any(_indent(line) <= _indent(lines[start]) for line in below):
            return []
        front = with_text(lines[start], bullet_of(lines[start].text)[2])
        cards.append(Marked(joined([front]), joined(below)))
    return cards


def _indent(line: Line) -> int:
    """How far a line is indented, in characters; a tab counts as four."""
    raw = line.raw.expandtabs(4)
    return len(raw) - len(raw.lstrip())
