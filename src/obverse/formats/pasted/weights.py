"""The learned weights: one name on each line, with a number for each state or step, read once.

A line that is not blank is in one of seven states; a page is of one of twenty-four kinds, which are
all combinations of three traits.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Final

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
TRAITS: Final = (
    ("one", "mostly one", "more"),
    ("asks not", "asks some", "asks most", "asks all"),
    ("short", "long"),
)
KINDS: Final = tuple(product(*TRAITS))


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of each name: `signs` one for each state, `steps` one for each step.

    `habits`, `paces` and `pages` depend on a trait of the kind of page: one for each state, one for
    each step, and one for the page; `habits` and `pages` are by trait and name.
    """

    signs: dict[str, list[float]]
    steps: dict[str, list[float]]
    habits: dict[str, list[float]]
    paces: dict[str, list[float]]
    pages: dict[str, list[float]]


TABLES: Final = ("signs", "steps", "habits", "paces", "pages")


def read_weights(text: str) -> Weights:
    """The weights in `text`: a line `[table]` before each table, then `name TAB number ...`."""
    tables: dict[str, dict[str, list[float]]] = {name: {} for name in TABLES}
    table: dict[str, list[float]] = {}
    for line in text.splitlines():
        if line.startswith("["):
            table = tables[line.strip("[]")]
        elif line and not line.startswith("#"):
            name, numbers = line.split("\t")
            table[name] = [float(number) for number in numbers.split()]
    return Weights(**tables)


@cache
def learned() -> Weights:
    """The weights that come with the program."""
    return read_weights(files(__package__).joinpath("weights.tsv").read_text(encoding="utf-8"))
