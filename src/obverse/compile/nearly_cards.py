"""Nearly cards: lines that people write as cards in a form that no shape reads.

Other tools, other languages, other keyboards: `Q.`, `Frage:`, signs of full width. Only what can
hardly be prose counts: a question has its answer in the lines below.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from obverse.compile.marks import at_end, mark_names, without_id
from obverse.compile.masks import masked
from obverse.compile.note_lines import LineKind, NoteLines
from obverse.compile.scan_lines import scan_lines
from obverse.machine.late import late
from obverse.values.card_settings import MARK, CardSettings

_PAIRS: Mapping[str, str] = {
    "q": "a",
    "question": "answer",
    "frage": "antwort",
    "f": "a",
    "pregunta": "respuesta",
    "p": "r",
    "domanda": "risposta",
    "d": "r",
    "вопрос": "ответ",
    "问": "答",
    "問": "答",
    "问题": "答案",
}
_BELOW = 6  # lines in which the answer has to begin
_LONGEST = 2000  # characters of a line
_BEGINS = late(
    r"[ \t]*(?:(?:[-*+]|#{1,6})[ \t]+)?(?:\*\*|__)?([^\W\d_]{1,10})[ ]?\d{0,4}([.:)：．）])"  # noqa: RUF001
    r"(?:\*\*|__)?(?=\s|$|[^\x00-\x7f])",
)
_WIDE_MARK = late(r"[ \t]*[？]{1,2}[ \t]*|[ \t]+\?{1,2}[ \t]*")  # noqa: RUF001
_WIDE_SIGN = late(r"[^#>|]*\S[ \t]*(?:：：|：:|:：)[ \t]*\S.*")  # noqa: RUF001
_CALLOUT = late(r" {0,3}> ?\[!(question|faq|flashcard|anki|quiz|q)\].*", re.IGNORECASE)
_MISSPELT = ("cards", "crad", "cadr", "crd", "flaschcard", "flashcrad", "flash-card")
_TAG = late(r"#([\w-]+)[ \t]*")


class NearlyCard(NamedTuple):
    """A line from zero, what is written there, the word of `cards` it is nearly one of, a hint."""

    line: int
    written: str
    word: str
    hint: str


def nearly_cards(lines: Sequence[str], front: int, settings: CardSettings) -> Iterator[NearlyCard]:
    """The lines of a note that are nearly cards; the first `front` lines are front matter.

    `settings` are those of the note.
    """
    scan = scan_lines(lines, front)
    for at, line in enumerate(lines):
        kind = scan.kinds[at]
        if len(line) > _LONGEST or kind in (LineKind.CODE, LineKind.BLANK, LineKind.HELD):
            continue
        if kind is LineKind.QUOTE:
            yield from _callout(at, line, settings)
            continue
        found = _question(scan, at) or _mark(at, line, settings) or _below(scan, at)
        if found:
            yield found


def _question(scan: NoteLines, at: int) -> NearlyCard | None:
    """A line that begins as a question does, with its answer below it."""
    found = _BEGINS.match(scan.lines[at])
    if not found or not (wanted := _PAIRS.get(found[1].casefold())):
        return None
    if (found[1], found[2]) == ("Q", ":"):
        return None
    for below in range(at + 1, min(at + 1 + _BELOW, len(scan.lines))):
        answer = _BEGINS.match(scan.lines[below])
        if answer and answer[1].casefold() == wanted and answer[2] == found[2]:
            written = f"{found[1]}{found[2]}"
            hint = f"write `Q:` for `{written}` and `A:` for `{answer[1]}{answer[2]}`"
            return NearlyCard(at, written, "qa", hint)
    return None


def _below(scan: NoteLines, at: int) -> NearlyCard | None:
    """What divides a question and its answer, written with other characters."""
    line = scan.lines[at]
    if _WIDE_MARK.fullmatch(line) and 0 < at < len(scan.lines) - 1:
        if scan.kinds[at] is LineKind.TEXT and scan.lines[at - 1].strip():
            sign = "?" * len(line.strip())
            hint = f"write `{sign}` at the beginning of the line, without a space before it"
            return NearlyCard(at, line.strip(), "question-mark", hint)
        return None
    if ("：" in line) and _WIDE_SIGN.fullmatch(masked(line)):  # noqa: RUF001
        return NearlyCard(at, "：：", "inline-tight", "write `::` between question and answer")  # noqa: RUF001
    return None


def _mark(at: int, line: str, settings: CardSettings) -> NearlyCard | None:
    """A mark that is misspelt, or that does not end its line."""
    if "#" not in line or "marked" not in settings.words:
        return None
    text, mark = at_end(without_id(line.strip())[0], settings)
    if not text or mark.is_mark:
        return None
    for name in mark.tags:
        if name.casefold() in _MISSPELT:
            return NearlyCard(at, f"#{name}", "marked", f"write `#{MARK}`")
    if line.lstrip().startswith("#"):
        marks = mark_names(settings)
        for found in _TAG.finditer(masked(line)):
            if found[1].casefold() in marks and found.end() < len(line.rstrip()):
                written = f"#{found[1]}"
                return NearlyCard(at, written, "marked", "move it to the end of the heading")
    return None


def _callout(at: int, line: str, settings: CardSettings) -> Iterator[NearlyCard]:
    found = _CALLOUT.fullmatch(line)
    if found and "callouts" in settings.words and found[1].casefold() not in settings.callouts:
        named = ", ".join(f'"{each}"' for each in (*settings.callouts, found[1].casefold()))
        hint = f"write `callouts = [{named}]` in the configuration if they are cards"
        yield NearlyCard(at, f"[!{found[1]}]", "callouts", hint)
