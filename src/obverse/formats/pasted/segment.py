"""Divides lines without any marker into cards: the best reading, and how probable each card is."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from obverse.formats.pasted.chain import (
    Lattice,
    Row,
    Scores,
    backward,
    best,
    lattice,
    score,
    shares,
)
from obverse.formats.pasted.features import look
from obverse.formats.pasted.lines import Line
from obverse.formats.pasted.weights import (
    ABOVE,
    BACK,
    BACK_2,
    BACK_ON,
    BETWEEN,
    FRONT,
    FRONT_ON,
    KINDS,
    STATES,
    STEPS,
    Weights,
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
KEPT: Final = 0.02
LOOKED_AT: Final = 400


@dataclass(frozen=True, slots=True)
class Cut:
    """One card of a reading: lines `start` to `middle` are its front, `middle` to `end` its back.

    `probability` is that of exactly this card. `doubt` is the line whose place is least certain
    and `instead` what it might be: `start`, `front`, `back start`, `back`, `title` or `heading`.
    """

    start: int
    middle: int
    end: int
    probability: float
    doubt: int
    instead: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading of a page: the lines above the first card, and the cards."""

    above: tuple[int, ...]
    cuts: tuple[Cut, ...]


def allowed_states(count: int, starts: frozenset[int]) -> list[frozenset[int] | None]:
    """What each line may be where it is known on which lines the cards start."""
    if not starts:
        return [None] * count
    first = min(starts)
    above: frozenset[int] | None = frozenset({ABOVE})
    return [
        above if place < first else STARTING if place in starts else NOT_STARTING
        for place in range(count)
    ]


def probable_kinds(scores: Scores, bonus: float) -> list[tuple[float, Lattice]]:
    """The kinds of page that are not all but impossible, with their probability, best first."""
    head = Scores(
        scores.signs[:LOOKED_AT],
        scores.steps[:LOOKED_AT],
        scores.habits,
        scores.paces,
        scores.pages,
    )
    charts = [lattice(head, kind, bonus) for kind in KINDS]
    parts = sorted(
        zip(shares([chart.evidence for chart in charts]), range(len(KINDS)), strict=True)
    )
    kept = [(share, number) for share, number in reversed(parts) if share >= KEPT][:4]
    whole = len(scores.signs) <= LOOKED_AT
    found = [charts[n] if whole else lattice(scores, KINDS[n], bonus) for _, n in kept]
    rest = sum(share for share, _ in kept)
    return [(share / rest, chart) for (share, _), chart in zip(kept, found, strict=True)]


def card_states(length: int, backs: int) -> list[int]:
    """The states of the lines of one card with `length` lines of which `backs` are its back."""
    front = [FRONT] + [FRONT_ON] * (length - backs - 1)
    return front + [BACK, BACK_2, *[BACK_ON] * backs][:backs]


def probability(chart: Lattice, ways: list[Row], cut: tuple[int, int, int]) -> float:
    """The probability that exactly this card is there, on a page of the lattice's kind."""
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
    """The cards of a reading as places of their lines: start, middle, end."""
    starts = [place for place, state in enumerate(states) if state == FRONT]
    found = []
    for start, following in zip(starts, [*starts[1:], len(states)], strict=True):
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
    weights: Weights | None = None,
) -> Reading:
    """The best reading of `lines`.

    `starts` are the lines on which cards are known to start, none where that is not known;
    `count` is how many cards the page says it has, 0 where it does not say.
    """
    if not lines:
        return Reading((), ())
    allowed = allowed_states(len(lines), starts)
    scores = score(look(lines), weights or learned(), allowed)
    bonus, kinds = counted(scores, count) if count and not starts else (0.0, None)
    kinds = kinds or probable_kinds(scores, bonus)
    ways = [backward(chart) for _, chart in kinds]
    states, chances = most_right(kinds, ways)
    sides = side_probabilities(kinds, ways)
    cuts = []
    for cut, chance in zip(cuts_of(states), chances, strict=True):
        place, instead = doubtful(sides, states, cut)
        cuts.append(Cut(*cut, min(1.0, chance), place, instead))
    above = tuple(place for place, state in enumerate(states) if state == ABOVE)
    return Reading(above, tuple(cuts))


def most_right(
    kinds: list[tuple[float, Lattice]], ways: list[list[Row]]
) -> tuple[list[int], list[float]]:
    """Of the best readings as each kind of page the one with most cards right to be expected.

    With it the probability of each of its cards.
    """
    found: list[tuple[float, list[int], list[float]]] = []
    for _, chart in kinds:
        states = best(chart)
        if any(states == other for _, other, _ in found):
            continue
        chances = [
            sum(share * probability(c, w, cut) for (share, c), w in zip(kinds, ways, strict=True))
            for cut in cuts_of(states)
        ]
        found.append((sum(chances) / (len(chances) or 1), states, chances))
    return max(found, key=lambda each: each[0])[1:]


def counted(scores: Scores, count: int) -> tuple[float, list[tuple[float, Lattice]] | None]:
    """The smallest push towards more or fewer cards with which there are `count`, if there is one.

    The number of cards grows with the push, so it is found by halving.
    """
    low, high = -4.0, 4.0
    bonus = 0.0
    for _ in range(9):
        kinds = probable_kinds(scores, bonus)
        found = best(kinds[0][1]).count(FRONT)
        if found == count:
            return bonus, kinds
        low, high = (bonus, high) if found < count else (low, bonus)
        bonus = (low + high) / 2
    return 0.0, None


def side_probabilities(
    kinds: list[tuple[float, Lattice]], ways: list[list[Row]]
) -> list[dict[str, float]]:
    """For each line the probability of each side it may be on."""
    sides: list[dict[str, float]] = []
    for place in range(len(ways[0])):
        row = dict.fromkeys(SIDES.values(), 0.0)
        for (share, chart), way in zip(kinds, ways, strict=True):
            for state in range(len(STATES)):
                row[SIDES[state]] += share * chart.forward[place][state] * way[place][state]
        sides.append(row)
    return sides


def doubtful(
    sides: list[dict[str, float]], states: Sequence[int], cut: tuple[int, int, int]
) -> tuple[int, str]:
    """The least certain line of a card or just behind it, and what it may be instead."""
    start, _, end = cut
    places = range(start, min(end + 1, len(states)))
    place = min(places, key=lambda p: sides[p][SIDES[states[p]]])
    others = {side: share for side, share in sides[place].items() if side != SIDES[states[place]]}
    return place, max(others, key=others.__getitem__)
