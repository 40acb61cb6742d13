r"""What a reader sees of HTML, as a list that is equal for two texts that look the same.

A paragraph, a `<div>` and a line break are the same break here, `<b>` and `<strong>` are the same,
and white space counts only where it separates words.
"""

import re
from urllib.parse import unquote

from obverse.cards.from_html.tree import Node, parse_html

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

Piece = tuple[frozenset[str], str]


def visible(markup: str) -> list[Piece]:
    """Pieces of text with their styles, and marks of blocks (`<ul>`, `|` for a break)."""
    return of_tree(parse_html(markup))


def of_tree(root: Node) -> list[Piece]:
    """The same of a tree."""
    pieces: list[Piece] = []
    _walk(root, frozenset(), pieces, is_code=False)
    return _tidied(pieces)


def _walk(node: Node, style: frozenset[str], pieces: list[Piece], *, is_code: bool) -> None:
    for child in node.children:
        if isinstance(child, str):
            pieces += _of_text(child, style, is_code=is_code)
            continue
        mark = _mark(child)
        if child.tag in ("br", *_BREAKS):
            is_box = mark != _mark(Node(child.tag))
            pieces.append((frozenset(), mark if is_box else "\n"))
            _walk(child, style, pieces, is_code=is_code)
            pieces.append((frozenset(), f"/{mark}" if is_box else "\n"))
        elif child.tag in _BLOCKS:
            pieces.append((frozenset(), mark))
            _walk(child, style, pieces, is_code=child.tag == "pre")
            pieces.append((frozenset(), f"</{child.tag}>"))
        elif child.tag in ("img", "input", "audio", "video", "source", "col"):
            pieces.append((style, mark))
            _walk(child, style, pieces, is_code=is_code)
        elif child.tag in _PASSED or mark in ("<span>", "<code>" if is_code else ""):
            _walk(child, style, pieces, is_code=is_code)
        elif is_code and child.tag == "span":
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
            found.append((frozenset(), " "))
        if word:
            found.append((style, word))
    return found


def _mark(node: Node) -> str:
    """An element as a text; what is equal to a reader is equal here."""
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


def _tidied(pieces: list[Piece]) -> list[Piece]:
    """Join neighbours of the same style; drop spaces next to breaks, and breaks next to blocks."""
    out: list[Piece] = []
    for style, text in pieces:
        is_mark = text == "\n" or (text[:1] == "<" and not style) or text.startswith("/<")
        if not text or (text.isspace() and text != "\n" and out and _ends(out[-1])):
            continue
        if is_mark or _is_mark(out[-1:]):
            out.append((style, text))
        elif out[-1][0] == style:
            out[-1] = (style, out[-1][1] + text)
        else:
            out.append((style, text))
    return _without_breaks(out)


def _ends(piece: Piece) -> bool:
    return piece[1].endswith((" ", "\n"))


def _is_mark(last: list[Piece]) -> bool:
    return not last or (not last[0][0] and last[0][1].startswith(("\n", "<", "/<")))


def _without_breaks(pieces: list[Piece]) -> list[Piece]:
    out: list[Piece] = []
    for number, (style, text) in enumerate(pieces):
        after = pieces[number + 1 : number + 2]
        stripped = text
        if text != "\n" and _is_mark(out[-1:]):
            stripped = stripped.lstrip(" ")
        if text != "\n" and _is_mark(after):
            stripped = stripped.rstrip()
        if text == "\n" and (_is_mark(out[-1:]) or _is_mark(after)):
            continue
        stripped = _IN_MATH.sub("", stripped)
        if stripped:
            out.append((style, stripped))
    return out
