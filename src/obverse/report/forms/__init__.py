"""Forms of findings: one file each, for a person or for a program."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from obverse import drop_in
from obverse.errors import TextError

if TYPE_CHECKING:  # not imported by a build that has nothing to do
    from obverse.values.diagnostic import Diagnostic

_PACKAGE = "obverse.report.forms"

Lines = Callable[[str, int], str | None]


@dataclass(frozen=True, slots=True)
class Report:
    """Findings in order, and what is needed to show them.

    `lines` returns a line of a file. `prefix` goes before every path, so that it can be opened from
    the current folder.
    """

    findings: "tuple[Diagnostic, ...]"
    lines: Lines
    prefix: str = ""
    colour: bool = False


Form = Callable[[Report], str]


def names() -> tuple[str, ...]:
    """The names of all forms."""
    return drop_in.names(_PACKAGE)


def get(name: str) -> Form:
    """The form with this name; `LookupError` if there is none."""
    form: Form = drop_in.load(_PACKAGE, name, "FORM")
    return form


def lines_below(root: Path) -> Lines:
    """Reads line `number` (from one) of the file `path` below `root`, each file once."""
    from obverse.values.source import decode

    @cache
    def lines(path: str) -> list[str]:
        try:
            raw = (root / path).read_bytes()
        except OSError:
            return []
        try:
            return decode(raw).split("\n")
        except TextError:
            # The fault stays visible: a byte that is not UTF-8 is shown as U+FFFD.
            return raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").splitlines()

    def line(path: str, number: int) -> str | None:
        found = lines(path)
        return found[number - 1] if 0 < number <= len(found) else None

    return line
