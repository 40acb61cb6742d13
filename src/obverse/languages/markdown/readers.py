"""Read back: the HTML that an extension writes becomes its Markdown again.

An extension knows its own HTML by the classes that it writes. Who reads a field walks the elements,
and asks the extension of a class for the Markdown.
"""

from collections.abc import Callable, Sequence
from typing import Any, Protocol


class Element(Protocol):
    """An element of a field; `children` are elements and texts."""

    tag: str
    attributes: dict[str, str]
    children: list[Any]

    @property
    def text(self) -> str:
        """All text below it."""


class MarkdownWriter(Protocol):
    """Writes what is inside an element."""

    def line(self, children: Sequence[Any], /) -> str:
        """Inline Markdown, on one line."""

    def blocks(self, children: Sequence[Any], /) -> str:
        """Blocks of Markdown."""

    def define(self, number: int, text: str, /) -> None:
        """Keep the text of the footnote with this number for the end of the card."""

    def label(self, number: int, /) -> str:
        """The label of the footnote with this number."""


# The Markdown of an element, or nothing if it is not as the extension writes it.
MarkdownOf = Callable[[Element, MarkdownWriter], "str | None"]
