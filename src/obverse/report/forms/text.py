"""For a person: place, message, the source line with carets under the fault, what to do."""

import unicodedata
from collections import Counter
from collections.abc import Iterator

from obverse.report import plural
from obverse.report.forms import LineOf, Report
from obverse.values.diagnostic import Diagnostic, Severity
from obverse.values.source import Place

_LONGEST = 160  # characters of a line that are shown
_TAB = 4  # columns between tab stops, as code hosts show them
_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_JOINER, _AS_EMOJI = "\u200d", "\ufe0f"
_SKIN = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
# They would reverse the text after them, and the carets would be under other words.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def text(report: Report) -> str:
    """The findings in full, one below the other; of a rule with many the first, and a count."""
    shown = Counter[str]()
    told: list[str] = []
    more: dict[str, set[str]] = {}
    for each in report.seen:
        shown[each.rule] += 1
        if report.most and shown[each.rule] > report.most:
            more.setdefault(each.rule, set()).add(each.place.path)
            continue
        told.append(finding(each, report.lines, report.prefix, colour=report.colour))
    told += [_rest(rule, shown[rule] - report.most, len(paths)) for rule, paths in more.items()]
    return "".join(f"{each}\n" for each in told)


def _rest(rule: str, count: int, files: int) -> str:
    where = plural(files, "file")
    return f"and {count:,} more of [{rule}], in {where}: `obverse check -v` shows them"


def finding(
    diagnostic: Diagnostic, lines: LineOf, prefix: str = "", *, colour: bool = False
) -> str:
    """One finding in full."""
    severity = _paint(str(diagnostic.severity), _COLOURS[diagnostic.severity], colour=colour)
    rule = _paint(f"[{diagnostic.rule}]", "2", colour=colour)
    place = _paint(f"{prefix}{diagnostic.place}", "1", colour=colour)
    shown = [f"{place}: {severity}: {diagnostic.message} {rule}"]
    line = lines(diagnostic.place.path, diagnostic.place.line) if diagnostic.place.length else None
    if line is not None and line.strip():
        shown += _excerpt(diagnostic.place, line, colour=colour)
    if diagnostic.hint:
        shown.append(f"  help: {diagnostic.hint}")
    return "\n".join(shown)


def _excerpt(place: Place, line: str, *, colour: bool) -> Iterator[str]:
    start, end = place.column - 1, place.column - 1 + place.length
    # A window of a very long line, around the fault.
    first = max(0, start - _LONGEST // 2) if len(line) > _LONGEST else 0
    last = first + _LONGEST
    cells = list(_cells(line[first:last]))
    before, after = "…" if first else "", "…" if last < len(line) else ""
    number = f"{place.line:>5}"
    yield f"{number} | {before}{''.join(shown for shown, _ in cells)}{after}".rstrip()
    indent = len(before) + sum(width for _, width in cells[: start - first])
    meant = sum(width for _, width in cells[start - first : end - first])
    carets = _paint("^" * max(1, meant), "32", colour=colour)
    yield f"{' ' * len(number)} | {' ' * indent}{carets}"


def _cells(line: str) -> Iterator[tuple[str, int]]:
    """Each character as it is shown, and how many columns of a terminal it takes.

    By Unicode's Standard Annex 11; an emoji of several characters takes the columns of its first.
    """
    column = 0
    before, joined = 0, False
    for character in line:
        shown, width = character, _width(character)
        if character == "\t":
            width = _TAB - column % _TAB
            shown = " " * width
        elif character == _AS_EMOJI:
            width = 1 if before == 1 else 0
        elif (joined or character in _SKIN) and before:
            width = 0
        elif character in _TURNING or unicodedata.category(character) == "Cc":
            shown, width = "\ufffd", 1
        joined = character == _JOINER
        before = before if width == 0 else width
        column += width
        yield shown, width


def _width(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _paint(written: str, code: str, *, colour: bool) -> str:
    return f"\x1b[{code}m{written}\x1b[0m" if colour else written


FORM = text
