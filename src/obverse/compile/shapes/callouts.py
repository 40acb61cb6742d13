"""A callout is a card: `> [!card] question`, and its body is the answer."""

import re
from collections.abc import Iterator, Sequence

from obverse.compile.marks import at_end
from obverse.compile.note_lines import LineKind
from obverse.compile.shapes import FoundCard, MarkFault, NotePage, Shape
from obverse.languages import pin
from obverse.machine.late import late
from obverse.values.card_settings import CardSettings

_HEAD = late(r" {0,3}> ?\[!([A-Za-z][\w-]*)(?:\|[^\]]*)?\][+-]?(?:[ \t]+(.*))?")
_QUOTE = late(r" {0,3}> ?")


def _signs(settings: CardSettings) -> Sequence[str]:
    return tuple(f"[!{name}" for name in settings.callouts)


def _find(page: NotePage) -> Iterator[FoundCard | MarkFault]:
    lines = page.lines
    at = 0
    while at < len(lines.lines):
        head = _HEAD.fullmatch(lines.lines[at]) if lines.kinds[at] is LineKind.QUOTE else None
        begins = at == 0 or lines.kinds[at - 1] is not LineKind.QUOTE
        if not head or not begins or head[1].casefold() not in page.settings.callouts:
            at += 1
            continue
        end = at + 1
        while end < len(lines.lines) and lines.kinds[end] is LineKind.QUOTE:
            end += 1
        yield _card(page, at, end, head)
        at = end


def _card(page: NotePage, first: int, end: int, head: re.Match[str]) -> FoundCard | MarkFault:
    text, mark = at_end((head[2] or "").strip(), page.settings)
    if not text:
        written = head[0].strip()
        message = "a callout without a question is not a card"
        return MarkFault(
            first, written, "malformed-card-skipped", message, "write it after the `]`"
        )
    body = tuple((at, _QUOTE.sub("", line, count=1)) for at, line in page.written(first + 1, end))
    name, after = _pin(page, end)
    tags = tuple((each, first) for each in mark.tags)
    question = ((first, text),)
    return FoundCard(
        first, after, question, answer=body, kinds=mark.kinds, tags=tags, pin=name, separates=True
    )


def _pin(page: NotePage, end: int) -> tuple[str, int]:
    """The id on a line of its own below a callout, and the line after it."""
    lines = page.lines.lines
    for at in range(end, min(end + 2, len(lines))):
        if (name := pin.name_of(lines[at])) and pin.is_id(name):
            return name, at + 1
        if lines[at].strip():
            break
    return "", end


_LOOKS = late(r"\s*>\s*\[!card\].*", re.IGNORECASE)

SHAPE = Shape(_signs, _find, "`> [!card]` callout", _LOOKS.fullmatch)
