"""Misread text: deletions and bold text that their author meant and Markdown does not read."""

import re
from collections.abc import Iterator, Sequence

from obverse.compile.sections import Cut
from obverse.languages import cloze
from obverse.languages.markdown import Token
from obverse.machine.late import late
from obverse.values.diagnostic import Diagnostic, warning
from obverse.values.source import Place, Source

_CODE = late(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)|\$[^$\n]+\$", re.DOTALL)
# The star comes first, so that the text between is skipped at the speed of a search.
_WITHIN = late(r"\*(?<=[\w)\]]\*)\*?[\w(\[]")
_EMPHASES = ("em_open", "strong_open")
_FACTORS = late(r"[\w)\]][\w(\[][\w)\]][\w(\[]")
_SIGNS = ("*", "__")
_MARKS = ("~~", "==")  # are not read only next to what is not ASCII
_OPENINGS = ("{", "((c", "[[c", "\uff5b")
_STARS = late(r"(?<![*\\])(\*{1,3})(?![*\s])([^*\n]+?)(?<![*\s\\])\1(?!\*)")
_LINES = late(r"(?<![~=\\])(~~|==)(?![~=\s])([^~=\n]++)(?<![\s\\])\1(?![~=])")
_MEANT = {
    "*": ("i", "italic"),
    "**": ("b", "bold"),
    "***": ("b", "bold"),
    "~~": ("s", "struck out"),
    "==": ("mark", "a highlight"),
}
_SPACED = late(r"(?<![*\\\w])(\*\*)(?!\*)([^*\n]*)\*\*(?!\*)")
_LINED = late(r"(?<![_\\])__(?![_\s])([^_\n]++)(?<!\s)__(?!_)")


def misread_text(source: Source, whole: Cut) -> Iterator[Diagnostic]:
    """What is found in a source that is cut up."""
    text, lines = source.text, whole.lines
    braces = "{{" in text or "::" in text or "\uff5b" in text
    openings = [each for each in _OPENINGS if each in text] if braces else []
    signs = [each for each in _SIGNS if each in text]
    if not text.isascii():
        signs += [each for each in _MARKS if each in text]
    for token in _with_any(openings, whole.texts):
        yield from _deletions(source, token, lines)
    for token in _with_any(signs, whole.texts):
        yield from _emphases(source, token, lines)


def _with_any(signs: Sequence[str], texts: Sequence[Token]) -> list[Token]:
    """The texts that one of the signs is in, each once."""
    found = {id(each): each for sign in signs for each in texts if sign in each.content}
    return list(found.values())


def _emphases(source: Source, token: Token, lines: Sequence[str]) -> Iterator[Diagnostic]:
    """Signs of emphasis that are shown, or that are not and should be."""
    shown = "".join([each.content for each in token.children or () if each.type == "text"])
    if "*" in shown:
        yield from _bold(source, token, lines, _STARS)
    if ("~~" in shown or "==" in shown) and not token.content.isascii():
        yield from _bold(source, token, lines, _LINES)
    if "**" in shown:
        yield from _spaced(source, token, lines)
    if "__" in shown:
        yield from _lined(source, token, lines)
    if _WITHIN.search(token.content):
        yield from _products(source, token, lines)


def _deletions(source: Source, token: Token, lines: Sequence[str]) -> Iterator[Diagnostic]:
    written = _without_code(token.content)
    for at, misspelled, meant in cloze.misspelled(written):
        message = f"`{misspelled}` is not a deletion"
        place = _place(source, token, lines, misspelled, written.count("\n", 0, at))
        yield warning(place, "malformed-deletion", message, f"write `{meant}`")


def _spaced(source: Source, token: Token, lines: Sequence[str]) -> Iterator[Diagnostic]:
    """Bold text with a space within its stars."""
    written = _without_code(token.content)
    for found in _SPACED.finditer(written):
        inner = found[2].strip()
        is_power = found[2][:1] == found[2][-1:] == " " and written[: found.start()].strip()
        # Two that begin something: `f(**a, **b)`.
        begins = found[2][-1:] == " " and written[found.end() :][:1].isalnum()
        if is_power or begins or inner == found[2] or not any(map(str.isalpha, inner)):
            continue
        meant = token.content[found.start() : found.end()]
        message = f"`{meant}` is not read as bold: there is a space within the stars"
        below = written.count("\n", 0, found.start())
        place = _place(source, token, lines, meant, below)
        yield warning(place, "unread-bold", message, f"write `**{meant[2:-2].strip()}**`")


def _products(source: Source, token: Token, lines: Sequence[str]) -> Iterator[Diagnostic]:
    """Stars that multiply, and are read as emphasis: `2*3*4`."""
    for opening, inner, closing in _triples(token.children or ()):
        if opening.type not in _EMPHASES or inner.type != "text" or opening.markup[:1] != "*":
            continue
        meant = f"{opening.markup}{inner.content}{closing.markup}"
        at = token.content.find(meant)
        before, after = token.content[:at][-1:], token.content[at + len(meant) :][:1]
        factors = f"{before}{inner.content[:1]}{inner.content[-1:]}{after}"
        if at < 0 or not _FACTORS.fullmatch(factors) or not any(map(str.isdigit, factors)):
            continue
        message = f"the stars of `{before}{meant}{after}` are read as emphasis, and not shown"
        escaped = "\\*" * len(opening.markup)
        hint = (
            f"write `{before}{escaped}{inner.content}{escaped}{after}`, or write it as math or code"
        )
        place = _place(source, token, lines, meant, token.content.count("\n", 0, at))
        yield warning(place, "swallowed-stars", message, hint)


def _without_code(text: str) -> str:
    """The text with other characters in place of its code and math."""
    if "`" not in text and "$" not in text:
        return text
    return _CODE.sub(lambda found: "\0" * len(found[0]), text)


def _triples(tokens: Sequence[Token]) -> Iterator[tuple[Token, Token, Token]]:
    """Each three tokens in a row."""
    return zip(tokens, tokens[1:], tokens[2:], strict=False)


def _lined(source: Source, token: Token, lines: Sequence[str]) -> Iterator[Diagnostic]:
    """Bold text between two lines each, with a letter next to them on one side."""
    written = _without_code(token.content)
    for found in _LINED.finditer(written):
        before, after = written[: found.start()][-1:], written[found.end() :][:1]
        # With letters on both sides it is a name: `a__b__c`.
        if before.isalnum() == after.isalnum():
            continue
        meant = token.content[found.start() : found.end()]
        message = f"`{meant}` is not read as bold: a letter is next to it"
        below = written.count("\n", 0, found.start())
        place = _place(source, token, lines, meant, below)
        yield warning(place, "unread-bold", message, f"write `**{meant[2:-2]}**`")


def _bold(
    source: Source, token: Token, lines: Sequence[str], marks: re.Pattern[str]
) -> Iterator[Diagnostic]:
    """Text between signs that mean nothing where they are."""
    written = _without_code(token.content)
    for found in marks.finditer(written):
        before, after = written[: found.start()][-1:], written[found.end() :][:1]
        # A sign with a letter on the outer side and punctuation on the inner one means nothing
        # (CommonMark 6.2).
        opens = found[2][0].isalnum() or not before.isalnum()
        closes = found[2][-1].isalnum() or not after.isalnum()
        if (opens and closes) or (found[1] not in ("**", "***") and (before + after).isascii()):
            continue
        meant = token.content[found.start() : found.end()]
        inner, (tag, what) = meant.strip("*~="), _MEANT[found[1]]
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
