"""Plain spans within a text: code, emphasis, links and pictures that can be read in only one way.

A text is read from left to right, as the rules would. Emphasis opens after a space and closes
before one (or before the end of a sentence) with nothing special in it, so that no other sign can
match it. What begins as a construct of an extension is read by the extension. If any piece is not
so plain, the rules get the whole text.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache

from markdown_it.token import Token

from obverse.languages.markdown.shortcuts.made import span, text_span

# The characters of CommonMark's inline rules. A rule is off only if its character is missing.
_SIGNS = "\\`*_~[<&"
PATH = r"[A-Za-z0-9_\-./]+"
ADDRESS = rf"https?://[a-z0-9\-]{{1,30}}(?:\.[a-z0-9\-]{{1,30}}){{1,6}}(?:/[A-Za-z0-9_\-./]*)?(?:\#[a-z0-9\-]+)?|{PATH}"
# Tag and sign, by the name of the group that holds the text between the signs.
_EMPHASIS = {
    "strong": ("strong", "**"),
    "strong_": ("strong", "__"),
    "em": ("em", "*"),
    "em_": ("em", "_"),
    "s": ("s", "~~"),
}
Spans = Callable[[str], list[Token] | None]
# Reads what begins at a place of a text: its tokens and the place after it, if it is plain.
PlainReader = Callable[[str, int], tuple[list[Token], int] | None]


@cache
def reader(starts: tuple[str, ...], plain: tuple[tuple[str, PlainReader], ...] = ()) -> Spans:
    """A function that returns the tokens of a text, or `None` if only the rules can read it.

    `starts` are what the extensions begin with, `plain` reads what begins with a character of
    theirs. One for all parsers: compiling its expressions takes as long as reading fifty cards
    with them.
    """
    special, match, readers = _special(starts), _piece(starts).match, dict(plain)

    def spans(content: str) -> list[Token] | None:
        if special.search(content) is None:
            if "\n" in content:
                return _lines(content)
            return [text_span(content)] if content else []
        made: list[Token] = []
        position, end = 0, len(content)
        while position < end:
            if found := match(content, position):
                position = found.end()
                _APPEND[found.lastgroup or ""](made, found)
                continue
            read = readers.get(content[position])
            more = read(content, position) if read else None
            if more is None:
                return None
            tokens, position = more
            made += tokens
        return made

    return spans


def _special(starts: Sequence[str]) -> re.Pattern[str]:
    """What plain text does not contain: a space at the end of a line means something too.

    A character class comes first, so that the text between is skipped at the speed of a search;
    what must follow the character, or precede it, comes after.
    """
    firsts = re.escape("".join(sorted({"\n", *_SIGNS, *(each[0] for each in starts)})))
    behind = (f"(?<={re.escape(each[0])}){re.escape(each[1:])}" for each in starts)
    ends = ("(?<= \n)", "(?<=\n)[ \t]", f"(?<=[{re.escape(_SIGNS)}])", *behind)
    return re.compile(f"[{firsts}](?:{'|'.join(ends)})")


def _piece(starts: Sequence[str]) -> re.Pattern[str]:
    """The next piece of a text; the last group that matched names it."""
    firsts = "".join(sorted({"!", *(each[0] for each in starts)} - {*_SIGNS}))
    never = "|".join(map(re.escape, (*starts, "![")))
    # What does not begin a span although its first character could, and what ends text.
    lone = rf"(?!{never})[{re.escape(firsts)}]"
    ends = re.escape(f"{_SIGNS}{firsts}\n")
    inside = rf"(?:[^{ends}]++|{lone})++"
    label = rf"(?:[^{ends}\]]++|(?!\]){lone})++"
    emphasis = "|".join(
        _emphasis(name, re.escape(sign), inside) for name, (_, sign) in _EMPHASIS.items()
    )
    return re.compile(
        rf"""
          (?P<text>(?:[^{ends}]++|{lone}|(?<=[^\W_])_(?=[^\W_])|(?<=[ ])\*(?=[ ])|(?<!~)~(?!~))++)
        | (?P<softbreak>(?<![ ])\n(?![ \t]))
        | (?<!`)`(?P<code>[^`\n ](?:[^`\n]*[^`\n ])?)`(?!`)
        | \[{label}\]\((?P<link>{ADDRESS})\)
        | !\[{label}\]\((?P<image>{PATH})\)
        | {emphasis}
        """,
        re.VERBOSE,
    )


def _emphasis(name: str, sign: str, inside: str) -> str:
    return rf"""
        (?:(?<![^ \n]){sign}(?=[^\s*_~])|(?<=\(){sign}(?=[^\W_]))
        (?P<{name}>{inside})
        (?:(?<=[^\s*_~]){sign}(?![^ \n])|(?<=[^\W_]){sign}(?=[.,;:?!)]))
    """


def _lines(content: str) -> list[Token]:
    children: list[Token] = []
    for line in content.split("\n"):
        if children:
            children.append(span("softbreak", "br"))
        if line:
            children.append(text_span(line))
    return children


def _append_text(made: list[Token], found: re.Match[str]) -> None:
    if made and made[-1].type == "text":
        made[-1].content += found[0]
    else:
        made.append(text_span(found[0]))


def _append_break(made: list[Token], _found: re.Match[str]) -> None:
    made.append(span("softbreak", "br"))


def _append_code(made: list[Token], found: re.Match[str]) -> None:
    made.append(span("code_inline", "code", 0, found["code"], "`"))


def _append_link(made: list[Token], found: re.Match[str]) -> None:
    address = found["link"]
    opening = span("link_open", "a", 1)
    opening.attrs = {"href": address}
    label = found[0][1 : -len(address) - 3]
    made += (opening, text_span(label, 1), span("link_close", "a", -1))


def _append_image(made: list[Token], found: re.Match[str]) -> None:
    path = found["image"]
    image = span("image", "img", 0, found[0][2 : -len(path) - 3])
    image.attrs = {"src": path, "alt": ""}
    image.children = [text_span(image.content)]
    made.append(image)


def _append_strong(made: list[Token], found: re.Match[str]) -> None:
    # Two signs are two tokens until they are paired, and one of each two stays as empty text.
    if not made or made[-1].type != "text":
        made.append(text_span(""))
    _append_emphasis(made, found)
    made.append(text_span(""))


def _append_emphasis(made: list[Token], found: re.Match[str]) -> None:
    name = found.lastgroup or ""
    tag, sign = _EMPHASIS[name]
    made += (
        span(f"{tag}_open", tag, 1, "", sign),
        text_span(found[name], 1),
        span(f"{tag}_close", tag, -1, "", sign),
    )


_APPEND: dict[str, Callable[[list[Token], re.Match[str]], None]] = {
    "text": _append_text,
    "softbreak": _append_break,
    "code": _append_code,
    "link": _append_link,
    "image": _append_image,
    "strong": _append_strong,
    "strong_": _append_strong,
    **dict.fromkeys(("em", "em_", "s"), _append_emphasis),
}
