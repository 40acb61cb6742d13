"""Plain spans within a text: code, emphasis, links and pictures that can be read in only one way.

A text is read from left to right, as the rules would. Emphasis opens after a space and closes
before one (or before the end of a sentence) with nothing special in it, so that no other sign can
match it. If any piece is not so plain, the rules get the whole text.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache

from markdown_it.token import Token

from obverse.languages.markdown.shortcuts.made import span

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


@cache
def reader(starts: tuple[str, ...]) -> Spans:
    """A function that returns the tokens of a text, or `None` if only the rules can read it.

    `starts` are what the extensions begin with. One for all parsers: compiling its expressions
    takes as long as reading fifty cards with them.
    """
    special, piece = _special(starts), _piece(starts)

    def spans(content: str) -> list[Token] | None:
        if special.search(content) is None:
            return _plain(content)
        made: list[Token] = []
        position, end = 0, len(content)
        while position < end:
            found = piece.match(content, position)
            if found is None:
                return None
            position = found.end()
            _append(made, found.lastgroup or "", found)
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
    inside = rf"(?:[^{ends}]|{lone})++"
    label = rf"(?:[^{ends}\]]|(?!\]){lone})++"
    emphasis = "|".join(
        _emphasis(name, re.escape(sign), inside) for name, (_, sign) in _EMPHASIS.items()
    )
    return re.compile(
        rf"""
          (?P<text>(?:[^{ends}]|{lone}|(?<=[^\W_])_(?=[^\W_])|(?<=[ ])\*(?=[ ])|(?<!~)~(?!~))++)
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


def _plain(content: str) -> list[Token]:
    if "\n" not in content:
        return [span("text", content=content)] if content else []
    children: list[Token] = []
    for line in content.split("\n"):
        if children:
            children.append(span("softbreak", "br"))
        if line:
            children.append(span("text", content=line))
    return children


def _append_text(made: list[Token], content: str) -> None:
    if made and made[-1].type == "text":
        made[-1].content += content
    else:
        made.append(span("text", content=content))


def _append(made: list[Token], name: str, found: re.Match[str]) -> None:
    text = found[name]
    if name == "text":
        _append_text(made, text)
    elif name == "softbreak":
        made.append(span("softbreak", "br"))
    elif name == "code":
        made.append(span("code_inline", "code", content=text, markup="`"))
    elif name == "link":
        opening = span("link_open", "a", 1)
        opening.attrs = {"href": text}
        label = found[0][1 : -len(text) - 3]
        made += (opening, span("text", level=1, content=label), span("link_close", "a", -1))
    elif name == "image":
        image = span("image", "img", content=found[0][2 : -len(text) - 3])
        image.attrs = {"src": text, "alt": ""}
        image.children = [span("text", content=image.content)]
        made.append(image)
    else:
        _append_emphasis(made, name, text)


def _append_emphasis(made: list[Token], name: str, content: str) -> None:
    tag, sign = _EMPHASIS[name]
    if tag == "strong":
        # Two signs are two tokens until they are paired, and one of each two stays as empty text.
        _append_text(made, "")
    made += (
        span(f"{tag}_open", tag, 1, 0, "", sign),
        span("text", level=1, content=content),
        span(f"{tag}_close", tag, -1, 0, "", sign),
    )
    if tag == "strong":
        _append_text(made, "")
