"""Allowances: comments `allow: rule-name`, and the lines that each of them speaks of."""

from collections.abc import Iterator

from obverse.compile.section_bounds import CARD
from obverse.compile.sections import Cut, code_blocks
from obverse.machine.late import late
from obverse.values.outline import Allowance
from obverse.values.source import Place

_NAMED = r"[a-z0-9](?:[a-z0-9]|-(?!->))*+"
_ALLOW = late(
    rf"(?:<!--|%%)\s*+allow:\s*+({_NAMED}(?:\s*+,\s*+{_NAMED})*+)(?:\s(?:(?!<!--).)*?)?(?:-->|%%)"
)
_NAME = late(r"[a-z0-9-]+")


def allowances(path: str, cut: Cut) -> Iterator[Allowance]:
    """All of a source, code blocks aside. One above the first card speaks of the whole file."""
    code = {line for first, end in code_blocks(cut.leaves) for line in range(first, end)}
    whole = (1, len(cut.lines) + 1)
    above = True
    for section in cut.sections:
        above = above and section.depth != CARD
        covered = whole if above else (section.first + 1, section.end + 1)
        for number in range(section.first, section.end):
            if number not in code and "allow:" in cut.lines[number]:
                yield from _on_line(path, number, cut.lines[number], covered)


def _on_line(path: str, number: int, line: str, covered: tuple[int, int]) -> Iterator[Allowance]:
    for found in _ALLOW.finditer(line):
        for name in _NAME.finditer(found[1]):
            column = found.start(1) + name.start() + 1
            yield Allowance(Place(path, number + 1, column, len(name[0])), name[0], covered)
