"""Recurring lines: what a site prints with every card, such as `Card 2`, `tap to flip`, `3 of 40`.

Found by the page itself and not by a list of sites: a line whose form, with any number for its
numbers, comes back with nearly every card, and is not the whole of a side.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from obverse.formats.pasted.lines import Line
from obverse.languages.telling_words import LIGHT

_NUMBERS: Final = re.compile(r"\d+(?:\.\d+)*")
_OF: Final = re.compile(r"\W*(\d+)\s*(?:/|of)\s*(\d+)\W*")
_VALUE: Final = re.compile(r"[$£€]?\d{2,4}")
_FEWEST: Final = 3
NEARLY_ALL: Final = 0.8
_MOST: Final = 0.5
_OPENING: Final = re.compile(
    r"(\|(?=\s)|[^\w\s(\"'$£€]{2,}|\W?[A-Z][a-z]+(?=[A-Z])|[A-Z][a-z]+ (?=[A-Z]))"
)


def form_of(text: str) -> str:
    """The line with `#` for its numbers; nothing for one that has words of its own."""
    return _NUMBERS.sub("#", text).casefold().strip()


def recurring_above(lines: Sequence[Line], places: Sequence[int]) -> frozenset[int]:
    """The lines directly above these places that come with nearly all of them.

    Also a head that repeats what is below it: `Card 3 — What is a bight?`.
    """
    forms: dict[int, str] = {}
    for place in places:
        if place:
            above, below = lines[place - 1].text, lines[place].text
            asked = below.partition(":")[2].strip() or below
            forms[place - 1] = form_of(above.removesuffix(asked))
    _often = Counter(forms.values())
    least = max(2, NEARLY_ALL * (len(places) - 1))
    return frozenset(
        place for place, form in forms.items() if _often[form] >= least and "#" in form
    )


def recurring_texts(sides: Iterable[Sequence[Line]], cards: int) -> frozenset[str]:
    """The texts that are part of nearly every card, and never a side alone."""
    inside: Counter[str] = Counter()
    alone: set[str] = set()
    for side in sides:
        texts = {form_of(line.text) for line in side}
        inside.update(texts)
        if len(side) == 1:
            alone |= texts
    return frozenset(
        text
        for text, count in inside.items()
        if count >= max(_FEWEST, NEARLY_ALL * cards)
        and text not in alone
        and text.count("(") == text.count(")")  # else it goes on from the line above
    )


def by_parts(lines: Sequence[Line]) -> tuple[list[Line], frozenset[int]]:
    """The lines without `1 of 40`, `2 of 40` between the cards, and those on which cards start."""
    found = [_OF.fullmatch(line.text) for line in lines]
    numbers = [(place, int(each[1]), int(each[2])) for place, each in enumerate(found) if each]
    counts = [number for _, number, _ in numbers]
    if len(numbers) < _FEWEST or len({most for *_, most in numbers}) > 1:
        return list(lines), frozenset()
    if counts != [*range(counts[0], counts[0] + len(counts))]:
        return list(lines), frozenset()
    # Above a card its number comes first; below one, text does.
    below = numbers[-1][0] == len(lines) - 1
    borders = [place for place, *_ in numbers]
    starts = (
        [_first_of_page(lines, borders), *(each + 1 for each in borders[:-1])]
        if below
        else [each + 1 for each in borders]
    )
    return without(lines, borders, starts)


def by_values(lines: Sequence[Line]) -> tuple[list[Line], frozenset[int]]:
    """The lines without the values of a quiz (`100`, `200`) above the cards, and the starts."""
    borders = [place for place, line in enumerate(lines) if _VALUE.fullmatch(line.text)]
    apart = [after - place for place, after in pairwise([*borders, len(lines)])]
    if len(borders) < _FEWEST or min(apart, default=0) < _FEWEST or len(set(apart)) > 1:
        return list(lines), frozenset()
    return without(lines, borders, [each + 1 for each in borders])


def without(
    lines: Sequence[Line], borders: Sequence[int], starts: Sequence[int]
) -> tuple[list[Line], frozenset[int]]:
    """The lines without those at `borders`, and where the lines at `starts` are then."""
    gone = set(borders)
    kept = [place for place in range(len(lines)) if place not in gone]
    where = {place: number for number, place in enumerate(kept)}
    return [lines[place] for place in kept], frozenset(
        where[place] for place in starts if place in where
    )


def _first_of_page(lines: Sequence[Line], borders: Sequence[int]) -> int:
    """Where the first card starts: at a title's end, or on the first line."""
    title = "flashcard" in lines[0].text.casefold() and borders[0] > _FEWEST - 1
    return 1 if title else 0


def keeps_pattern(cards: Sequence[tuple[str, str]]) -> list[bool]:
    """For each card whether it still holds a line, or an opening, that comes with most cards.

    Such a page has a form that was not understood, so none of these cards can be sure.
    """
    if len(cards) < _FEWEST:
        return [False] * len(cards)
    forms = [{*_lines_in(front), *_lines_in(back)} for front, back in cards]
    openings = [{*_opening_of(front), *_opening_of(back)} for front, back in cards]
    common = _often(forms, _MOST * len(cards)) | _often(openings, NEARLY_ALL * len(cards))
    return [not common.isdisjoint(one | two) for one, two in zip(forms, openings, strict=True)]


def _often(found: Iterable[set[str]], least: float) -> frozenset[str]:
    """What is in so many of the sets."""
    counts = Counter(each for one in found for each in one)
    return frozenset(each for each, count in counts.items() if count >= max(_FEWEST, least))


def _lines_in(side: str) -> Iterator[str]:
    """The forms of the lines of a side that has several."""
    lines = side.splitlines()
    return (form_of(line) for line in lines if len(lines) > 1 and line.strip())


def _opening_of(side: str) -> Iterator[str]:
    """What is before the first capital of a side, where a text seems to begin there again."""
    found = _OPENING.match(side)
    if found and found[1].strip().casefold() not in LIGHT:
        yield f"{found[1].casefold()}…"
