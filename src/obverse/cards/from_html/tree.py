"""The HTML of a field as a small tree, cleaned like rendered fields, and what cleaning removed.

Shape: a `Node` has children that are nodes or texts. Elements that HTML no longer has become
what replaced them before cleaning, so that a red `<font>` stays red.
"""

import re
from collections import Counter
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser

from obverse.cards.from_html.node import DEEPEST_NODE, VOID_ELEMENTS, Node
from obverse.cards.from_html.strict import clean_tree, strict_tree
from obverse.cards.kept_html import CLEAN, KeptHtml
from obverse.languages import html, spelled_math

_FONT = re.compile(r"<font\b([^<>]*+)>", re.IGNORECASE)
_MATH = re.compile(r"<(/?)(anki-mathjax)\b([^<>]*+)>", re.IGNORECASE)
_FONT_END = re.compile(r"</font\s*>", re.IGNORECASE)
_STYLE = re.compile(r"""\sstyle\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE)
_COLOUR = re.compile(r"""\bcolor\s*+=\s*+["']?([#\w(),.%-]++)["'\s>]""", re.IGNORECASE)
_RENAMED = re.compile(
    r"<(/?)(center|strike|tt|big|acronym|anki-mathjax)\b([^<>]*+)>", re.IGNORECASE
)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*+)[^<>]*+>")
# Markup without attributes, comments, and elements whose content is no markup.
_BARE = re.compile(
    r"(?:[^<]|</?(?:[abipqsu]|br|div|li|[ou]l|t[dhr]|h[1-6]|sub|sup|strong|em|pre|code|table|tbody)>)*",
    re.IGNORECASE,
)
_BARE_TAG = re.compile(r"<([a-z0-9]+)>", re.IGNORECASE)
_SELF_CLOSING = VOID_ELEMENTS | frozenset("p li td th tr dd dt option rp rt tbody thead".split())
_LIST = re.compile(r"<[ou]l\b", re.IGNORECASE)
_MOST_NESTED = 250
# Elements that do not change what a reader sees.
_SILENT_TAGS = frozenset("html head body meta title o:p font tbody".split())
_SILENT = re.compile(r"id|data-.*|aria-.*|role|rel|target|tabindex|contenteditable|xmlns.*|v:.*")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The tree, and the names of what was removed: `<script>`, `onclick`, `float`."""

    root: Node
    lost: tuple[str, ...]


def cleaned(fragment: str, keep: KeptHtml = CLEAN) -> Cleaned:
    """The tree of a fragment of any HTML, however broken."""
    if not keep.styles and "<" in fragment:
        fragment = _FONT_END.sub("", _FONT.sub("", _TAG.sub(_without_style, fragment)))
    if "<" not in fragment and "&" not in fragment:
        return Cleaned(Node("", {}, [fragment] if fragment else []), ())
    if simple := clean_tree(fragment):
        return Cleaned(_with_lists(simple) if _LIST.search(fragment) else simple, ())
    prepared = _MATH.sub(_renamed, fragment) if keep.trust else _replaced(fragment)
    if prepared.count("<") > _MOST_NESTED < _depth(prepared):
        # The parser takes time quadratic in the depth; no editor makes such a field.
        text = " ".join(unescape(_TAG.sub(" ", prepared)).split())
        return Cleaned(Node("", {}, [text]), (f"elements nested {_MOST_NESTED} deep",))
    kept = html.clean_all(prepared) if keep.trust else html.clean(prepared)
    lost = tuple(sorted(_names(prepared) - _names(kept))) if prepared != kept else ()
    return Cleaned(parse_html(kept), lost)


def _replaced(fragment: str) -> str:
    """The fragment with what replaced the elements that HTML no longer has."""
    return _FONT_END.sub("</span>", _RENAMED.sub(_renamed, _FONT.sub(_span, fragment)))


def _without_style(found: re.Match[str]) -> str:
    """A tag without its style, but for cells, whose style aligns them, and pictures with a size."""
    is_kept = found[2].lower() in ("td", "th", "img", "video")
    return found[0] if is_kept else _STYLE.sub("", found[0])


def parse_html(markup: str) -> Node:
    """The tree of clean HTML. Elements nested deeper than `DEEPEST` move up a level."""
    root = strict_tree(markup) or parsed_tree(markup)
    if _LIST.search(markup):
        root = _with_lists(root)
    if spelled_math.GAP in markup:
        _join_code(root)
    return root


def parsed_tree(markup: str) -> Node:
    """The tree of any HTML, as it is written."""
    builder = _Builder()
    builder.feed(markup)
    builder.close()
    return builder.stack[0]


def _join_code(root: Node) -> None:
    """Drop from code the elements that keep its text from being read as math."""
    for code in (each for each in root.nodes() if each.tag in ("code", "pre")):
        for node in code.nodes():
            joined: list[Node | str] = []
            for child in node.children:
                if isinstance(child, str) and joined and isinstance(joined[-1], str):
                    joined[-1] += child
                elif isinstance(child, str) or child != Node("span"):
                    joined.append(child)
            node.children = joined


def _with_lists(root: Node) -> Node:
    """The tree, with each list that is next to list items, as Anki nests it, in the item above."""
    for node in root.nodes():
        rows: list[Node | str] = []
        for child in node.children if node.tag in ("ul", "ol") else ():
            before = rows[-1] if rows else ""
            if isinstance(child, Node) and child.tag in ("ul", "ol") and isinstance(before, Node):
                before.children.append(child)
            elif isinstance(child, Node) or child.strip():
                rows.append(child)
        if rows:
            node.children = rows
    return root


def _depth(markup: str) -> int:
    """The greatest depth of elements, not counting those that HTML closes by itself."""
    depth = deepest = 0
    for found in _TAG.finditer(markup):
        if found[2].lower() not in _SELF_CLOSING:
            depth = max(depth + (-1 if found[1] else 1), 0)
            deepest = max(deepest, depth)
    return deepest


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack = [Node("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len(self.stack) > DEEPEST_NODE:
            return
        node = Node(tag, {n: v or "" for n, v in attrs if v or n not in ("class", "style")})
        self.stack[-1].children.append(node)
        if tag not in VOID_ELEMENTS:
            self.stack.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        for index in range(len(self.stack) - 1, 0, -1):
            if self.stack[index].tag == tag:
                del self.stack[index:]
                return

    def handle_data(self, data: str) -> None:
        children = self.stack[-1].children
        if children and isinstance(children[-1], str):
            children[-1] += data
        else:
            children.append(data)


class _Names(HTMLParser):
    """Counts elements, attributes and style properties."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SILENT_TAGS:
            self.found[f"<{tag}>"] += 1
        for name, value in attrs:
            if name == "style":
                properties = (part.partition(":")[0].strip() for part in (value or "").split(";"))
                self.found.update(each for each in properties if each)
            elif not _SILENT.fullmatch(name):
                self.found[name] += 1


def _names(markup: str) -> Counter[str]:
    if _BARE.fullmatch(markup):
        tags = map(str.lower, _BARE_TAG.findall(markup))
        return Counter(f"<{tag}>" for tag in tags if tag not in _SILENT_TAGS)
    names = _Names()
    # No tag ends after the last `>`; the parser would look for its end from every `<`.
    names.feed(markup[: markup.rfind(">") + 1])
    names.close()
    return names.found


def _span(found: re.Match[str]) -> str:
    colour = _COLOUR.search(found[1] + ">")
    rest = " face" if re.search(r"\bface\b", found[1], re.IGNORECASE) else ""
    rest += " size" if re.search(r"\bsize\b", found[1], re.IGNORECASE) else ""
    return f'<span style="color: {colour[1]}"{rest}>' if colour else f"<span{rest}>"


def _renamed(found: re.Match[str]) -> str:
    end, tag, rest = found[1], found[2].lower(), found[3]
    if tag == "anki-mathjax":
        block = "block" in rest and "false" not in rest
        return (r"\]" if block else r"\)") if end else (r"\[" if block else r"\(")
    new, style = {
        "center": ("div", "text-align: center"),
        "strike": ("s", ""),
        "tt": ("code", ""),
        "big": ("span", "font-size: larger"),
        "acronym": ("abbr", ""),
    }[tag]
    return f"</{new}>" if end else f'<{new} style="{style}">' if style else f"<{new}{rest}>"
