"""Divides lines without any marker into cards: the best reading, and how probable each card is."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import Final

from obverse.formats.pasted.capitals import told_by_capitals
from obverse.formats.pasted.chain import (
    Lattice,
    Scores,
    backward,
    best,
    lattice,
    limited,
    score,
)
from obverse.formats.pasted.endings import Possible, told_by_ending
from obverse.formats.pasted.features import look
from obverse.formats.pasted.lines import Line
from obverse.formats.pasted.markup import inside_paragraphs
from obverse.formats.pasted.reach import asked_again, repeats
from obverse.formats.pasted.shape import shape_of
from obverse.formats.pasted.stops import told_by_stops
from obverse.formats.pasted.weights import (
    ABOVE,
    BACK,
    BACK_2,
    BACK_ON,
    BETWEEN,
    FRONT,
    FRONT_ON,
    STATES,
    STEPS,
    Networks,
    Vector,
    learned,
)

STEP_NUMBER: Final = {step: number for number, step in enumerate(STEPS)}
SIDES: Final = {
    ABOVE: "title",
    FRONT: "start",
    FRONT_ON: "front",
    BACK: "back start",
    BACK_2: "back",
    BACK_ON: "back",
    BETWEEN: "heading",
}
ANY: Final = frozenset(range(len(STATES)))
STARTING: Final = frozenset({FRONT})
NOT_STARTING: Final = ANY - {FRONT, ABOVE, BETWEEN}
GOING_ON: Final = ANY - {FRONT, BACK}
REPEATED: Final = 4.0
EMPTY: Final = (STEP_NUMBER[FRONT, FRONT], STEP_NUMBER[FRONT_ON, FRONT])
SELDOM: Final = 0.05
MOST_PUSH: Final = 4.0


@dataclass(frozen=True, slots=True)
class CardCut:
    """One card of a reading: lines `start` to `middle` are its front, `middle` to `end` its back.

    `probability` is that of exactly this card. `doubt` is the least certain line, and `instead`
    what it might be: `start`, `front`, `back start`, `back`, `title` or `heading`.
    """

    start: int
    middle: int
    end: int
    probability: float
    doubt: int
    instead: str


@dataclass(frozen=True, slots=True)
class Segments:
    """A reading of a page: the lines above the first card, and the cards."""

    above: tuple[int, ...]
    cuts: tuple[CardCut, ...]


def allowed_states(count: int, starts: frozenset[int]) -> list[Possible]:
    """What each line may be where it is known on which lines the cards start."""
    first = min(starts)
    above: Possible = frozenset({ABOVE})
    return [
        above if place < first else STARTING if place in starts else NOT_STARTING
        for place in range(count)
    ]


def allowed_at(lines: Sequence[Line]) -> list[Possible]:
    """What lines may be that go on with a paragraph, or ask a second time."""
    found: list[Possible] = [None] * len(lines)
    for place in inside_paragraphs(lines):
        found[place] = GOING_ON
    for place in asked_again(lines):
        found[place] = frozenset({FRONT_ON})
    return found


def card_states(length: int, backs: int) -> list[int]:
    """The states of the lines of one card with `length` lines of which `backs` are its back."""
    front = [FRONT] + [FRONT_ON] * (length - backs - 1)
    return front + [BACK, BACK_2, *[BACK_ON] * backs][:backs]


def probability(chart: Lattice, ways: list[Vector], cut: tuple[int, int, int]) -> float:
    """The probability of exactly this card."""
    start, middle, end = cut
    states = card_states(end - start, end - middle)
    value = chart.forward[start][FRONT]
    for place, pair in enumerate(pairwise(states), start + 1):
        value *= chart.steps[place][STEP_NUMBER[pair]] * chart.states[place][pair[1]]
        value /= chart.scales[place]
    if end == len(chart.forward):
        return value
    onwards = 0.0
    for goal in (FRONT, BETWEEN):
        number = STEP_NUMBER.get((states[-1], goal))
        if number is not None:
            onwards += chart.steps[end][number] * chart.states[end][goal] * ways[end][goal]
    return value * onwards / chart.scales[end]


def cuts_of(states: Sequence[int]) -> list[tuple[int, int, int]]:
    """The cards of a reading as indexes of lines: start, middle, end."""
    starts = [place for place, state in enumerate(states) if state == FRONT]
    found = []
    for start, following in pairwise([*starts, len(states)]):
        end = start + 1
        while end < following and states[end] != BETWEEN:
            end += 1
        middle = start + 1
        while middle < end and states[middle] == FRONT_ON:
            middle += 1
        found.append((start, middle, end))
    return found


def segment(
    lines: Sequence[Line],
    starts: frozenset[int] = frozenset(),
    count: int = 0,
    networks: Networks | None = None,
) -> Segments:
    """The best reading of `lines`.

    `starts` are the lines on which cards are known to start, none if that is not known; `count` is
    how many cards the page says it has, 0 if it does not say.
    """
    if not lines:
        return Segments((), ())
    scores = score(look(lines), networks or learned())
    scores = limited(scores, allowed_at(lines))
    if starts:
        scores = limited(scores, allowed_states(len(lines), starts))
    know_better(scores, lines, starts)
    scores, chart = as_told(scores, lines, starts)
    if count and not starts:
        bonus = counted(scores, count)
        chart = lattice(scores, bonus) if bonus else chart
    ways = backward(chart)
    states = best(chart)
    sides = side_probabilities(chart, ways)
    cuts = []
    for cut in cuts_of(states):
        place, instead = doubtful(sides, states, cut)
        cuts.append(CardCut(*cut, min(1.0, probability(chart, ways, cut)), place, instead))
    above = tuple(place for place, state in enumerate(states) if state == ABOVE)
    return Segments(above, tuple(cuts))


def as_told(
    scores: Scores, lines: Sequence[Line], starts: frozenset[int]
) -> tuple[Scores, Lattice]:
    """The scores and the lattice of a page, limited to what is certain of it as a whole."""
    chart = lattice(scores)
    if starts:
        return scores, chart
    for tell in (told_by_ending, told_by_capitals, told_by_stops):
        told = tell(lines)
        if told:
            among = limited(scores, told.allowed)
            chart_among = lattice(among)
            if chart_among.total > chart.total - told.unlike:
                return among, chart_among
    return scores, chart


def know_better(scores: Scores, lines: Sequence[Line], starts: frozenset[int]) -> None:
    """Add to the scores what is true of every page, but too rare on generated ones to learn."""
    for place in repeats(lines):
        scores.states[place][FRONT] += REPEATED
    for place, line in enumerate(lines, 1):  # an answer is missing only below what asks for one
        shape = shape_of(line.text)
        if shape.asks or shape.wants:
            continue
        if place == len(lines):
            scores.states[-1][FRONT] += log(SELDOM)
            scores.states[-1][FRONT_ON] += log(SELDOM)
        else:
            for step in EMPTY:
                scores.steps[place][step] *= SELDOM
    if starts:  # where the cards are known, a front of several lines is all the less likely
        for row in scores.states:
            row[FRONT_ON] -= 1.5


def counted(scores: Scores, count: int) -> float:
    """The smallest push towards more or fewer cards that gives `count`, or 0.

    The number of cards grows with the push, so it is found by halving.
    """
    low, high, bonus = -MOST_PUSH, MOST_PUSH, 0.0
    for _ in range(8):
        found = best(lattice(scores, bonus)).count(FRONT)
        if found == count:
            return bonus
        low, high = (bonus, high) if found < count else (low, bonus)
        bonus = (low + high) / 2
    return 0.0


def side_probabilities(chart: Lattice, ways: list[Vector]) -> list[dict[str, float]]:
    """For each line the probability of each side it may be on."""
    sides: list[dict[str, float]] = []
    for forward, onwards in zip(chart.forward, ways, strict=True):
        row = dict.fromkeys(SIDES.values(), 0.0)
        for state in range(len(STATES)):
            row[SIDES[state]] += forward[state] * onwards[state]
        sides.append(row)
    return sides


def doubtful(
    sides: list[dict[str, float]], states: Sequence[int], cut: tuple[int, int, int]
) -> tuple[int, str]:
    """The least certain line of a card or just after it, and what it may be instead."""
    start, _, end = cut
    places = range(start, min(end + 1, len(states)))
    place = min(places, key=lambda p: sides[p][SIDES[states[p]]])
    others = {side: share for side, share in sides[place].items() if side != SIDES[states[place]]}
    return place, max(others, key=others.__getitem__)
