"""The network in arrays: as `obverse.formats.pasted.network` computes it, and the slope of it.

Arrays are by line, page and number, `(lines, pages, numbers)`; a layer has both directions in its
first place. Pages of a batch are as long as the longest; `back` are the places of each page's lines
in turned order, so that both directions begin on a line of the page.
"""

from typing import Any, NamedTuple

import numpy as np

Array = Any
Parameters = dict[str, Array]
Random = Any
SINGLE = np.float32


class Sizes(NamedTuple):
    """How many numbers: of a line's features, of each layer and direction, of the whole page."""

    line: int = 48
    first: int = 32
    whole: int = 24
    second: int = 24


class Batch(NamedTuple):
    """Pages of about one length: the features of each line, 1 or 0, and what its state is."""

    features: Array
    states: Array
    there: Array
    back: Array


def beginning(sizes: Sizes, features: int, scores: int, random: Random) -> Parameters:
    """Small random weights."""

    def matrix(*shape: int) -> Array:
        return (random.standard_normal(shape) / np.sqrt(shape[-2])).astype(SINGLE)

    found: Parameters = {
        "features": (0.08 * random.standard_normal((features, sizes.line))).astype(SINGLE),
        "base": np.full(sizes.line, 0.05, SINGLE),
        "whole": matrix(2 * sizes.first, sizes.whole),
        "whole bias": np.zeros(sizes.whole, SINGLE),
        "last": SINGLE(0.5) * matrix(2 * sizes.second + sizes.line, scores),
        "last bias": np.zeros(scores, SINGLE),
    }
    layers = {
        "first": (sizes.line, sizes.first),
        "second": (2 * sizes.first + sizes.whole, sizes.second),
    }
    for name, (width, size) in layers.items():
        found[f"{name} inner"] = matrix(2, width, 3 * size)
        found[f"{name} outer"] = matrix(2, size, 3 * size)
        bias = np.zeros((2, 3 * size), SINGLE)
        bias[:, :size] = 0.5  # what a unit keeps at first
        found[f"{name} bias"] = bias
    return found


def gate(values: Array) -> Array:
    """The values as shares from 0 to 1."""
    return SINGLE(0.5) + SINGLE(0.5) * np.tanh(values * SINGLE(0.5))


class GatedLayer:
    """A layer of gated units in both directions, with what it remembers for the slope."""

    def __init__(self, name: str, parameters: Parameters, given: Array) -> None:
        """Read the lines: `given` by direction, line, page and number."""
        self.name, self.given = name, given
        self.inner = parameters[f"{name} inner"]
        self.outer = parameters[f"{name} outer"]
        _, lines, pages, width = given.shape
        size = self.size = self.outer.shape[1]
        flat = given.reshape(2, lines * pages, width)
        inputs = np.matmul(flat, self.inner).reshape(2, lines, pages, 3 * size)
        inputs += parameters[f"{name} bias"][:, None, None]
        self.states = np.zeros((2, lines + 1, pages, size), SINGLE)
        self.keeps, self.resets, self.news, self.owns = np.empty((4, 2, lines, pages, size), SINGLE)
        for line in range(lines):
            was = self.states[:, line]
            own = np.matmul(was, self.outer)
            gates = gate(inputs[:, line, :, : 2 * size] + own[..., : 2 * size])
            keep, reset = gates[..., :size], gates[..., size:]
            new = np.tanh(inputs[:, line, :, 2 * size :] + reset * own[..., 2 * size :])
            self.states[:, line + 1] = new + keep * (was - new)
            self.keeps[:, line], self.resets[:, line] = keep, reset
            self.news[:, line], self.owns[:, line] = new, own[..., 2 * size :]

    def slope(self, above: Array, slopes: Parameters) -> Array:
        """Write the slopes of the weights; gives that of what was given."""
        size, (_, lines, pages, width) = self.size, self.given.shape
        inputs = np.empty((2, lines, pages, 3 * size), SINGLE)
        owns = np.empty_like(inputs)
        carried = np.zeros((2, pages, size), SINGLE)
        turned = self.outer.transpose(0, 2, 1)
        for line in range(lines - 1, -1, -1):
            carried = carried + above[:, line]
            keep, reset, new = self.keeps[:, line], self.resets[:, line], self.news[:, line]
            was, own = self.states[:, line], self.owns[:, line]
            of_new = carried * (1 - keep) * (1 - new * new)
            inputs[:, line, :, :size] = carried * (was - new) * keep * (1 - keep)
            inputs[:, line, :, size : 2 * size] = of_new * own * reset * (1 - reset)
            inputs[:, line, :, 2 * size :] = of_new
            owns[:, line, :, : 2 * size] = inputs[:, line, :, : 2 * size]
            owns[:, line, :, 2 * size :] = of_new * reset
            carried = carried * keep + np.matmul(owns[:, line], turned)
        flat = inputs.reshape(2, lines * pages, 3 * size)
        before = self.states[:, :-1].reshape(2, lines * pages, size)
        given = self.given.reshape(2, lines * pages, width)
        slopes[f"{self.name} inner"] = np.matmul(given.transpose(0, 2, 1), flat)
        slopes[f"{self.name} outer"] = np.matmul(
            before.transpose(0, 2, 1), owns.reshape(2, lines * pages, 3 * size)
        )
        slopes[f"{self.name} bias"] = flat.sum(1)
        down: Array = np.matmul(flat, self.inner.transpose(0, 2, 1)).reshape(self.given.shape)
        return down


class Pass:
    """One pass of a batch through the network; numbers are left out at random while it learns."""

    def __init__(
        self, parameters: Parameters, batch: Batch, random: Random = None, left_out: float = 0.0
    ) -> None:
        """Compute `scores`, by line, page and number."""
        self.parameters, self.batch = parameters, batch
        lines, pages = batch.there.shape
        self.columns = np.arange(pages)[None]

        def kept(values: Array) -> Array:
            if random is None:
                return SINGLE(1)
            drawn = random.random(values.shape, dtype=SINGLE)
            return (drawn >= left_out).astype(SINGLE) / SINGLE(1 - left_out)

        width = len(parameters["base"])
        self.sums = (batch.features @ parameters["features"]).reshape(lines, pages, width)
        self.sums = self.sums + parameters["base"]
        line = np.maximum(self.sums, 0)
        self.kept_line = kept(line)
        self.line = line * self.kept_line
        self.first = GatedLayer("first", parameters, self.both(self.line))
        self.once = self.joined(self.first.states[:, 1:])
        self.kept_once = kept(self.once)
        self.count = batch.there.sum(0)[:, None]
        self.mean = (self.once * batch.there[..., None]).sum(0) / self.count
        self.whole = np.tanh(self.mean @ parameters["whole"] + parameters["whole bias"])
        spread = np.broadcast_to(self.whole, (lines, *self.whole.shape))
        given = np.concatenate([self.once * self.kept_once, spread], -1)
        self.second = GatedLayer("second", parameters, self.both(given))
        twice = self.joined(self.second.states[:, 1:])
        self.kept_twice = kept(twice)
        self.read = np.concatenate([twice * self.kept_twice, self.line], -1)
        self.scores = self.read @ parameters["last"] + parameters["last bias"]

    def turned(self, values: Array) -> Array:
        """Each page with its lines in turned order."""
        found: Array = values[self.batch.back, self.columns]
        return found

    def both(self, values: Array) -> Array:
        """The lines in both orders."""
        return np.stack([values, self.turned(values)])

    def joined(self, values: Array) -> Array:
        """What both directions make of each line."""
        return np.concatenate([values[0], self.turned(values[1])], -1)

    def parted(self, slope: Array) -> Array:
        """The slope of `joined`, by direction."""
        half = slope.shape[-1] // 2
        return np.stack([slope[..., :half], self.turned(slope[..., half:])])

    def slopes(self, above: Array) -> Parameters:
        """The slopes of all weights, where `above` is that of the scores."""
        weights, found = self.parameters, dict[str, Array]()
        lines, pages = self.batch.there.shape
        flat = above.reshape(lines * pages, -1)
        found["last"] = self.read.reshape(lines * pages, -1).T @ flat
        found["last bias"] = flat.sum(0)
        read = above @ weights["last"].T
        size = 2 * self.second.size
        of_line = read[..., size:]
        given = self.second.slope(self.parted(read[..., :size] * self.kept_twice), found)
        given = given[0] + self.turned(given[1])
        size = 2 * self.first.size
        whole = given[..., size:].sum(0) * (1 - self.whole * self.whole)
        found["whole"], found["whole bias"] = self.mean.T @ whole, whole.sum(0)
        mean = (whole @ weights["whole"].T / self.count)[None] * self.batch.there[..., None]
        once = given[..., :size] * self.kept_once + mean
        line = self.first.slope(self.parted(once), found)
        of_line = (of_line + line[0] + self.turned(line[1])) * self.kept_line
        sums = (of_line * (self.sums > 0)).reshape(lines * pages, -1)
        found["features"] = self.batch.features.T @ sums
        found["base"] = sums.sum(0)
        return found
