"""Pages that break meanings into narrow lines and have the terms below them.

A meaning ends with a full stop, and the line after it is a term: the last line of such a page is a
term, too, which would be without its meaning if terms were above.
"""

from collections.abc import Sequence
from typing import Final

from obverse.formats.pasted.endings import Possible, Told
from obverse.formats.pasted.lines import Line
from obverse.formats.pasted.shape import shape_of
from obverse.formats.pasted.weights import ABOVE, BACK, BACK_2, FRONT, FRONT_ON

_FEWEST: Final = 4  # cards
_NARROW: Final = 3  # lines of a card, on the mean
_EACH: Final = 1.5  # for each card, how much less probable its reading may be


def told_by_stops(lines: Sequence[Line]) -> Told | None:
    """What full stops tell of the lines of such a page; nothing of another page."""
    ends = [shape_of(line.text).end for line in lines]
    stops = [place for place, end in enumerate(ends) if end == "."]
    if len(stops) < _FEWEST or len(lines) < _NARROW * len(stops) or stops[-1] != len(lines) - 2:
        return None
    if "?" in ends or any(ends[place + 1] for place in stops):
        return None
    found: list[Possible] = [frozenset({FRONT, FRONT_ON, BACK_2})] * len(lines)
    for place, line in enumerate(lines[: stops[0]]):  # no title goes on with a small letter
        below = place and line.text[:1].islower()
        found[place] = frozenset({FRONT, FRONT_ON} if below else {ABOVE, FRONT, FRONT_ON})
    for place in stops:
        found[place] = frozenset({FRONT, FRONT_ON})
        found[place + 1] = frozenset({BACK})
    return Told(found, _EACH * len(stops))
