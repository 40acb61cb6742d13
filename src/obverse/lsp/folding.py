"""Folding: front matter, cards and other sections, and blocks of code."""

from collections.abc import Iterator, Sequence

from lsprotocol import types

from obverse.lsp.session import About
from obverse.lsp.symbols import last_line
from obverse.values.outline import Outline

_REGION = types.FoldingRangeKind.Region


def folding_ranges(about: About, _: types.FoldingRangeParams) -> list[types.FoldingRange]:
    """What can be folded, by its first and last line, from zero."""
    found = _ranges(about.text.lines, about.outline)
    return [types.FoldingRange(first, end, kind=_REGION) for first, end in found if end > first]


def _ranges(lines: Sequence[str], outline: Outline) -> Iterator[tuple[int, int]]:
    if outline.front_matter:
        yield 0, outline.front_matter - 1
    for line in outline.sections:
        yield line - 1, last_line(lines, outline.section(line))
    for first, end in (*outline.cards, *outline.code):
        yield first - 1, last_line(lines, range(first, end))
