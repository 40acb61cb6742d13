"""Lines that begin `Q:` and `A:` are a question and its answer, `C:` a text with `[deletions]`.

All of it is by line: a card ends at the next `Q:`, `C:`, `---` or heading.
"""

import re
from collections.abc import Iterator, Sequence

from obverse.compile import kinds
from obverse.compile.found import Written
from obverse.compile.marks import at_end
from obverse.compile.masks import masked
from obverse.compile.note_lines import LineKind, dedented, width_of_indent
from obverse.compile.scan_lines import scan_lines
from obverse.compile.shapes import FoundCard, MarkFault, NotePage, Shape
from obverse.languages import cloze
from obverse.machine.late import late
from obverse.values.card_settings import CardSettings

_BEGINS = late(
    r"(?P<bullet>[ \t]*(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+)?)(?P<bold>\*\*|__)?"
    r"(?P<letter>[QAC])[ ]?\d*(?(bold)(?P<bold_end>(?P=bold))?:(?P<end>(?P=bold))?|:)"
    r"[ \t]*(?P<text>.*)"
)
_END = late(r"-{3,}[ \t]*")
_BRACKET = late(r"(?<![!\]\\])\[(?!\^)([^\[\]]+)\](?!\(|\[(?!\^)|:)")
_BOX = late(r"[ \t]*+(?:[-*+]|\d{1,9}[.)])?[ \t]*+$")
_MARGIN = 3  # width_of_indent, as for any block


def _signs(_: CardSettings) -> Sequence[str]:
    return ("q:", "c:", *(f"{sign}{number}" for sign in "qc" for number in range(10)), "q**", "c**")


def _find(page: NotePage) -> Iterator[FoundCard | MarkFault]:
    lines = page.lines
    starts = {at: found for at in range(len(lines.lines)) if (found := _begins(page, at))}
    ends = sorted({at for at, each in starts.items() if each["letter"] != "A"})
    for number, at in enumerate(ends):
        after = ends[number + 1] if number + 1 < len(ends) else len(lines.lines)
        end = next((each for each in range(at + 1, after) if _is_end(page, each)), after)
        while not lines.lines[end - 1].strip():
            end -= 1
        yield _card(page, at, end, starts)


def _begins(page: NotePage, at: int) -> re.Match[str] | None:
    line, kind = page.lines.lines[at], page.lines.kinds[at]
    if ":" not in line or kind not in (LineKind.TEXT, LineKind.ITEM, LineKind.HEADING):
        return None
    found = _BEGINS.fullmatch(line)
    return found if found and width_of_indent(line) <= _MARGIN else None


def _is_end(page: NotePage, at: int) -> bool:
    kind = page.lines.kinds[at]
    if kind is LineKind.CODE:
        return False
    return _END.fullmatch(page.lines.lines[at]) is not None or (
        kind is LineKind.HEADING and page.lines.lines[at].lstrip().startswith("#")
    )


def _card(
    page: NotePage, first: int, end: int, starts: dict[int, re.Match[str]]
) -> FoundCard | MarkFault:
    head = starts[first]
    if head["letter"] == "C":
        return _cloze(page, first, end, _text(page, first, end, head))
    middle = next((at for at in range(first + 1, end) if at in starts), None)
    question = _text(page, first, end if middle is None else middle, head)
    heading, above = _split(question)
    written = head[0].strip()
    if not heading:
        message = "this question is empty"
        return MarkFault(first, written, "card-without-answer", message, "write it after `Q:`")
    if middle is None:
        message = f"`{heading[0][1]}` has no answer, so it is not a card"
        return MarkFault(
            first, written, "card-without-answer", message, "write a line `A:` below it"
        )
    answer = _text(page, middle, end, starts[middle])
    text, mark = at_end(heading[-1][1], page.settings)
    if text:
        heading = (*heading[:-1], (heading[-1][0], text))
    tags = tuple((name, heading[-1][0]) for name in mark.tags) if text else ()
    asked = mark.kinds if text else ()
    return FoundCard(first, end, heading, above, answer, kinds=asked, tags=tags)


def _text(page: NotePage, first: int, end: int, head: re.Match[str]) -> Written:
    """The text of a question or an answer: what follows the sign, and the lines below."""
    text = head["text"].rstrip()
    bold = head["bold"]
    if bold and not head["bold_end"] and not head["end"]:
        # The bold text goes on after the sign: `**Q: What?**` is bold as a whole.
        text = text.removesuffix(bold) if text.endswith(bold) else f"{bold}{text}"
    by = len(head["bullet"].expandtabs(4))
    below = ((at, dedented(line, by)) for at, line in page.written(first + 1, end))
    lines = [(first, text), *below]
    while lines and not lines[-1][1].strip():
        lines.pop()
    return tuple(lines)


def _split(question: Written) -> tuple[Written, Written]:
    """The first paragraph of a question, and what follows it."""
    lines = [*question]
    while lines and not lines[0][1].strip():
        del lines[0]
    if not lines:
        return (), ()
    scan = scan_lines([text for _, text in lines])
    end = scan.paragraph_end(0) if scan.kinds[0] in (LineKind.TEXT, LineKind.ITEM) else 1
    return tuple(lines[:end]), tuple(lines[end:])


def _cloze(page: NotePage, first: int, end: int, text: Written) -> FoundCard | MarkFault:
    heading, below = _split(text)
    code = scan_lines([line for _, line in below]).kinds
    made = [(at, _with_deletions(line, page.labels)) for at, line in heading]
    made_below = [
        (at, line if kind is LineKind.CODE else _with_deletions(line, page.labels))
        for (at, line), kind in zip(below, code, strict=True)
    ]
    if not heading:
        message = "this card is empty"
        return MarkFault(first, "C:", "card-without-answer", message, "write its text after `C:`")
    shown, mark = at_end(made[-1][1], page.settings)
    if shown:
        made[-1] = (made[-1][0], shown)
    tags = tuple((name, heading[-1][0]) for name in mark.tags) if shown else ()
    asked = (kinds.default(deletions=True), *(mark.kinds if shown else ()))
    return FoundCard(first, end, tuple(made), answer=tuple(made_below), kinds=asked, tags=tags)


def _with_deletions(line: str, labels: frozenset[str]) -> str:
    """A line in which each bracket that is nothing else is a deletion, numbered by the lock."""
    if "[" not in line:
        return line
    hidden = masked(line)
    out, position = "", 0
    for found in _BRACKET.finditer(hidden):
        inner = line[found.start(1) : found.end(1)].strip()
        is_box = len(inner) <= 1 and inner in "xX " and _BOX.fullmatch(line[: found.start()])
        if not inner or is_box or inner.casefold() in labels:
            continue
        made = f"=={inner}==" if "==" not in inner else cloze.deletion(1, inner)
        out += line[position : found.start()] + made
        position = found.end()
    return out + line[position:]


_LOOKS = late(r"\s*(?:[-*+]\s+|\d+[.)]\s+)?(?:\*\*|__)?Q\s?\d*(?:\*\*|__)?:.*")

SHAPE = Shape(_signs, _find, "`Q:` line", _LOOKS.fullmatch, rank=3)
