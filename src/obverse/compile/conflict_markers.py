"""Conflict markers: what git leaves in a source where two branches changed the same lines."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from obverse.errors import TextError
from obverse.machine.late import late

_WIDTH = 7  # characters of a marker
SIGN = "<" * _WIDTH
_END = ">" * _WIDTH
# `|` stands above what both sides began with; `%` and `+` above the sides of Jujutsu.
_MARKER = late(r"([<>=|%+])\1{6}(?:[ \t].*)?$")
_SIDES = "=%+"
_STARTS = frozenset("<>=|%+")


class Conflict(NamedTuple):
    """One conflict: the lines of its markers, from zero, `<<<<<<<` first and `>>>>>>>` last."""

    markers: tuple[int, ...]

    @property
    def first(self) -> int:
        """The line of `<<<<<<<`."""
        return self.markers[0]


def conflicts(lines: Sequence[str]) -> Iterator[Conflict]:
    """Every conflict: its markers one after the other, each at the start of its line."""
    seen: list[int] = []
    has_sides = False
    for number, line in enumerate(lines):
        found = _MARKER.match(line) if line[:1] in _STARTS else None
        if not found:
            continue
        if found[1] == "<":
            seen, has_sides = [number], False
        elif seen and found[1] != ">":
            seen.append(number)
            has_sides = has_sides or found[1] in _SIDES
        elif seen and has_sides:
            yield Conflict((*seen, number))
            seen = []


def check(
    found: Sequence[Conflict], lines: Sequence[str], code: Sequence[tuple[int, int]] = ()
) -> None:
    """Raise `TextError` (`conflict-marker`) for the first conflict that no block of code shows.

    `code` are the blocks: (first line, line after the last).
    """
    for each in found:
        if any(first < each.first and each.markers[-1] < end for first, end in code):
            continue
        marker = lines[each.first].rstrip()
        message = f"`{marker}` begins a merge conflict that is not resolved"
        *before, last = (number + 1 for number in each.markers)
        hint = f"delete the markers in lines {', '.join(map(str, before))} and {last}"
        hint = f"keep what is right, and {hint}"
        raise TextError("conflict-marker", message, each.first + 1, length=len(marker), hint=hint)


def check_text(text: str) -> None:
    """Raise `TextError` for the first conflict in a text that is not Markdown."""
    if SIGN in text:
        lines = text.split("\n")
        check([*conflicts(lines)], lines)


def may_be_left(text: str) -> bool:
    """Whether a marker may be left in a text."""
    return SIGN in text or _END in text


def is_left(line: str) -> bool:
    """Whether a line is the first or last marker of a conflict."""
    return line.startswith((SIGN, _END)) and _MARKER.match(line) is not None
