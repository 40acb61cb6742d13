"""Pages whose cards are marked: `Q` and `A` on separate lines, or before the text of a line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from obverse.formats.pasted.furniture import CERTAIN
from obverse.formats.pasted.lines import Line, continued, joined, with_text
from obverse.formats.pasted.recurring import (
    NEARLY_ALL,
    form_of,
    recurring_above,
    recurring_texts,
    without,
)

PAIRS: Final = (
    *(("q", "a"), ("question", "answer"), ("q", "ans"), ("question", "ans"), ("front", "back")),
    *(("term", "definition"), ("term", "def"), ("flashcard", "answer"), ("card", "answer")),
    *(("prompt", "answer"), ("prompt", "response"), ("f", "b"), ("word", "meaning")),
    *(("word", "definition"), ("frage", "antwort"), ("f", "a"), ("pregunta", "respuesta")),
    *(("p", "r"), ("question", "réponse"), ("question", "reponse"), ("q", "r")),
    *(
        ("domanda", "risposta"),
        ("vraag", "antwoord"),
        ("pergunta", "resposta"),
        ("side a", "side b"),
    ),
    *(("question", "a"), ("q", "answer"), ("concept", "definition"), ("cue", "answer")),
)
NUMBER: Final = re.compile(
    r"(?:(?:flash)?card|question|q|no\.?)?\s*+(?:#\s*+)?(\d{1,4})\s*+(?:[.):]|(?:/|of)\s*\d+)?",
    re.IGNORECASE,
)

GLUED_FRONT: Final = re.compile(r"\W*\d+\s*(?:Front|Question|Term)")
GLUED_BACK: Final = re.compile(r"(?:Back|Answer|Definition)(?=[^\s:.])")
NUMBERED: Final = "0123456789-–•*#.)( "  # on pages
OPENER: Final = re.compile(
    rf"[\W_]*+(?:\d++\s*+[.)][\W_]*+)?(?:{'|'.join(sorted({front for front, _ in PAIRS}))})[\W\d_]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Marked:
    """One marked card: the lines of its two sides; `split` is false where no back was marked.

    With `doubt` the border is probable, but not certain.
    """

    front: str
    back: str
    split: bool = True
    doubt: bool = False


def read_lone(lines: Sequence[Line]) -> list[Marked]:
    """The cards of a page with the markers on separate lines; none if they are not.

    The site's numbers and rating scales between the cards are left out.
    """
    lines = unglued(lines)
    for front, back in PAIRS:
        fronts = [place for place, line in enumerate(lines) if marker(line.text) == front]
        backs = sum(marker(line.text) == back for line in lines)
        if not fronts or backs < max(1, len(fronts) * 0.6):
            continue
        if len(fronts) < 2 and len(lines) > 40:
            continue
        if front == "q" or alternate(lines, front, back):
            lines, fronts = without_heads(lines, fronts)
            sides = [lone(lines, start, end, back) for start, end in spans(lines, fronts)]
            return [each.marked() for each in without_recurring(sides)]
    return []


class TwoSides(NamedTuple):
    """The lines of the two sides of a card; no lines for the back if nothing marks it."""

    front: Sequence[Line]
    back: Sequence[Line] | None

    def marked(self) -> Marked:
        """The card as text."""
        if self.back is None:
            return Marked(joined(self.front), "", split=False)
        return Marked(joined(self.front), joined(self.back))


def without_heads(lines: Sequence[Line], fronts: Sequence[int]) -> tuple[list[Line], list[int]]:
    """The lines without what the site prints above each card, and where the cards are then."""
    gone = recurring_above(lines, fronts)
    kept, starts = without(lines, sorted(gone), fronts)
    return kept, sorted(starts)


def without_recurring(cards: Sequence[TwoSides]) -> list[TwoSides]:
    """The cards without the lines that nearly all of them have, such as `tap to flip`."""
    sides = [side for card in cards for side in card if side is not None]
    gone = recurring_texts(sides, len(cards))

    def rest(side: Sequence[Line]) -> Sequence[Line]:
        return [line for line in side if form_of(line.text) not in gone]

    return (
        [TwoSides(rest(one), None if two is None else rest(two)) for one, two in cards]
        if gone
        else [*cards]
    )


def unglued(lines: Sequence[Line]) -> list[Line]:
    """The lines with markers that are glued to numbers and text as lines of their own.

    `- 1Front`, `BackJoining two ropes`; only where there are as many of one as of the other.
    """
    heads = [place for place, line in enumerate(lines) if GLUED_FRONT.fullmatch(line.text)]
    backs: dict[int, re.Match[str]] = {}
    for start, end in pairwise([*heads, len(lines)]):
        found = ((place, GLUED_BACK.match(lines[place].text)) for place in range(start + 2, end))
        place, back = next(((at, each) for at, each in found if each), (0, None))
        if back:
            backs[place] = back
    if len(heads) < 2 or len(backs) < NEARLY_ALL * len(heads):
        return list(lines)
    apart: list[Line] = []
    fronts = frozenset(heads)
    for place, line in enumerate(lines):
        if place in fronts:
            apart.append(with_text(line, line.text.lstrip(NUMBERED)))
        elif place in backs:
            mark = backs[place][0]
            apart += [with_text(line, mark), with_text(line, line.text[len(mark) :])]
        else:
            apart.append(line)
    return apart


def marker(text: str) -> str:
    """The line without what may be around a marker: stars, colons, a number after it."""
    return text.strip("*#_ ").rstrip(":.*").lower().strip()


def alternate(lines: Sequence[Line], front: str, back: str) -> bool:
    """Whether the markers alternate; words that are part of the cards would not."""
    order = [found for line in lines if (found := marker(line.text)) in {front, back}]
    turns = sum(a != b for a, b in pairwise(order))
    return len(order) > 3 and turns >= 0.9 * (len(order) - 1)


def spans(lines: Sequence[Line], fronts: Sequence[int]) -> list[tuple[int, int]]:
    """The ranges from after each marker of a front to the next card, whose number is excluded.

    A `Q` that has no marker of a back before it on a numbered page is part of an answer.
    """
    numbered = [place for place in fronts if place and lines[place - 1].text.isdecimal()]
    if len(numbered) >= 0.8 * len(fronts):
        fronts = numbered
    else:
        numbered = []  # answers that are numbers
    found = []
    for start, following in zip(fronts, [*fronts[1:], len(lines)], strict=True):
        end = following
        if following < len(lines) and following in numbered:
            end -= 1
        found.append((start + 1, end))
    return found


def lone(lines: Sequence[Line], start: int, end: int, back: str) -> TwoSides:
    """The card in the lines from `start` to `end`, its back after the first marker of one."""
    for place in range(start, end):
        if lines[place].text.lower().startswith("how well did you know this"):
            # The text after the rating scale no longer belongs to this card.
            end = place
            break
    while end > start and CERTAIN.fullmatch(lines[end - 1].text):
        end -= 1
    for place in range(start, end):
        if marker(lines[place].text) == back:
            return TwoSides(lines[start:place], lines[place + 1 : end])
    return TwoSides(lines[start:end], None)


def opening_pattern(words: str, sign: str) -> re.Pattern[str]:
    """The beginning of a line that is marked by `words` and then `sign`."""
    return re.compile(
        rf"\s*+(?:[-*•>]\s++)?(?:\d++\s*+[.)]\s*+)?[*_]{{0,3}}{words}[*_]{{0,3}}+\s*+(?:#\s*+)?"
        rf"(?:\d++\s*+)?(?:[*_]{{1,3}}+\s*+)?{sign}[*_]{{0,3}}(?:\s+|$|(?=\S))",
        re.IGNORECASE,
    )


def read_prefixed(lines: Sequence[Line]) -> list[Marked]:
    """The cards of a page on which lines begin with `Q:` and `A:` or such; none if they do not."""
    found: list[Marked] = []
    possible = [place for place, line in enumerate(lines) if OPENER.match(line.raw)]
    for words in PAIRS if possible else ():
        signs = (":", r"\.", r"\)", r"[-–—]", r"\]")
        # `A.` to `F.` are options far more often than `F.` is a front.
        for sign in signs if words == ("q", "a") or len(words[0]) > 1 else signs[:1]:
            front, back = (opening_pattern(word, sign) for word in words)
            starts = [place for place in possible if front.match(lines[place].raw)]
            if len(starts) < 2 and (not starts or len(lines) > 12):
                continue
            rest, starts = without_heads(lines, starts)
            cards = [
                prefixed(rest[start:end], front, back, inner(words[1], sign))
                for start, end in zip(starts, [*starts[1:], len(rest)], strict=True)
            ]
            if sum(card.split for card in cards) >= 0.6 * len(cards) and len(cards) > len(found):
                found = cards
    return found


def inner(word: str, sign: str) -> re.Pattern[str]:
    """The marker of a back in the middle of a line."""
    return re.compile(rf"(?<!\s)\s++{word}\s*+(?:\d++\s*+)?{sign}\s+", re.IGNORECASE)


def prefixed(
    lines: Sequence[Line], front: re.Pattern[str], back: re.Pattern[str], within: re.Pattern[str]
) -> Marked:
    """The card in `lines`, the first of which has the marker of a front."""
    first = bare(lines[0], front)
    for place, line in enumerate(lines[1:], 1):
        below = lines[place + 1].text[:2] if place + 1 < len(lines) else ""
        alone = back.fullmatch(line.raw) is not None
        option = below.lower() in {"b.", "b)", "b:"} and line.text[:1].lower() == "a" and not alone
        if back.match(line.raw) and not option:
            rest = [bare(line, back), *lines[place + 1 :]]
            return Marked(
                joined_without_empty([first, *lines[1:place]]), joined_without_empty(rest)
            )
    found = within.search(first.raw)
    if found:
        rest = [Line("", first.raw[found.end() :], 0, first.number), *continued(lines)]
        return Marked(first.raw[: found.start()].strip(), joined_without_empty(rest))
    return Marked(joined_without_empty([first, *lines[1:]]), "", split=False)


def bare(line: Line, pattern: re.Pattern[str]) -> Line:
    """The line without its marker."""
    found = pattern.match(line.raw)
    rest = line.raw[found.end() if found else 0 :].strip()
    return Line(" ".join(rest.split()), rest, line.gap, line.number)


def joined_without_empty(lines: Sequence[Line]) -> str:
    """The lines joined, without those that only had a marker."""
    return joined([line for line in lines if line.raw.strip()])
