"""A diagnostic: one finding about the author's text, as a value that rides along to the end."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import IntEnum

from obverse.errors import TextError
from obverse.source import Place


class Severity(IntEnum):
    """How bad: with an error nothing is written; a warning or an info stops nothing."""

    ERROR = 0
    WARNING = 1
    INFO = 2

    def __str__(self) -> str:
        """The word as it is printed."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: where, how bad, what is wrong (`message`), which rule says so, what to do.

    `message` is lower case without a full stop, with backticks round what the author wrote.
    `related` are further places that the message speaks of.
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
    """A finding with which nothing is written."""
    return Diagnostic(place, Severity.ERROR, message, rule, hint)


def warning(place: Place, rule: str, message: str, hint: str | None = None) -> Diagnostic:
    """A finding that the author should look at."""
    return Diagnostic(place, Severity.WARNING, message, rule, hint)


def of_text_error(path: str, fault: TextError) -> Diagnostic:
    """The diagnostic of a text that could not be read, now that its file is known."""
    place = Place(path, fault.line, fault.column, fault.length)
    return error(place, fault.rule, fault.message, fault.hint)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sorted by place, then severity, then rule: the same in every run."""
    return tuple(sorted(diagnostics, key=lambda d: (d.place, d.severity, d.rule, d.message)))


def did_you_mean(name: str, known: Iterable[str], form: str = "`{}`") -> str:
    """A hint for a misspelt name: the nearest known one, or a list of all there are."""
    known = sorted(known)
    nearest = get_close_matches(name, known, n=1, cutoff=0.6)
    if nearest:
        return f"did you mean {form.format(nearest[0])}?"
    return "known are " + ", ".join(form.format(each) for each in known)
