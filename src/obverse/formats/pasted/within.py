"""Pages whose answers begin within a line: after a mark, or after the term that they explain."""

import re
from collections.abc import Sequence
from typing import Final

from obverse.formats.pasted.lines import Line, continued, joined, with_text
from obverse.formats.pasted.marked import Marked
from obverse.formats.pasted.shape import shape_of

_MARKS: Final = (
    re.compile(r"(?:^|(?<!\s)\s++)[-–—]\s*+Answers?\b\s*+(?:[:.]\s++|(?<=\s))(?=\S)"),  # on pages
    re.compile(r"(?:(?<!\s)\s++)?[✓✔☑✅√]+\s*"),
    re.compile(
        r"(?:^|(?<!\s)\s++)(?:ans|antwort|respuesta|réponse|risposta)\s*+[:.]\s*", re.IGNORECASE
    ),
)
_GLOSSED: Final = re.compile(
    r"(?P<term>[A-ZÀ-Ý][\w'’-]*(?:\s+[a-zà-ÿ][\w'’-]*){0,3})\s+(?P<told>[A-ZÀ-Ý]\w*\b.*\S)"
)
_ARTICLES: Final = frozenset({"a", "an", "the"})
_FEWEST: Final = 3


def read_within(lines: Sequence[Line]) -> list[Marked]:
    """The cards of lines in which a mark is between question and answer; none if few have it."""
    for mark in _MARKS:
        found = [mark.search(line.text) for line in lines]
        heads = [
            place for place, each in enumerate(found) if each and each.end() < len(each.string)
        ]
        asked = sum(_is_head(lines, place, found[place]) for place in heads)
        if len(heads) >= _FEWEST and asked >= 0.8 * len(heads) and 3 * len(heads) >= len(lines):
            return _cards_at(lines, heads, mark)
    return []


def _is_head(lines: Sequence[Line], place: int, found: re.Match[str] | None) -> bool:
    """Whether a question is before the mark, in its line or above."""
    before = found.string[: found.start()] if found else ""
    return bool(before.strip()) or (place > 0 and shape_of(lines[place - 1].text).asks)


def _cards_at(lines: Sequence[Line], heads: Sequence[int], mark: re.Pattern[str]) -> list[Marked]:
    """A card for each of these lines, with what comes before and after it."""
    firsts = [_first_of(lines, place, mark) for place in heads]
    cards = []
    for place, first, end in zip(heads, firsts, [*firsts[1:], len(lines)], strict=True):
        line = lines[place]
        found = mark.search(line.text)
        before, after = (
            (line.text[: found.start()], line.text[found.end() :]) if found else ("", "")
        )
        asked = [*lines[first:place], *([with_text(line, before)] if before.strip() else [])]
        told = [with_text(line, after), *continued(lines[place:end])]
        cards.append(Marked(joined(asked), joined(told)))
    return cards


def _first_of(lines: Sequence[Line], place: int, mark: re.Pattern[str]) -> int:
    """The line on which the question begins whose answer is marked on this one.

    A question that begins with a small letter goes on from the line above.
    """
    found = mark.search(lines[place].text)
    start = lines[place].text[: found.start()].strip() if found else ""
    while place and (not start or start[0].islower()) and not mark.search(lines[place - 1].text):
        place -= 1
        start = lines[place].text
    return place


def read_glossed(lines: Sequence[Line]) -> list[Marked]:
    """The cards of lines that are a term and then a sentence on it, with nothing between them.

    `Reef Part of a sail that is rolled up.` Where the sentence begins is only seen by its capital,
    so none of these cards is sure.
    """
    found = [_GLOSSED.fullmatch(line.text) for line in lines]
    first = next(
        (place for place, each in enumerate(found) if each and _explains(each)), len(lines)
    )
    body = found[first:]
    cards = [each for each in body if each and _explains(each)]
    if len(cards) < _FEWEST + 1 or len(cards) < 0.9 * len(body) or first > _FEWEST - 1:
        return []
    named = sum(_names_its_term(each) for each in cards)
    if named < 0.5 * len(cards):
        return []
    return [
        Marked(line.text, "", split=False)
        if each is None
        else Marked(each["term"], each["told"], doubt=True)
        for line, each in zip(lines[first:], body, strict=True)
    ]


def _explains(found: re.Match[str]) -> bool:
    """Whether a sentence follows the term, and nothing is asked."""
    told = found["told"]
    return told.endswith(".") and len(told.split()) > _FEWEST and not shape_of(found.string).asks


def _names_its_term(found: re.Match[str]) -> bool:
    """Whether the sentence begins with an article or with the term."""
    words = found["told"].lower().replace(",", " ").split()
    term = found["term"].lower().split()
    return words[0] in _ARTICLES or term[0] in words[:2]
