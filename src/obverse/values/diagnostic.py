"""A diagnostic: one finding about the author's text, as a value."""

from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple

from obverse.errors import TextError
from obverse.machine.late import late
from obverse.values.source import Place

_HEADING = late(r" {0,3}#{1,6}[ \t]++(\S.*?)(?:(?<![ \t])[ \t]++#++)?(?:(?<![ \t])[ \t]++)?$")


class Severity(IntEnum):
    """How bad a finding is: with an error nothing is written; the others stop nothing."""

    ERROR = 0
    WARNING = 1
    INFO = 2

    def __str__(self) -> str:
        """The word as it is printed."""
        return self.name.lower()


class Diagnostic(NamedTuple):
    """One finding: where, how bad, what is wrong (`message`), which rule, what to do (`hint`).

    `message` is lower case without a full stop, with backticks around what the author wrote.
    `related` are further places that the message mentions.
    """

    place: Place
    severity: Severity
    message: str
    rule: str
    hint: str | None = None
    related: tuple[Place, ...] = ()

    def __str__(self) -> str:
        """One line: `content/kpis.md:12:5: error: ... [rule]`."""
        return f"{self.place}: {self.severity}: {self.message} [{self.rule}]"


def error(place: Place, rule: str, message: str, hint: str | None = None) -> Diagnostic:
    """A finding that stops the build."""
    return Diagnostic(place, Severity.ERROR, message, rule, hint)


def warning(place: Place, rule: str, message: str, hint: str | None = None) -> Diagnostic:
    """A finding that the author should look at."""
    return Diagnostic(place, Severity.WARNING, message, rule, hint)


def info(place: Place, rule: str, message: str, hint: str | None = None) -> Diagnostic:
    """A finding that is only advice."""
    return Diagnostic(place, Severity.INFO, message, rule, hint)


def in_draft(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Findings about a card that is in no package: an error there stops nothing."""
    return [each._replace(severity=max(each.severity, Severity.WARNING)) for each in found]


def line_extent(line: str) -> tuple[int, int]:
    """(column, length) of the text of a line: without the `#`s of a heading, or the indent."""
    heading = _HEADING.match(line)
    start, end = heading.span(1) if heading else (0, len(line))
    said = line[start:end].strip()
    return line.find(said, start) + 1, len(said)


def of_text_error(path: str, fault: TextError) -> Diagnostic:
    """The diagnostic of a text that could not be read, in the file with this path."""
    place = Place(path, fault.line, fault.column, fault.length)
    return error(place, fault.rule, fault.message, fault.hint)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sorted by place, then severity, then rule: the same in every run."""
    return tuple(sorted(diagnostics, key=lambda d: (d.place, d.severity, d.rule, d.message)))


def did_you_mean(name: str, known: Iterable[str], form: str = "`{}`") -> str:
    """A hint for a misspelt name: the nearest known one, or a list of all."""
    known = sorted(known)
    if (found := nearest(name, known)) is not None:
        return f"did you mean {form.format(found)}?"
    return "known are " + ", ".join(form.format(each) for each in known)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that a misspelt one may mean, if one is near enough.

    By optimal string alignment, where two swapped letters are one mistake: at most one mistake for
    three letters. Case does not count, and the beginning of a name is near it.
    """
    from rapidfuzz.distance import OSA

    wanted = name.casefold()
    distances = [(OSA.distance(wanted, each.casefold()), each) for each in sorted(known)]
    distance, found = min(distances, default=(0, None))
    if found is None or distance <= max(1, len(name) // 3):
        return found
    cut = (each for _, each in distances if _is_cut(wanted, each.casefold()))
    return next(cut, None)


def _is_cut(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) > 2 and short in long  # noqa: PLR2004  # fewer letters are in every name
