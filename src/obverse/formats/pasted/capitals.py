"""Pages on which every other line begins with a small letter: their cards are of two lines each.

A page is consistent with itself. Sentences to go on with, and what they go on with, are told apart
by nothing else.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from obverse.formats.pasted.endings import Possible, Told
from obverse.formats.pasted.lines import Line
from obverse.formats.pasted.markup import as_shown, inside_paragraphs
from obverse.formats.pasted.weights import ABOVE, BACK, BACK_2, BACK_ON, FRONT, FRONT_ON

_FEWEST: Final = 4  # cards
_EACH: Final = 3.5  # for each card, how much less probable its reading may be


def told_by_capitals(lines: Sequence[Line]) -> Told | None:
    """What the capitals of a page tell of its lines, if they come with every other line.

    A line is left over only above the cards, for a title. A line inside a paragraph of HTML goes on
    with the line above.
    """
    inside = frozenset(inside_paragraphs(lines))
    places = [place for place in range(len(lines)) if place not in inside]
    above = len(places) % 2
    small = [_is_small(as_shown(lines[place]).text) for place in places[above:]]
    if len(small) < 2 * _FEWEST or None in small or any(a == b for a, b in pairwise(small)):
        return None
    now: tuple[Possible, Possible] = frozenset({ABOVE}), frozenset({ABOVE})
    front = frozenset({FRONT}), frozenset({FRONT_ON})
    back = frozenset({BACK}), frozenset({BACK_2, BACK_ON})
    turns = iter([now] * above + [front, back] * (len(small) // 2))
    found: list[Possible] = []
    for place in range(len(lines)):
        now = now if place in inside else next(turns)
        found.append(now[place in inside])
    return Told(found, _EACH * (len(small) // 2))


def _is_small(text: str) -> bool | None:
    """Whether the text begins with a small letter; None if it has no capital there."""
    return None if text[:1].lower() == text[:1].upper() else text[0].islower()
