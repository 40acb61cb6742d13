"""Strict HTML: the tree of markup that no parser could read in two ways, by one look at each tag.

Most of what is read is like that. Whatever is not is left to the parsers, which take ten times as
long; `tests/test_strict_html.py` holds this against them.
"""

import re
from functools import lru_cache
from html import unescape

from obverse.cards.from_html.node import DEEPEST_NODE, VOID_ELEMENTS, Node

# As the cleaner writes tags: in lower case, values in double quotes.
_TOKEN = re.compile(
    r"(?P<text>[^<]+)"
    r"|<(?P<tag>/[a-z][a-z0-9]*+|[a-z][a-z0-9]*+(?: [a-z][a-z0-9-]*+(?:=\"[^\"]*\")?)*+)>"
)
_ATTRIBUTE = re.compile(r" ([a-z][a-z0-9-]*)(?:=\"([^\"]*)\")?")
# The content of these is not markup.
_RAW = frozenset(
    "iframe noembed noframes noscript plaintext script style textarea title xmp".split()
)
_FORMATS = frozenset("b i u s em strong sub sup code".split())
_LISTS = frozenset({"ul", "ol"})
_ENDS_PARAGRAPH = frozenset({"div", "p", "li"}) | _LISTS
_KNOWN = _FORMATS | _ENDS_PARAGRAPH | {"br"}
_PICTURE = re.compile(r'img src="[A-Za-z0-9][\w.-]*"', re.ASCII)
_TEXT = re.compile(r"(?:[^&\x00]|&(?=\s)|&(?:[A-Za-z]{2,8}|#39);)++")
_DEEPEST = 30  # far from where a parser counts


def strict_tree(markup: str) -> Node | None:
    """The tree of markup in this form; nothing for any other."""
    root = Node("")
    stack, at = [root], 0
    for found in _TOKEN.finditer(markup):
        if found.start() != at:
            return None
        at = found.end()
        tag = found["tag"]
        if tag is None:
            _add_text(stack[-1], unescape(found[0]))
        elif tag[0] == "/":
            _end(stack, tag[1:])
        else:
            name, attributes = _opening(tag)
            if name in _RAW:
                return None
            if len(stack) <= DEEPEST_NODE:
                node = Node(name, dict(attributes))
                stack[-1].children.append(node)
                if name not in VOID_ELEMENTS:
                    stack.append(node)
    return root if at == len(markup) else None


def clean_tree(fragment: str) -> Node | None:
    """The tree of a fragment that cleaning leaves as it is; nothing where that is not evident.

    Its elements are known, bare and nested as they may be, so a parser moves and adds none (HTML
    13.2.6): no block is in a paragraph, and each item is directly in a list.
    """
    root = Node("")
    stack, at, in_paragraph = [root], 0, False
    for found in _TOKEN.finditer(fragment):
        if found.start() != at:
            return None
        at, tag, top = found.end(), found["tag"], stack[-1]
        if tag is None:
            if not _TEXT.fullmatch(found[0]):
                return None
            _add_text(top, unescape(found[0]))
        elif tag[0] == "/":
            if tag[1:] != top.tag:
                return None
            in_paragraph = in_paragraph and top.tag != "p"
            stack.pop()
        elif not _may_be_in(tag, top, in_paragraph=in_paragraph) or len(stack) > _DEEPEST:
            return None
        else:
            name, attributes = _opening(tag)
            node = Node(name, dict(attributes))
            top.children.append(node)
            if name not in VOID_ELEMENTS:
                stack.append(node)
            in_paragraph = in_paragraph or name == "p"
    return root if at == len(fragment) and len(stack) == 1 else None


def _may_be_in(tag: str, above: Node, *, in_paragraph: bool) -> bool:
    """Whether a parser leaves an element where it is written."""
    if tag not in _KNOWN:
        return bool(_PICTURE.fullmatch(tag))
    if tag == "li":
        return above.tag in _LISTS and not in_paragraph
    return not (in_paragraph and tag in _ENDS_PARAGRAPH)


def _add_text(node: Node, text: str) -> None:
    children = node.children
    if children and isinstance(children[-1], str):
        children[-1] += text
    else:
        children.append(text)


def _end(stack: list[Node], tag: str) -> None:
    for index in range(len(stack) - 1, 0, -1):
        if stack[index].tag == tag:
            del stack[index:]
            return


@lru_cache(maxsize=1 << 10)
def _opening(tag: str) -> tuple[str, dict[str, str]]:
    """The name and the attributes; those of the tree are copies."""
    name = tag.partition(" ")[0]
    attributes = {
        each[1]: unescape(each[2] or "")
        for each in _ATTRIBUTE.finditer(tag, len(name))
        if each[2] or each[1] not in ("class", "style")
    }
    return name, attributes
