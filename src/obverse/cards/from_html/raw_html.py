"""Raw HTML: elements as they are, in Markdown."""

import re
from collections.abc import Callable, Mapping
from html import escape as html_escape

from obverse.cards.from_html.node import Node

_LINE_BREAKS = re.compile(r"[\t\n\r\f]+")
_CODE = frozenset({"script", "style"})
_EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_UNCHANGED: Mapping[str, str] = {}
VOID = frozenset("br img input wbr hr col source".split())


def opening_tag(node: Node, changed: Mapping[str, str] = _UNCHANGED) -> str:
    """The opening tag of an element, on one line, with some attributes changed."""
    told = "".join(
        f' {name}="{html_escape(_LINE_BREAKS.sub(" ", value))}"' if value else f" {name}"
        for name, value in (node.attributes | dict(changed)).items()
    )
    return f"<{node.tag}{told}>"


def serialised(
    node: Node, opened: Callable[[Node], str] = opening_tag, *, within: bool = False
) -> str:
    """HTML of a node without a blank line, which would end a block of HTML (CommonMark 4.6)."""
    if node.tag in VOID:
        return opened(node)
    parts = []
    for child in node.children:
        if isinstance(child, str) and node.tag in _CODE:
            parts.append(_EMPTY_LINES.sub("\n", child))
        elif isinstance(child, Node):
            parts.append(serialised(child, opened, within=within or node.tag == "pre"))
        else:
            text = html_escape(child, quote=False).replace("\xa0", "&nbsp;")
            is_code = within or node.tag == "pre"
            parts.append(
                text.replace("\n", "&#10;") if is_code else re.sub(r"[ \t\n\r\f\v]+", " ", text)
            )
    return f"{opened(node)}{''.join(parts)}</{node.tag}>"


def as_is(node: Node, opened: Callable[[Node], str]) -> str:
    """HTML of a node with its white space."""
    inner = "".join(
        html_escape(child, quote=False).replace("\xa0", "&nbsp;")
        if isinstance(child, str)
        else as_is(child, opened)
        for child in node.children
    )
    return opened(node) + ("" if node.tag in VOID else f"{inner}</{node.tag}>")
