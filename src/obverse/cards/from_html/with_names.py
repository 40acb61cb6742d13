"""With names: the tree of a field in which files have the names that they get in the project."""

import re
from collections.abc import Mapping

from obverse.cards.from_html.node import Node

_SOUND = re.compile(r"\[sound:([^\]\n]{1,300})\]")
_SHOWN = ("src", "poster")


def with_names(node: Node, renamed: Mapping[str, str]) -> Node:
    """A copy of the tree with new names of files, by those in the field."""

    def sound(found: re.Match[str]) -> str:
        return f"[sound:{renamed.get(found[1], found[1])}]"

    attributes = {
        key: renamed.get(value, value) if key in _SHOWN else value
        for key, value in node.attributes.items()
    }
    children = [
        _SOUND.sub(sound, each) if isinstance(each, str) else with_names(each, renamed)
        for each in node.children
    ]
    return Node(node.tag, attributes, children)
