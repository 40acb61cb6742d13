"""Scores of all readings of a page: a chain of states, one for each line, for each kind of page.

A reading gives every line a state. Its score is the sum of the weights of all features; the
probability of a reading is its share of the sum of `exp(score)` over all readings of all kinds
(a conditional random field with one hidden variable for the page). Everything is linear in the
number of lines.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Final

from obverse.formats.pasted.features import Seen
from obverse.formats.pasted.weights import KINDS, STARTS, STATES, STEPS, Weights

Row = list[float]
ORIGINS: Final = tuple(origin for origin, _ in STEPS)
GOALS: Final = tuple(goal for _, goal in STEPS)


def total(names: Iterable[str], table: Mapping[str, Row], width: int) -> Row:
    """The sum of the weights of all `names`."""
    rows = [table[name] for name in names if name in table]
    return [sum(column) for column in zip(*rows, strict=True)] if rows else [0.0] * width


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of one page: a line's states, the steps to it, and for each trait the same.

    Those of the steps are factors, `exp(score)`, as every kind of page needs them.
    """

    signs: list[Row]
    steps: list[Row]
    habits: dict[str, list[Row]]
    paces: dict[str, Row]
    pages: dict[str, float]


def score(seen: Seen, weights: Weights, allowed: Sequence[frozenset[int] | None] = ()) -> Scores:
    """The scores of the features; states of a line outside `allowed` are almost impossible."""
    signs = [total(names, weights.signs, len(STATES)) for names in seen.signs]
    for row, states in zip(signs, allowed, strict=False):
        if states is not None:
            row[:] = [s if state in states else s - 60 for state, s in enumerate(row)]
    traits = {trait for kind in KINDS for trait in kind}
    rows: dict[tuple[str, str], Row] = {}
    habits: dict[str, list[Row]] = {trait: [] for trait in traits}
    for names in seen.habits:
        key = "|".join(names)
        for trait in traits:
            if (trait, key) not in rows:
                named = (f"{trait}|{name}" for name in names)
                rows[trait, key] = total(named, weights.habits, len(STATES))
            habits[trait].append(rows[trait, key])
    return Scores(
        signs=signs,
        steps=[[*map(exp, total(names, weights.steps, len(STEPS)))] for names in seen.steps],
        habits=habits,
        paces={t: weights.paces.get(t, [0.0] * len(STEPS)) for t in traits},
        pages={t: total([f"{t}|{n}" for n in seen.page], weights.pages, 1)[0] for t in traits},
    )


@dataclass(frozen=True, slots=True)
class Lattice:
    """All readings of one page as one kind of page.

    `states` and `steps` are factors (not logarithms) for each line; `forward` holds for each line
    and state the share of the readings so far that end there; `evidence` is the logarithm of the
    sum over all readings.
    """

    states: list[Row]
    steps: list[Row]
    forward: list[Row]
    scales: Row
    evidence: float


def lattice(scores: Scores, kind: tuple[str, ...], bonus: float = 0.0) -> Lattice:
    """The lattice of a page as a page of `kind`; `bonus` is added wherever a card starts."""
    paces = zip(*(scores.paces[trait] for trait in kind), strict=True)
    pace = [exp(sum(column)) for column in paces]
    evidence = sum(scores.pages[trait] for trait in kind)
    states: list[Row] = []
    steps: list[Row] = []
    forward: list[Row] = []
    scales: Row = []
    one, two, three = (scores.habits[trait] for trait in kind)
    before: Row = []
    for place, signs in enumerate(scores.signs):
        parts = zip(signs, one[place], two[place], three[place], strict=True)
        row = [a + b + c + d for a, b, c, d in parts]
        row[1] += bonus
        most = max(row)
        factors = [exp(value - most) for value in row]
        states.append(factors)
        if place:
            step = [value * p for value, p in zip(scores.steps[place], pace, strict=True)]
            now = [0.0] * len(STATES)
            for value, origin, goal in zip(step, ORIGINS, GOALS, strict=True):
                now[goal] += before[origin] * value
            now = [value * factor for value, factor in zip(now, factors, strict=True)]
        else:
            step = []
            now = [factor if state in STARTS else 0.0 for state, factor in enumerate(factors)]
        steps.append(step)
        scale = sum(now) or 1e-300
        before = [value / scale for value in now]
        forward.append(before)
        scales.append(scale)
        evidence += log(scale) + most
    return Lattice(states, steps, forward, scales, evidence)


def backward(lattice: Lattice) -> list[Row]:
    """For each line and state the weight of all paths from there, scaled like `forward`."""
    rows: list[Row] = [[1.0] * len(STATES)] if lattice.forward else []
    for place in range(len(lattice.forward) - 1, 0, -1):
        scale = lattice.scales[place]
        ahead = [f * b / scale for f, b in zip(lattice.states[place], rows[-1], strict=True)]
        row = [0.0] * len(STATES)
        for value, origin, goal in zip(lattice.steps[place], ORIGINS, GOALS, strict=True):
            row[origin] += value * ahead[goal]
        rows.append(row)
    return rows[::-1]


def best(lattice: Lattice) -> list[int]:
    """The states of the most probable reading."""
    if not lattice.forward:
        return []
    reach = [factor if s in STARTS else 0.0 for s, factor in enumerate(lattice.states[0])]
    came: list[list[int]] = []
    for place in range(1, len(lattice.states)):
        step, factors = lattice.steps[place], lattice.states[place]
        now, origins = [0.0] * len(STATES), [0] * len(STATES)
        for value, origin, goal in zip(step, ORIGINS, GOALS, strict=True):
            way = reach[origin] * value
            if way > now[goal]:
                now[goal], origins[goal] = way, origin
        now = [value * factor for value, factor in zip(now, factors, strict=True)]
        most = max(now) or 1.0
        reach = [value / most for value in now]
        came.append(origins)
    states = [max(range(len(STATES)), key=reach.__getitem__)]
    for origins in reversed(came):
        states.append(origins[states[-1]])
    return states[::-1]


def shares(evidences: Sequence[float]) -> Row:
    """The probability of each kind of page."""
    most = max(evidences)
    parts = [exp(value - most) for value in evidences]
    return [part / sum(parts) for part in parts]
