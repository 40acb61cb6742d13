r"""What a reader sees of HTML, as a list that is equal for two texts that look the same.

A paragraph, a `<div>` and a line break are the same break here, `<b>` and `<strong>` are the same,
and white space counts only where it separates words.
"""

import re
from functools import lru_cache
from urllib.parse import unquote

from obverse.cards.from_html.node import Node
from obverse.cards.from_html.tree import parse_html

_SAME = {"strong": "b", "em": "i", "del": "s", "strike": "s", "ins": "u"}
_BREAKS = frozenset({"p", "div", "section"})
_BLOCKS = frozenset(
    "ul ol li blockquote pre h1 h2 h3 h4 h5 h6 hr table tr td th dl dt dd details summary "
    "figure figcaption caption".split()
)
_PASSED = frozenset("thead tbody tfoot wbr colgroup".split())
_SPACES = re.compile(r"[ \t\n\r\f\v\xa0]+")
# What may not be joined with the words beside it: a mark, and a space of another kind.
_APART = re.compile(r"[<\x1c-\x1f\x85\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
# `math` parts closing braces and trims math; neither changes what is typeset.
_IN_MATH = re.compile(r"(?<=\\[(\[])\s++|(?<!\s)\s++(?=\}|\\[)\]])")

_SHOWN = frozenset({"img", "input", "audio", "video", "source", "col"})
_MARKS = ("\n", "<", "/<")
_NO_STYLE: frozenset[str] = frozenset()

Piece = tuple[frozenset[str], str]


def visible(markup: str) -> list[Piece]:
    """Pieces of text with their styles, and marks of blocks (`<ul>`, `|` for a break)."""
    return of_tree(parse_html(markup))


def of_tree(root: Node) -> list[Piece]:
    """The same of a tree."""
    pieces: list[Piece] = []
    _walk(root, _NO_STYLE, pieces, is_code=False)
    return _without_breaks(_tidied(pieces))


def _walk(node: Node, style: frozenset[str], pieces: list[Piece], *, is_code: bool) -> None:
    for child in node.children:
        if isinstance(child, str):
            pieces += _of_text(child, style, is_code=is_code)
            continue
        tag = child.tag
        mark = _mark(child)
        if tag == "br" or tag in _BREAKS:
            is_box = mark != _bare_mark(tag)
            pieces.append((_NO_STYLE, mark if is_box else "\n"))
            _walk(child, style, pieces, is_code=is_code)
            pieces.append((_NO_STYLE, f"/{mark}" if is_box else "\n"))
        elif tag in _BLOCKS:
            pieces.append((_NO_STYLE, mark))
            _walk(child, style, pieces, is_code=tag == "pre")
            pieces.append((_NO_STYLE, f"</{tag}>"))
        elif tag in _SHOWN:
            pieces.append((style, mark))
            _walk(child, style, pieces, is_code=is_code)
        elif tag in _PASSED or mark in ("<span>", "<code>" if is_code else ""):
            _walk(child, style, pieces, is_code=is_code)
        elif is_code and tag == "span":
            _walk(child, style, pieces, is_code=True)
        else:
            _walk(child, style | {mark}, pieces, is_code=is_code)


def _of_text(text: str, style: frozenset[str], *, is_code: bool) -> list[Piece]:
    """Words with their style; the space between them has none."""
    if is_code:
        return [(style, text)]
    if not (style or _APART.search(text)):
        # Its words would be joined again.
        joined = _SPACES.sub(" ", text)
        return [(style, " "), (style, joined[1:])] if joined[:1] == " " else [(style, joined)]
    words = _SPACES.split(text)
    found: list[Piece] = []
    for number, word in enumerate(words):
        if number:
            found.append((_NO_STYLE, " "))
        if word:
            found.append((style, word))
    return found


def _mark(node: Node) -> str:
    """An element as a text; what is equal to a reader is equal here."""
    if not node.attributes and node.tag != "img":
        return _bare_mark(node.tag)
    attributes = dict(node.attributes)
    if node.tag == "img":
        attributes = {key: value for key, value in attributes.items() if key != "alt" or value}
        attributes["src"] = unquote(attributes.get("src", "")).removeprefix("media/")
        if "style" in attributes:  # cleaning writes spaces into it
            attributes["style"] = attributes["style"].replace(" ", "").rstrip(";")
        ratio = f"aspect-ratio:{attributes.get('width')}/{attributes.get('height')}"
        if attributes.get("style") == ratio:  # rendering adds it (`html.boxed`)
            del attributes["style"]
    if attributes.get("class") == "table" or (node.tag == "ol" and attributes.get("start") == "1"):
        attributes = {}
    if node.tag == "code":
        attributes.pop("class", None)
    told = "".join(f" {key}={value}" for key, value in sorted(attributes.items()))
    return f"<{_SAME.get(node.tag, node.tag)}{told}>"


@lru_cache
def _bare_mark(tag: str) -> str:
    """An element without attributes as a text."""
    return f"<{_SAME.get(tag, tag)}>"


def _tidied(pieces: list[Piece]) -> list[Piece]:
    """Join neighbours of the same style; drop spaces next to breaks and to spaces."""
    out: list[Piece] = []
    last_style, last = _NO_STYLE, "\n"  # as after a break
    after_mark = True
    for style, text in pieces:
        if not text or (out and text != "\n" and last[-1] in " \n" and text.isspace()):
            continue
        is_mark = text == "\n" or (text[0] == "<" and not style) or text.startswith("/<")
        if is_mark or after_mark or last_style != style:
            out.append((style, text))
            last_style, last = style, text
            after_mark = not style and text.startswith(_MARKS)
        else:
            last += text
            out[-1] = (style, last)
    return out


def _without_breaks(pieces: list[Piece]) -> list[Piece]:
    """Drop breaks next to blocks, and spaces next to either."""
    out: list[Piece] = []
    before_mark = True
    ends = len(pieces) - 1
    for number, (style, text) in enumerate(pieces):
        after_mark = number == ends or _is_mark(pieces[number + 1])
        if text == "\n":
            if before_mark or after_mark:
                continue
            stripped = _IN_MATH.sub("", text)
        else:
            stripped = text.lstrip(" ") if before_mark else text
            stripped = stripped.rstrip() if after_mark else stripped
            stripped = (
                _IN_MATH.sub("", stripped) if "\\" in stripped or "}" in stripped else stripped
            )
        if stripped:
            out.append((style, stripped))
            before_mark = _is_mark(out[-1])
    return out


def _is_mark(piece: Piece) -> bool:
    return not piece[0] and piece[1].startswith(_MARKS)
