r"""What evident Markdown shows, without a parser: most of what is written of a field is evident.

Paragraphs with hard breaks, and tight lists of single lines, of words with signs that mean nothing
between them, bold, italics and math between spaces, elements within a line; code without a language
and HTML on a line of its own. `tests/test_evident.py` holds this against Markdown.
"""

import re
from functools import lru_cache
from itertools import pairwise

from obverse.cards.from_html.node import Node
from obverse.cards.from_html.strict import strict_tree
from obverse.languages import cloze, html, math, math_commands

# Letters of scripts that are written from left to right, digits, and signs that are only text.
_LETTER = r"A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0391-\u03c9\u0410-\u044f"
_CJK = r"\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3"
_WORD = rf"[{_LETTER}{_CJK}]"
# Signs within a text, some only where nothing can follow that gives them a meaning.
_TEXT = (
    rf"(?:[{_LETTER}{_CJK} ,.;'\"?()/°–—…·×→“”‘’-]|!(?!\[)|:(?=[ {_LETTER}])|(?<= )[&<>+=%](?= ))"
)
_MEANT = rf"(?:{_TEXT}|&nbsp;(?=\S)|\\[.#*](?= ?\S))"  # also signs that are written so to be text
_INNER = rf"{_WORD}(?:{_TEXT}*{_WORD})?"
_EMPHASIS = (
    rf"(?P<mark>\*\*?)(?P<inner>{_INNER}(?:(?![^ ,.;?!):*])|[?.!](?=\*+(?: |$))))(?P=mark)"
    r"(?![^ ,.;?!):])"
)
_CODE = r"`(?P<code>[A-Za-z0-9_](?:[A-Za-z0-9_ ().,=-]*[A-Za-z0-9_()])?)`(?!`)"
_PICTURE = r"!\[\]\(media/(?P<picture>[a-z0-9][a-z0-9.-]*\.(?:png|jpg|gif))\)"
_MATH = (
    r"\$(?P<math>[A-Za-z0-9\\](?:[A-Za-z0-9 ^_+=,.()/{}-]|\\(?=[A-Za-z]))*(?<=[A-Za-z0-9)}]))\$"
    r"(?![^ ,.;?!):])"
)
_ELEMENT = (
    rf"(?P<element><(?P<tag>u|sub|sup|b|i|s|em|strong|span)(?: style=\"[\w:;#,.%() -]+\")?>)"
    rf"(?P<within>{_INNER}[?.!]?)</(?P=tag)>"
)
_PIECES = (
    rf"(?P<text>{_MEANT}+)|(?<![^ (]){_EMPHASIS}|(?<![^ (]){_CODE}|{_PICTURE}|(?<![^ (]){_MATH}"
    rf"|{_ELEMENT}"
)
_PIECE = re.compile(
    rf"{_PIECES}|(?P<deletion>{cloze.PLAIN}{_WORD}(?:{_TEXT}*{_WORD})?\}}\}})(?!\}})"
)
_BEGINNING = re.compile(
    rf"(?:\*\*?)?[\"“(]?{_WORD}|!\[|`[A-Za-z0-9_]|\\[#*]|\$[A-Za-z0-9\\]|<[a-z]++[^<>]*+>{_WORD}"
    rf"|{cloze.BEGUN}"
)
_NUMBER = re.compile(r"[0-9]+[.)]")
_ITEM = re.compile(r"(?:-|([1-9][0-9]?)\.) (?=\S)")
_FENCE = re.compile(rf"```\n((?:[{_LETTER}{_CJK} ,.;:=+?!'\"/()-]*\n)*)```")
_BLOCK = re.compile(r"<(?:table|div)(?: style=\"[^\"]*\")?>[^\n]*")
_MEANS_MORE = re.compile(r"[\\$\[]|::|\{\{|\}\}|&(?!nbsp;)| (?!style)[a-z]+=")
_ESCAPED = re.compile(r"\\([.#*])")
_TAGS = {"**": "strong", "*": "em"}
_LISTS = ("ul", "ol")
_HARD_BREAK = "\\\n"


def evident_tree(text: str, heading: str | None = None, *, is_cloze: bool) -> Node | None:
    """The tree of the HTML that the text below a heading is rendered to, if it is evident.

    With a `heading` what it shows comes before, as a paragraph. With `is_cloze` a `{{c1::..}}` is
    a deletion.
    """
    blocks: list[Node | str] = []
    if heading is not None:
        first = _line(heading, is_cloze=is_cloze) if _BEGINNING.match(heading) else None
        if first is None:
            return None
        blocks.append(Node("p", {}, first))
    made = [_block(block, is_cloze=is_cloze) for block in text.split("\n\n")] if text else []
    if None in made or any(one and two and _is_near(one, two) for one, two in pairwise(made)):
        return None
    for each in made:
        blocks += ("\n", each) if each else ()
    return Node("", {}, blocks)


def _block(text: str, *, is_cloze: bool) -> Node | None:
    if text.startswith("<") and (found := _BLOCK.fullmatch(text)):
        return _html(found[0])
    if text.startswith("```"):
        code = _FENCE.fullmatch(text)
        return Node("pre", {}, [code[1]]) if code else None
    return (_list if _ITEM.match(text) else _paragraph)(text, is_cloze=is_cloze)


def _is_near(one: Node, two: Node) -> bool:
    """Whether two lists would be one."""
    return one.tag in _LISTS and two.tag in _LISTS


def _html(line: str) -> Node | None:
    """A block of HTML that is on a line of its own."""
    if _MEANS_MORE.search(line) or html.clean(line) != line:
        return None
    tree = strict_tree(line)
    only = tree.children[0] if tree and len(tree.children) == 1 else None
    return only if isinstance(only, Node) else None


def _paragraph(text: str, *, is_cloze: bool) -> Node | None:
    children: list[Node | str] = []
    for line in text.split(_HARD_BREAK):
        if not _BEGINNING.match(line) or _NUMBER.match(line):
            return None
        if (made := _line(line, is_cloze=is_cloze)) is None:
            return None
        children += (Node("br"), "\n", *made) if children else made
    return Node("p", {}, children)


def _list(text: str, *, is_cloze: bool) -> Node | None:
    items: list[Node | str] = []
    kind = ""
    for number, line in enumerate(text.split("\n"), start=1):
        found = _ITEM.match(line)
        if not found or (found[1] and found[1] != str(number)):
            return None
        tag, content = "ol" if found[1] else "ul", line[found.end() :]
        if kind not in ("", tag) or not _BEGINNING.match(content) or _NUMBER.match(content):
            return None
        if (made := _line(content, is_cloze=is_cloze)) is None:
            return None
        kind = tag
        items.append(Node("li", {}, made))
    return Node(kind, {}, items)


def _line(text: str, *, is_cloze: bool) -> list[Node | str] | None:
    """What a line shows; it begins with a word, and neither it nor a sign in it ends in a space."""
    if text.endswith(" "):
        return None
    made: list[Node | str] = []
    at = 0
    for found in _PIECE.finditer(text):
        if found.start() != at:
            return None
        piece = None if found["deletion"] and not is_cloze else _piece(found)
        if piece is None:
            return None
        made.append(piece)
        at = found.end()
    return made if at == len(text) else None


def _piece(found: re.Match[str]) -> Node | str | None:  # noqa: PLR0911  # a form, a return
    match found.lastgroup:
        case "text":
            return _ESCAPED.sub(r"\1", found["text"]).replace("&nbsp;", "\xa0")
        case "code":
            return Node("code", {}, [found["code"]])
        case "picture":
            return Node("img", {"src": found["picture"]})
        case "math":
            return _math(found["math"])
        case "within":
            return _element(found["element"], found["tag"], found["within"])
        case "deletion":
            return found["deletion"]
        case _:
            return Node(_TAGS[found["mark"]], {}, [found["inner"]])


def _math(tex: str) -> str | None:
    is_plain = "{{" not in tex and "}}" not in tex and not math.unbalanced(tex)
    return f"\\({tex}\\)" if is_plain and not math_commands.tamed(tex)[1] else None


@lru_cache
def _stays(opening: str, tag: str) -> bool:
    """Whether cleaning leaves an element as it is."""
    element = f"{opening}x</{tag}>"
    return html.clean(element) == element


def _element(opening: str, tag: str, text: str) -> Node | None:
    if not _stays(opening, tag):
        return None
    style = opening.partition('"')[2].rpartition('"')[0]
    return Node(tag, {"style": style} if style else {}, [text])
