"""Fixes: one file each fixes one thing that is safe to fix; its docstring says what.

A fix goes from the lines of a file to its lines. It is idempotent, and leaves every line that it
does not change as it is, to the byte. Lines have no line endings; `fix` puts them back.
"""

from collections.abc import Callable
from dataclasses import dataclass

from obverse import drop_in

_PACKAGE = "obverse.check.fixes"


@dataclass(frozen=True, slots=True)
class Page:
    """A file's lines, which of them are text of cards, and where each card begins.

    `text` says of each line whether it is neither front matter nor code. `cards` are
    (first line, line after the last), from zero. `found` are (rule, line from zero) of what the
    parser found, `front_matter` is the number of lines of front matter.
    """

    lines: tuple[str, ...]
    text: tuple[bool, ...]
    cards: tuple[tuple[int, int], ...]
    found: frozenset[tuple[str, int]]
    front_matter: int


@dataclass(frozen=True, slots=True)
class Fix:
    """A fix: the new lines, which replace all lines of a page, and what it keeps of the cards.

    A line of `None` is left out; a line with line breaks in it becomes several. If it would change
    the words, tags, blocks (`shape`) or pin of a card that it says it `keeps`, the fix is not done.
    """

    fix: Callable[[Page], list[str | None]]
    keeps: tuple[str, ...] = ("front", "back", "tags", "pin", "shape")


def names() -> tuple[str, ...]:
    """The names of all fixes, in the order in which they are done."""
    return drop_in.names(_PACKAGE)


def get(name: str) -> Fix:
    """The fix with this name."""
    fix: Fix = drop_in.load(_PACKAGE, name, "FIX")
    return fix
