"""A paragraph, a line `?`, and the answer below it up to a blank line; `??` asks both ways."""

import re
from collections.abc import Iterator, Sequence

from obverse.compile import kinds
from obverse.compile.note_lines import LineKind
from obverse.compile.one_line import cloze_signs, clozes
from obverse.compile.shapes import FoundCard, MarkFault, NotePage, Shape
from obverse.values.card_settings import CardSettings

_ONE, _BOTH = "?", "??"
_SIGNS = (_ONE, _BOTH)


def _signs(settings: CardSettings) -> Sequence[str]:
    return ("\n?", *cloze_signs(settings.highlights))


def _find(page: NotePage) -> Iterator[FoundCard | MarkFault]:
    lines = page.lines
    for at, line in enumerate(lines.lines):
        sign = line.strip() if "?" in line else ""
        if sign not in _SIGNS or lines.kinds[at] is not LineKind.TEXT or lines.offsets[at]:
            continue
        first = lines.begins[at]
        if first == at:
            message = f"there is no question above this `{sign}`"
            hint = "write the question right above it, without an empty line between them"
            yield MarkFault(at, sign, "card-without-answer", message, hint)
            continue
        if any(lines.lines[each].strip() in _SIGNS for each in range(first, at)):
            continue  # it is in the answer of the one above
        end, found = _end(page, at + 1)
        question = tuple((each, text.strip()) for each, text in page.written(first, at))
        answer = page.written(at + 1, end)
        faults: tuple[MarkFault, ...] = ()
        if page.settings.end and not found:
            message = f"the answer ends at a blank line: no line `{page.settings.end}` follows it"
            hint = f"write `{page.settings.end}` below the answer"
            faults = (MarkFault(at, sign, "card-without-answer", message, hint),)
        yield FoundCard(
            first,
            end + found,
            question,
            answer=answer,
            kinds=kinds.both_ways() if sign == _BOTH else (),
            faults=faults,
        )
    if not {"inline", "inline-tight"} & {*page.words}:  # which find them too
        yield from clozes(page)


def _end(page: NotePage, start: int) -> tuple[int, int]:
    """The line after an answer, and how many lines end it: 1 if the author's own line does."""
    lines, sign = page.lines, page.settings.end
    if sign:
        for at in range(start, len(lines.lines)):
            text = lines.lines[at].strip()
            if text == sign:
                return at, 1
            if text in _SIGNS and lines.kinds[at] is LineKind.TEXT and lines.begins[at] != at:
                break
    for at in range(start, len(lines.lines)):
        kind = lines.kinds[at]
        if kind is LineKind.HEADING or (kind is not LineKind.CODE and not lines.lines[at].strip()):
            return at, 0
    return len(lines.lines), 0


SHAPE = Shape(_signs, _find, "`?` line", re.compile(r"\?\??\s*").fullmatch, rank=4)
