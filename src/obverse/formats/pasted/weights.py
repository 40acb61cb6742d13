"""The learned weights: a network whose numbers are rows of bytes, each row with a scale of its own.

A line that is not blank is in one of seven states. The file holds tables: a line `[table]`, then
`name TAB scale TAB bytes in base 64` for each row. Rows of `signs`, `steps` and `page` are named by
features; the others are matrices, a row for each number that comes out.
"""

from array import array
from base64 import b64decode
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
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
class Layer:
    """A gated layer in one direction: weights of what comes in, of its own state, and the bias."""

    inner: Matrix
    outer: Matrix
    bias: Vector


@dataclass(frozen=True, slots=True)
class Weights:
    """The rows of the features, the layers down and up the page, and what is between and after."""

    signs: Table
    steps: Table
    page: Table
    base: Vector
    first: tuple[Layer, Layer]
    whole: Matrix
    whole_bias: Vector
    second: tuple[Layer, Layer]
    last: Matrix
    last_bias: Vector


def read_weights(text: str) -> Weights:
    """The weights in `text`."""
    tables: dict[str, Table] = {}
    table = Table()
    for line in text.splitlines():
        if line.startswith("["):
            table = tables.setdefault(line.strip("[]"), Table())
        elif line and not line.startswith("#"):
            name, scale, packed = line.split("\t")
            table.packed[name] = float(scale), packed

    def layer(name: str) -> Layer:
        return Layer(
            tables[f"{name} inner"].matrix(),
            tables[f"{name} outer"].matrix(),
            tables[f"{name} bias"].matrix()[0],
        )

    return Weights(
        signs=tables["signs"],
        steps=tables["steps"],
        page=tables["page"],
        base=tables["base"].matrix()[0],
        first=(layer("first down"), layer("first up")),
        whole=tables["whole"].matrix(),
        whole_bias=tables["whole bias"].matrix()[0],
        second=(layer("second down"), layer("second up")),
        last=tables["last"].matrix(),
        last_bias=tables["last bias"].matrix()[0],
    )


@cache
def learned() -> Weights:
    """The weights that come with the program."""
    return read_weights(files(__package__).joinpath("weights.tsv").read_text(encoding="utf-8"))
