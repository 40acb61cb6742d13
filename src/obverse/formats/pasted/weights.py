"""The learned weights: networks whose numbers are rows of bytes, each row with a scale of its own.

A line that is not blank is in one of seven states. The file holds tables: a line with the number of
the network, `[1 table]`, then `name TAB scale TAB bytes in base 64` for each row. Rows of `signs`,
`steps` and `page` are named by features; the others are matrices, a row for each number that comes
out.
"""

from array import array
from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import hypot
from typing import Final

Vector = list[float]
Matrix = list[Vector]

STATES: Final = ("above", "front", "front on", "back", "back 2", "back on", "between")
ABOVE, FRONT, FRONT_ON, BACK, BACK_2, BACK_ON, BETWEEN = range(7)
STEPS: Final = (
    *((ABOVE, ABOVE), (ABOVE, FRONT), (FRONT, FRONT), (FRONT, FRONT_ON), (FRONT, BACK)),
    *((FRONT_ON, FRONT_ON), (FRONT_ON, BACK), (FRONT_ON, FRONT)),
    *((BACK, FRONT), (BACK, BACK_2), (BACK, BETWEEN)),
    *((BACK_2, FRONT), (BACK_2, BACK_ON), (BACK_2, BETWEEN)),
    *((BACK_ON, FRONT), (BACK_ON, BACK_ON), (BACK_ON, BETWEEN)),
    *((BETWEEN, BETWEEN), (BETWEEN, FRONT)),
)
STARTS: Final = (ABOVE, FRONT)


class Table:
    """Matrix by name, turned into numbers when they are first asked for."""

    def __init__(self) -> None:
        """Start empty."""
        self.packed: dict[str, tuple[float, str]] = {}
        self.rows: dict[str, Vector] = {}

    def row(self, name: str) -> Vector | None:
        """The row of this name, if it has one."""
        found = self.rows.get(name)
        if found is None and name in self.packed:
            scale, text = self.packed[name]
            found = [scale * value for value in array("b", b64decode(text))]
            self.rows[name] = found
        return found

    def matrix(self) -> Matrix:
        """All rows, in their order."""
        return [row for name in self.packed if (row := self.row(name)) is not None]


@dataclass(frozen=True, slots=True)
class Points:
    """The rows of a matrix as points, and for each its bias and half of its square."""

    points: Sequence[tuple[float, ...]]
    starts: Vector


def points_of(matrix: Matrix, bias: Vector | None = None) -> Points:
    """The rows of a matrix, with a bias for each, or with none."""
    halves = [hypot(*row) ** 2 / 2 for row in matrix]
    starts = [half + each for half, each in zip(halves, bias or [0.0] * len(halves), strict=True)]
    return Points([tuple(row) for row in matrix], starts)


@dataclass(frozen=True, slots=True)
class Layer:
    """A gated layer in one direction: weights of what comes in, and of its own state."""

    inner: Points
    outer: Points


@dataclass(frozen=True, slots=True)
class Weights:
    """The rows of the features, the layers down and up the page, and what is between and after."""

    signs: Table
    steps: Table
    page: Table
    base: Vector
    first: tuple[Layer, Layer]
    whole: Points
    second: tuple[Layer, Layer]
    last: Points


Networks = Sequence[Weights]
"""Networks that were learned apart, whose scores are read together."""


def read_weights(text: str) -> Networks:
    """The networks in `text`."""
    networks: dict[str, dict[str, Table]] = {}
    table = Table()
    for line in text.splitlines():
        if line.startswith("["):
            number, title = line.strip("[]").split(" ", 1)
            table = networks.setdefault(number, {}).setdefault(title, Table())
        elif line and not line.startswith("#"):
            name, scale, packed = line.split("\t")
            table.packed[name] = float(scale), packed
    return [_network(tables) for tables in networks.values()]


def _network(tables: Mapping[str, Table]) -> Weights:
    """The network in these tables."""

    def rows(name: str, bias: str) -> Points:
        return points_of(tables[name].matrix(), tables[bias].matrix()[0])

    def layer(name: str) -> Layer:
        outer = points_of(tables[f"{name} outer"].matrix())
        return Layer(rows(f"{name} inner", f"{name} bias"), outer)

    return Weights(
        signs=tables["signs"],
        steps=tables["steps"],
        page=tables["page"],
        base=tables["base"].matrix()[0],
        first=(layer("first down"), layer("first up")),
        whole=rows("whole", "whole bias"),
        second=(layer("second down"), layer("second up")),
        last=rows("last", "last bias"),
    )


@cache
def learned() -> Networks:
    """The networks that come with the program."""
    return read_weights(files(__package__).joinpath("weights.tsv").read_text(encoding="utf-8"))
