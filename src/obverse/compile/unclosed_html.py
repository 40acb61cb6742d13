"""Unclosed HTML: what another program would read on to the end of the file, cards included."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from obverse.compile.sections import Cut
from obverse.languages.markdown import Token
from obverse.languages.markdown.extensions import BEGINS_CARD
from obverse.values.diagnostic import Diagnostic, Severity
from obverse.values.source import Place, Source

_ENDS = {"<!--": "-->", "<?": "?>", "<![CDATA[": "]]>"}


class _Unclosed(NamedTuple):
    """HTML without its end; whether it begins a block that would run to the end of the file."""

    place: Place
    message: str
    hint: str
    is_block: bool


def unclosed_html(source: Source, whole: Cut) -> Iterator[Diagnostic]:
    """What is not closed, and comments that cards stand in."""
    found: list[_Unclosed] = []
    lines = whole.lines
    for token in whole.texts:
        if "<" in token.content:
            found += _in_text(source, token, lines)
    for token in whole.leaves:
        if token.type == "html_block":
            if "unclosed" in token.meta:
                found.append(_element(source, token, lines))
            elif token.content.lstrip().startswith("<!--"):
                yield from _commented_out(source, token, lines)
        elif token.type == "comment":
            yield from _commented_out(source, token, lines)
    if found:
        last = max((at for at, line in enumerate(lines, 1) if BEGINS_CARD.match(line)), default=0)
        for each in found:
            swallows = each.is_block and each.place.line < last
            severity = Severity.ERROR if swallows else Severity.WARNING
            yield Diagnostic(each.place, severity, each.message, "unclosed-html", each.hint)


def _in_text(source: Source, token: Token, lines: Sequence[str]) -> Iterator[_Unclosed]:
    number, end = token.map or (0, 0)
    column = 0
    for sign in (each.content for each in token.children or () if each.type == "unclosed_html"):
        while number < end - 1 and lines[number].find(sign, column) < 0:
            number, column = number + 1, 0
        at = max(lines[number].find(sign, column), 0)
        column = at + len(sign)
        begins = not lines[number][:at].strip()
        if begins or sign.startswith(("<!-", "<![")):
            hint = f"end it with `{_ENDS.get(sign, '>')}`, or write it as code, between backticks"
            message = f"`{sign}` is not closed in its card, and is shown as text"
            place = source.place(number + 1, at + 1, len(sign))
            yield _Unclosed(place, message, hint, begins and token.level == 1)


def _element(source: Source, token: Token, lines: Sequence[str]) -> _Unclosed:
    name, first = token.meta["unclosed"], (token.map or (0,))[0]
    taken = "the rest of the card is removed with it"
    taken = taken if name in ("script", "style") else "the rest of the card is inside it"
    place = source.place(first + 1, max(lines[first].find("<"), 0) + 1, len(name) + 1)
    message = f"`<{name}>` is not closed in its card, and {taken}"
    hint = f"end it with `</{name}>` above the next heading"
    return _Unclosed(place, message, hint, not token.level)


def _commented_out(source: Source, token: Token, lines: Sequence[str]) -> Iterator[Diagnostic]:
    first, end = token.map or (0, 0)
    cards = [at for at in range(first, end) if BEGINS_CARD.match(lines[at])]
    if cards:
        many = f"{len(cards)} cards are" if len(cards) > 1 else "a card is"
        message = f"{many} inside this comment, and left out"
        hint = "to leave out a card, write `#card/draft` in it; or end the comment above it"
        sign = "%%" if token.type == "comment" else "<!--"
        place = source.place(first + 1, max(lines[first].find(sign), 0) + 1, len(sign))
        # Right above a heading a comment is hardly an accident.
        between = "".join(lines[first : cards[0]]).strip()
        severity = Severity.INFO if between in ("<!--", "%%") else Severity.WARNING
        yield Diagnostic(place, severity, message, "commented-out-card", hint)
