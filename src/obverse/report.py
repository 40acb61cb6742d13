"""How findings look: the text form, with the source line and carets under what is meant."""

import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from obverse.diagnostic import Diagnostic, Severity
from obverse.errors import TextError
from obverse.source import Place, decode

_LONGEST = 160  # characters of a line that are shown
_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}

Lines = Callable[[str, int], str | None]


def lines_below(root: Path) -> Lines:
    """Reads line `number` (from one) of the file `path` below `root`, each file once."""

    @cache
    def lines(path: str) -> list[str]:
        try:
            return decode((root / path).read_bytes()).split("\n")
        except (OSError, TextError):
            return []

    def line(path: str, number: int) -> str | None:
        found = lines(path)
        return found[number - 1] if 0 < number <= len(found) else None

    return line


def text(diagnostic: Diagnostic, lines: Lines, prefix: str = "", *, colour: bool = False) -> str:
    """One finding in full: place, message, the line with carets, what to do.

    `prefix` goes before the path, so that it can be opened from the current folder.
    """
    severity = _paint(str(diagnostic.severity), _COLOURS[diagnostic.severity], colour=colour)
    rule = _paint(f"[{diagnostic.rule}]", "2", colour=colour)
    place = _paint(f"{prefix}{diagnostic.place}", "1", colour=colour)
    shown = [f"{place}: {severity}: {diagnostic.message} {rule}"]
    shown += _excerpt(diagnostic.place, lines(diagnostic.place.path, diagnostic.place.line), colour)
    if diagnostic.hint:
        shown.append(f"  help: {diagnostic.hint}")
    return "\n".join(shown)


def count(diagnostics: Iterable[Diagnostic]) -> str:
    """`2 errors, 1 warning`, or nothing where there is nothing."""
    found = list(diagnostics)
    counts = ((each, sum(d.severity is each for d in found)) for each in Severity)
    return ", ".join(plural(number, str(each)) for each, number in counts if number)


def plural(number: int, noun: str) -> str:
    """`1 note`, `2 notes`, `10,000 notes`."""
    if number == 1 or noun == "info":
        return f"{number:,} {noun}"
    return f"{number:,} {noun[:-1] + 'ies' if noun.endswith('y') else noun + 's'}"


def _excerpt(place: Place, line: str | None, colour: bool) -> list[str]:  # noqa: FBT001
    if line is None or not line.strip():
        return []
    start = place.column - 1
    # A window of a very long line, with what is meant in it.
    first = max(0, start - _LONGEST // 2) if len(line) > _LONGEST else 0
    window = line[first : first + _LONGEST]
    number = str(place.line)
    shown = [f"{number:>5} | {window}"]
    if place.length:
        before = "".join("\t" if each == "\t" else " " * _width(each) for each in line[first:start])
        meant = line[start : min(start + place.length, first + _LONGEST)]
        carets = _paint("^" * max(1, sum(_width(each) for each in meant)), "32", colour=colour)
        shown.append(f"      | {before}{carets}")
    return shown


def _width(character: str) -> int:
    """Columns of a terminal that a character takes (Unicode Standard Annex 11)."""
    if unicodedata.combining(character) or character in "\u200d\ufe0e\ufe0f":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _paint(written: str, code: str, *, colour: bool) -> str:
    return f"\x1b[{code}m{written}\x1b[0m" if colour else written
