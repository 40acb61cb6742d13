"""The networks that score each line of a page by its features, its neighbours and the whole page.

The rows of a line's features are added. A layer of gated units reads them down the page and another
up; their mean over the page goes, with them, into two more, so that a line knows what page it is
on. The last rows give the scores of each line's states, and of the steps to it.

(Cho et al.: Learning phrase representations using RNN encoder-decoder, 2014.)
"""

from collections.abc import Iterable, Sequence
from math import dist, hypot, tanh

from obverse.formats.pasted.features import PageSigns
from obverse.formats.pasted.weights import Layer, Matrix, Networks, Points, Table, Vector, Weights


def line_scores(seen: PageSigns, networks: Networks) -> Matrix:
    """For each line of a page a score for each state, and then one for each step to it.

    They are the means of what the networks say, of which each is wrong about other pages.
    """
    found = [scores_of(seen, weights) for weights in networks]
    return [
        [sum(scores) / len(found) for scores in zip(*rows, strict=True)]
        for rows in zip(*found, strict=True)
    ]


def scores_of(seen: PageSigns, weights: Weights) -> Matrix:
    """The scores of one network."""
    page = summed(weights.base, seen.page, weights.page)
    lines = [
        [
            max(0.0, value)
            for value in summed(summed(page, names, weights.signs), steps, weights.steps)
        ]
        for names, steps in zip(seen.signs, seen.steps, strict=True)
    ]
    once = read_both_ways(weights.first, lines)
    mean = [sum(column) / len(once) for column in zip(*once, strict=True)]
    whole = [tanh(value) for value in applied(weights.whole, mean)]
    twice = read_both_ways(weights.second, [line + whole for line in once])
    return [applied(weights.last, read + line) for read, line in zip(twice, lines, strict=True)]


def summed(start: Vector, names: Iterable[str], table: Table) -> Vector:
    """`start` and the rows of all `names`, added."""
    rows = [row for name in names if (row := table.row(name)) is not None]
    return [sum(column) for column in zip(start, *rows, strict=True)]


def applied(rows: Points, values: Sequence[float]) -> Vector:
    """The rows of a matrix times the values, each with what it starts from.

    A product is half of what is left of two squares without that of the distance, and a distance is
    one call: this takes a quarter of the time of a sum of products.
    """
    point = tuple(values)
    half = hypot(*point) ** 2 / 2
    return [
        start + half - dist(row, point) ** 2 / 2
        for row, start in zip(rows.points, rows.starts, strict=True)
    ]


def read_both_ways(layers: tuple[Layer, Layer], lines: Matrix) -> Matrix:
    """What the two layers make of each line, one from above and one from below."""
    down, up = layers
    after = read_on(up, lines[::-1])[::-1]
    return [one + other for one, other in zip(read_on(down, lines), after, strict=True)]


def read_on(layer: Layer, lines: Sequence[Vector]) -> Matrix:
    """The states of a layer that reads the lines in this order.

    A unit keeps a share of its state, and takes the rest from the line and from what it was reset
    to.
    """
    size = len(layer.outer.starts) // 3
    state = [0.0] * size
    states: Matrix = []
    for line in lines:
        given = applied(layer.inner, line)
        own = applied(layer.outer, state)
        gates = [
            0.5 + 0.5 * tanh((a + b) / 2) for a, b in zip(given[: 2 * size], own, strict=False)
        ]
        wanted = zip(given[2 * size :], gates[size:], own[2 * size :], strict=True)
        new = [tanh(a + reset * b) for a, reset, b in wanted]
        state = [
            now + keep * (was - now)
            for now, keep, was in zip(new, gates[:size], state, strict=True)
        ]
        states.append(state)
    return states
