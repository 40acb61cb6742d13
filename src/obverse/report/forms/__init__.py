"""Forms of findings: one file each, for a person or for a program."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from obverse import drop_in
from obverse.errors import TextError

if TYPE_CHECKING:  # not imported by a build that has nothing to do
    from obverse.values.diagnostic import Diagnostic

_PACKAGE = "obverse.report.forms"

LineOf = Callable[[str, int], str | None]


@dataclass(frozen=True, slots=True)
class Report:
    """Findings in order, and what is needed to show them.

    `lines` returns a line of a file. `prefix` goes before every path, so that it can be opened from
    the current folder. `left_out` are (path, reason) of what was not read. A person sees the first
    `most` findings of each rule and the count of the others; 0 is all.
    """

    findings: "tuple[Diagnostic, ...]"
    lines: LineOf
    prefix: str = ""
    colour: bool = False
    left_out: tuple[tuple[str, str], ...] = ()
    most: int = 0

    @property
    def seen(self) -> "Iterator[Diagnostic]":
        """The findings, the paths in what they say with the prefix too."""
        return (_seen(each, self.prefix) if self.prefix else each for each in self.findings)


def _seen(found: "Diagnostic", prefix: str) -> "Diagnostic":
    """A finding that names its places as they are opened from the current folder.

    Only what it names as a place: the author's own words may be a path too.
    """
    here = rf"{re.escape(found.place.path)}(?=:\d)"
    paths = "|".join((here, *(re.escape(place.path) for place in found.related)))
    named = re.compile(rf"(?<!\S)(?:{paths})(?![^\s:,)])")
    texts = (found.message, found.hint or "")
    message, hint = (named.sub(lambda path: f"{prefix}{path[0]}", text) for text in texts)
    return found._replace(message=message, hint=hint or None)


Form = Callable[[Report], str]


def names() -> tuple[str, ...]:
    """The names of all forms."""
    return drop_in.names(_PACKAGE)


def get(name: str) -> Form:
    """The form with this name; `LookupError` if there is none."""
    form: Form = drop_in.load(_PACKAGE, name, "FORM")
    return form


def lines_below(root: Path) -> LineOf:
    """Reads line `number` (from one) of the file `path` below `root`, each file once."""
    from obverse.machine.real_names import RealNames
    from obverse.values.source import decode

    names = RealNames()

    @cache
    def lines(path: str) -> list[str]:
        try:
            raw = (names.find(root, path) or root / path).read_bytes()
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
