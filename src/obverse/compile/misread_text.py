"""Misread text: deletions and bold text that their author meant and Markdown does not read."""

import re
from collections.abc import Iterator, Sequence

from obverse.languages import cloze
from obverse.languages.markdown import Token
from obverse.values.diagnostic import Diagnostic, warning
from obverse.values.source import Place, Source

_CODE = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)|\$[^$\n]+\$", re.DOTALL)
_STARS = re.compile(r"(?<![*\\])(\*{1,3})(?![*\s])([^*\n]+?)(?<![*\s\\])\1(?!\*)")


def misread_text(
    source: Source, tokens: Sequence[Token], lines: Sequence[str]
) -> Iterator[Diagnostic]:
    """What is found in a file, of which these are the tokens and the lines."""
    text = source.text
    braces = "{{" in text or "::" in text
    if not braces and "*" not in text:
        return
    for token in tokens:
        if token.type != "inline" or not token.map:
            continue
        if braces and "{" in token.content:
            yield from _deletions(source, token, lines)
        if "*" in token.content and token.children:
            yield from _bold(source, token, lines)


def _deletions(source: Source, token: Token, lines: Sequence[str]) -> Iterator[Diagnostic]:
    written = _CODE.sub(lambda found: "\0" * len(found[0]), token.content)
    for at, misspelled, meant in cloze.misspelled(written):
        message = f"`{misspelled}` is not a deletion"
        place = _place(source, token, lines, misspelled, written.count("\n", 0, at))
        yield warning(place, "malformed-deletion", message, f"write `{meant}`")


def _bold(source: Source, token: Token, lines: Sequence[str]) -> Iterator[Diagnostic]:
    shown = any(each.type == "text" and "*" in each.content for each in token.children or ())
    if not shown or "\\*" in token.content:
        return
    written = _CODE.sub(lambda found: "\0" * len(found[0]), token.content)
    for found in _STARS.finditer(written):
        before, after = written[: found.start()][-1:], written[found.end() :][:1]
        # A star with a letter on the outer side and punctuation on the inner one means nothing
        # (CommonMark 6.2).
        opens = found[2][0].isalnum() or not before.isalnum()
        closes = found[2][-1].isalnum() or not after.isalnum()
        if (opens and closes) or (len(found[1]) == 1 and (before + after).isascii()):
            continue
        meant = token.content[found.start() : found.end()]
        inner, tag, what = meant.strip("*"), "b", "bold"
        if len(found[1]) == 1:
            tag, what = "i", "italic"
        message = f"`{meant}` is not read as {what}: it has punctuation inside and a letter outside"
        hint = f"put a space on the outer sides, or write `<{tag}>{inner}</{tag}>`"
        below = written.count("\n", 0, found.start())
        yield warning(_place(source, token, lines, meant, below), "unread-bold", message, hint)


def _place(
    source: Source, token: Token, lines: Sequence[str], written: str, below: int = 0
) -> Place:
    """Where in the lines of a text this is written, from the line `below` its first on."""
    first, end = token.map or (0, 1)
    for number in range(first + below, end):
        if (at := lines[number].find(written)) >= 0:
            return source.place(number + 1, at + 1, len(written))
    return source.place(first + below + 1)
