"""Shapes of cards: one file each says which lines of a note are cards, and what is in them.

A shape is named by a word of `cards` (`shapes/question_mark.py` is `question-mark`). It goes by
lines: all that it finds is written as `##` sections (`write_cards`), which the one cutter of
sections reads as it reads those of a file made for cards. So a text says the same in every shape,
and nothing after the cutter knows of shapes.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from obverse import drop_in
from obverse.compile.found import FoundCard, MarkFault, NotePage
from obverse.values.card_settings import CardSettings

__all__ = ["FoundCard", "MarkFault", "NotePage", "Shape", "all_shapes", "get", "names"]

_PACKAGE = "obverse.compile.shapes"


class Shape(NamedTuple):
    """A shape: the text that a source must have for it, what it finds, and how it is spoken of.

    `signs` are texts of which a source must have one. `about` names one of what it reads, and
    `looks_like` says of a line, with what holds no mark hidden (`masked`), whether it may be meant
    so; of two shapes that a line looks like it is the one of the lower `rank`. One that stands
    `alone` is read with no other. With `is_word` it is read only where `cards` names it.
    """

    signs: Callable[[CardSettings], Sequence[str]]
    find: Callable[[NotePage], Iterator[FoundCard | MarkFault]]
    about: str = ""
    looks_like: Callable[[str], object] | None = None
    rank: int = 0
    alone: bool = False
    is_word: bool = True


def names() -> tuple[str, ...]:
    """The names of all shapes."""
    return drop_in.names(_PACKAGE)


def get(name: str) -> Shape:
    """The shape with this name."""
    shape: Shape = drop_in.load(_PACKAGE, name, "SHAPE")
    return shape


def all_shapes() -> Mapping[str, Shape]:
    """All shapes by name."""
    return drop_in.load_all(_PACKAGE, "SHAPE")
