"""How probable the known readings of a batch of pages are, and the slope of that."""

from typing import Final

import numpy as np

from obverse.formats.pasted.weights import STARTS, STATES, STEPS
from pasted_training.gated import SINGLE, Array, Batch

COUNT: Final = len(STATES)
NEVER: Final = -1e4
ORIGINS: Final = np.array([origin for origin, _ in STEPS])
GOALS: Final = np.array([goal for _, goal in STEPS])


def summed_up(values: Array, axis: int) -> Array:
    """The logarithm of the sum of `exp(values)`."""
    most = values.max(axis, keepdims=True)
    found: Array = np.squeeze(most, axis) + np.log(np.exp(values - most).sum(axis))
    return found


def unlikely(scores: Array, batch: Batch) -> tuple[float, Array]:
    """The negative logarithm of the probability of the known readings, and its slope."""
    scores = scores.astype(np.float64)
    states, steps = scores[..., :COUNT], scores[..., COUNT:]
    lines, pages = batch.there.shape
    ways = np.full((lines, pages, COUNT, COUNT), NEVER)
    ways[:, :, ORIGINS, GOALS] = steps
    ways += states[:, :, None, :]
    there = batch.there[..., None] > 0
    start = np.full(COUNT, NEVER)
    start[list(STARTS)] = 0
    forward = np.empty((lines, pages, COUNT))
    forward[0] = states[0] + start
    for line in range(1, lines):
        now = summed_up(forward[line - 1][:, :, None] + ways[line], 1)
        forward[line] = np.where(there[line], now, forward[line - 1])
    total = summed_up(forward[-1], 1)
    onward = np.zeros((lines, pages, COUNT))
    expected = np.zeros_like(ways)
    for line in range(lines - 1, 0, -1):
        ahead = ways[line] + onward[line][:, None, :]
        share = np.exp(forward[line - 1][:, :, None] + ahead - total[:, None, None])
        expected[line] = share * there[line][..., None]
        onward[line - 1] = np.where(there[line], summed_up(ahead, 2), onward[line])
    slope = np.zeros_like(scores)
    slope[0, :, :COUNT] = np.exp(forward[0] + onward[0] - total[:, None])
    slope[1:, :, :COUNT] = expected[1:].sum(2)
    slope[..., COUNT:] = expected[:, :, ORIGINS, GOALS]
    known = less_known(scores, slope, batch)
    return float((total - known).sum()), slope.astype(SINGLE)


def less_known(scores: Array, slope: Array, batch: Batch) -> Array:
    """Take the known readings from the slope; gives their scores."""
    lines, pages = batch.there.shape
    page = np.arange(pages)
    number = np.full((COUNT, COUNT), -1)
    number[ORIGINS, GOALS] = np.arange(len(STEPS))
    known = scores[0, page, batch.states[0]].copy()
    slope[0, page, batch.states[0]] -= 1
    for line in range(1, lines):
        there = batch.there[line]
        step = number[batch.states[line - 1], batch.states[line]]
        step = COUNT + np.where(there > 0, step, 0)
        for column in (batch.states[line], step):
            known += there * scores[line, page, column]
            slope[line, page, column] -= there
    return known
