"""Pages whose terms all end with the same words, such as `(Unit 3 of the course)`.

A page is consistent with itself: lines with such an ending are all on one side of the cards. The
side is seen from where the page begins and ends.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from obverse.formats.pasted.lines import Line
from obverse.formats.pasted.shape import shape_of
from obverse.formats.pasted.weights import ABOVE, BACK, BACK_2, BACK_ON, BETWEEN, FRONT, FRONT_ON

Possible = frozenset[int] | None
"""The states that a line may have; None for any."""

_OPENING: Final = {")": "(", "]": "["}
_LONGEST: Final = 8  # words
_FEWEST: Final = 5  # terms
_FEWEST_TITLED: Final = 3  # terms, where the page's title says the ending
_TITLE: Final = 2  # lines
_PLAIN: Final = 2.5  # for each term, how much less probable its reading may be
_NAMED: Final = 8.0  # the same where brackets hold what the page is called
_FULL: Final = 0.9  # of the longest line, from which on a line may have been broken
_OTHERS: Final = 0.8  # of the terms are not the same
_STARTING: Final = frozenset({FRONT})
_GOING_ON: Final = frozenset({FRONT_ON, BACK, BACK_2, BACK_ON, BETWEEN})


class Told(NamedTuple):
    """What each line may be, and how much less probable than others such a reading may look.

    `unlike` is a difference of logarithms.
    """

    allowed: Sequence[Possible]
    unlike: float


class Term(NamedTuple):
    """Where a term with the ending stands: its first line that is known, and its last."""

    first: int
    last: int


def told_by_ending(lines: Sequence[Line]) -> Told | None:
    """What the ending that the terms of a page share tells of its lines, if they share one.

    A few lines may end alike and be on different sides, so a reading that goes by an ending that
    the page is not called by has to agree with what the lines look like.
    """
    ending, terms = _shared_ending(lines)
    if not terms:
        return None
    apart = all(after.first - term.last > 1 for term, after in pairwise(terms))
    if apart and terms[-1].last == len(lines) - 1 and terms[0].first >= _TITLE:
        return Told(_below_meanings(lines, terms), _NAMED * len(terms))
    if terms[0].first > _TITLE:
        return None
    each = _NAMED if _is_title(lines, ending) else _PLAIN
    return Told(_above_meanings(lines, terms), each * len(terms))


def _shared_ending(lines: Sequence[Line]) -> tuple[Sequence[str], list[Term]]:
    """The words in brackets with which most lines end, and these lines; none if too few do."""
    words = [_words(line) for line in lines]
    places: dict[tuple[str, ...], list[int]] = {}
    for place, each in enumerate(words):
        if ending := _bracketed(each):
            places.setdefault(ending, []).append(place)
    ending = max(places, key=lambda each: len(places[each]), default=())
    if not ending or not _is_shared(lines, ending, places[ending]):
        return (), []
    whole = frozenset(places[ending])
    terms = [Term(place, place) for place in whole]
    for place in range(1, len(lines)):
        joined = tuple([*words[place - 1], *words[place]][-len(ending) :])
        if joined == ending and whole.isdisjoint({place - 1, place}):
            terms.append(Term(place - 1, place))
    return ending, sorted(terms)


def _words(line: Line) -> list[str]:
    """The words of a line, without the sign that it ends with."""
    return line.text.casefold().rstrip(".:;,").split()


def _bracketed(words: Sequence[str]) -> tuple[str, ...]:
    """The last words of a line that are in brackets, if there are several and others before."""
    closing = words[-1][-1:] if words else ""
    opening = _OPENING.get(closing)
    if not opening:
        return ()
    for place in range(len(words) - 1, max(0, len(words) - 1 - _LONGEST), -1):
        if words[place].startswith(opening):
            return tuple(words[place:]) if place < len(words) - 1 else ()
        if place < len(words) - 1 and closing in words[place]:
            return ()
    return ()


def _is_shared(lines: Sequence[Line], ending: Sequence[str], where: Sequence[int]) -> bool:
    """Whether so many different lines have the ending that it belongs to the page."""
    titled = 0 not in where and _is_title(lines, ending)
    differ = len({lines[place].text for place in where}) >= _OTHERS * len(where)
    return differ and len(where) >= (_FEWEST_TITLED if titled else _FEWEST)


def _is_title(lines: Sequence[Line], ending: Sequence[str]) -> bool:
    """Whether the first line of the page has the words of the ending, one after the other."""
    inside = " ".join(ending)[1:-1]
    return f" {inside} " in f" {' '.join(_words(lines[0]))} "


def _above_meanings(lines: Sequence[Line], terms: Sequence[Term]) -> list[Possible]:
    """A card starts with a term, or with a line that leads to it; elsewhere only where it asks."""
    found: list[Possible] = [
        None if _asks(line) or _asks(above) else _GOING_ON
        for above, line in zip([lines[0], *lines], lines, strict=False)
    ]
    found[: terms[0].first] = [frozenset({ABOVE})] * terms[0].first
    width = max(len(line.text) for line in lines)
    for term in terms:
        found[term.first] = _STARTING
        if term.first and _leads(lines[term.first - 1], lines[term.first], width):
            found[term.first] = frozenset({FRONT, FRONT_ON})
            found[term.first - 1] = None if found[term.first - 1] != _STARTING else _STARTING
        if term.last > term.first:
            found[term.last] = frozenset({FRONT_ON})
    return found


def _below_meanings(lines: Sequence[Line], terms: Sequence[Term]) -> list[Possible]:
    """Each term ends a card, and the next line starts one."""
    found: list[Possible] = [frozenset({FRONT_ON})] * len(lines)
    for place, line in enumerate(lines[: terms[0].first]):
        sentence = place and line.text.endswith(".")  # a title is none
        found[place] = frozenset({FRONT, FRONT_ON} if sentence else {ABOVE, FRONT, FRONT_ON})
    for term in terms:
        found[term.first] = frozenset({BACK})
        if term.last > term.first:
            found[term.last] = frozenset({BACK_2})
        if term.last + 1 < len(lines):
            found[term.last + 1] = _STARTING
    return found


def _leads(above: Line, term: Line, width: int) -> bool:
    """Whether a line says that the next is to come, or was broken where its first word began."""
    word = term.text.partition(" ")[0]
    return above.text.endswith(":") or len(above.text) + 1 + len(word) > _FULL * width


def _asks(line: Line) -> bool:
    """Whether the line asks, with a question mark or to tell true from false."""
    shape = shape_of(line.text)
    return shape.end == "?" or "true or false" in shape.marks
