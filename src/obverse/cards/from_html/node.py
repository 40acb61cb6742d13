"""A node: an element of the HTML of a field, as a small tree."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Union

DEEPEST_NODE = 60
VOID_ELEMENTS = frozenset("area base br col embed hr img input link meta source track wbr".split())


@dataclass(slots=True)
class Node:
    """An element; `children` are nodes and texts. The root's tag is empty."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Union["Node", str]] = field(default_factory=list)

    def nodes(self) -> Iterator["Node"]:
        """This element and everything below it."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.nodes()

    @property
    def text(self) -> str:
        """All text below it; a line break is one."""
        return "".join(
            child if isinstance(child, str) else "\n" if child.tag == "br" else child.text
            for child in self.children
        )
