"""Conflict markers: what git leaves in a source where two branches changed the same lines."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from obverse.errors import TextError

_WIDTH = 7  # characters of a marker
SIGN = "<" * _WIDTH
_MARKER = re.compile(r"([<>=])\1{6}(?:[ \t].*)?$")


class Conflict(NamedTuple):
    """One conflict: its lines with `<<<<<<<`, `=======` and `>>>>>>>`, from zero."""

    ours: int
    middle: int
    theirs: int


def conflicts(lines: Sequence[str]) -> Iterator[Conflict]:
    """Every conflict: the three markers one after the other, each at the start of its line."""
    seen: list[int] = []
    for number, line in enumerate(lines):
        found = _MARKER.match(line) if line[:1] in ("<", "=", ">") else None
        if not found:
            continue
        if found[1] == "<":
            seen = [number]
        elif found[1] == "=" and len(seen) == 1:
            seen.append(number)
        elif found[1] == ">" and len(seen) == 2:  # noqa: PLR2004  # after the other two markers
            yield Conflict(seen[0], seen[1], number)
            seen = []


def check(
    found: Sequence[Conflict], lines: Sequence[str], code: Sequence[tuple[int, int]] = ()
) -> None:
    """Raise `TextError` (`conflict-marker`) for the first conflict that no block of code shows.

    `code` are the blocks: (first line, line after the last).
    """
    for each in found:
        if any(first < each.ours and each.theirs < end for first, end in code):
            continue
        marker = lines[each.ours].rstrip()
        message = f"`{marker}` begins a merge conflict that is not resolved"
        numbers = f"{each.ours + 1}, {each.middle + 1} and {each.theirs + 1}"
        hint = f"keep what is right, and delete the markers in lines {numbers}"
        raise TextError("conflict-marker", message, each.ours + 1, length=len(marker), hint=hint)
