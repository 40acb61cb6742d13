"""Scores of all readings of a page: a chain of states, one for each line.

A reading gives every line a state. Its score is the sum of the scores of its states and steps; its
probability is its share of the sum of `exp(score)` over all readings (a conditional random field
above a network). Everything is linear in the number of lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Final

from obverse.formats.pasted.features import PageSigns
from obverse.formats.pasted.network import line_scores
from obverse.formats.pasted.weights import FRONT, STARTS, STATES, STEPS, Networks, Vector

ORIGINS: Final = tuple(origin for origin, _ in STEPS)
GOALS: Final = tuple(goal for _, goal in STEPS)
MOST_OF_STEP: Final = 30.0  # of the score of a step, so that `exp` has room
NEVER: Final = 60.0


@dataclass(frozen=True, slots=True)
class Scores:
    """For each line the scores of its states, and of the steps to it as factors, `exp(score)`."""

    states: list[Vector]
    steps: list[Vector]


def score(seen: PageSigns, networks: Networks) -> Scores:
    """The scores of a page."""
    rows = line_scores(seen, networks)
    states = [row[: len(STATES)] for row in rows]
    steps = [
        [exp(max(-MOST_OF_STEP, min(MOST_OF_STEP, s))) for s in row[len(STATES) :]] for row in rows
    ]
    return Scores(states, steps)


def limited(scores: Scores, allowed: Sequence[frozenset[int] | None]) -> Scores:
    """The scores where states of a line outside `allowed` are almost impossible."""
    states = [
        row
        if possible is None
        else [s if state in possible else s - NEVER for state, s in enumerate(row)]
        for row, possible in zip(scores.states, allowed, strict=True)
    ]
    return Scores(states, scores.steps)


@dataclass(frozen=True, slots=True)
class Lattice:
    """All readings of one page.

    `states` and `steps` are factors (not logarithms) for each line; `forward` holds for each line
    and state the share of the readings so far that end there. `total` is the logarithm of the sum
    over all readings.
    """

    states: list[Vector]
    steps: list[Vector]
    forward: list[Vector]
    scales: Vector
    total: float


def lattice(scores: Scores, bonus: float = 0.0) -> Lattice:
    """The lattice of a page; `bonus` is added wherever a card starts."""
    states: list[Vector] = []
    forward: list[Vector] = []
    scales: Vector = []
    before: Vector = []
    total = 0.0
    for place, (given, step) in enumerate(zip(scores.states, scores.steps, strict=True)):
        row = list(given)
        row[FRONT] += bonus
        most = max(row)
        factors = [exp(value - most) for value in row]
        states.append(factors)
        if place:
            now = [0.0] * len(STATES)
            for value, origin, goal in zip(step, ORIGINS, GOALS, strict=True):
                now[goal] += before[origin] * value
            now = [value * factor for value, factor in zip(now, factors, strict=True)]
        else:
            now = [factor if state in STARTS else 0.0 for state, factor in enumerate(factors)]
        scale = sum(now) or 1e-300
        before = [value / scale for value in now]
        forward.append(before)
        scales.append(scale)
        total += log(scale) + most
    return Lattice(states, scores.steps, forward, scales, total)


def backward(lattice: Lattice) -> list[Vector]:
    """For each line and state the weight of all paths from there, scaled like `forward`."""
    rows: list[Vector] = [[1.0] * len(STATES)] if lattice.forward else []
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
