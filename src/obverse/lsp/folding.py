"""Folding: front matter, cards and other sections, and blocks of code."""

from collections.abc import Iterator

from lsprotocol import types

from obverse.lsp.session import About
from obverse.lsp.symbols import last_line

_REGION = types.FoldingRangeKind.Region


def folding_ranges(about: About, _: types.FoldingRangeParams) -> list[types.FoldingRange] | None:
    """What can be folded, by its first and last line, from zero."""
    alone = about.held.alone(about.key)
    if alone is None:
        return None
    found = ((first, end) for first, end in _ranges(about) if end > first)
    return [types.FoldingRange(first, end, kind=_REGION) for first, end in found]


def _ranges(about: About) -> Iterator[tuple[int, int]]:
    alone = about.held.alone(about.key)
    outline = alone.compiled.outline if alone else None
    if outline is None:
        return
    if outline.front_matter:
        yield 0, outline.front_matter - 1
    lines = about.text.lines
    for line in outline.sections:
        yield line - 1, last_line(lines, outline.section(line))
    for first, end in (*outline.cards, *outline.code):
        yield first - 1, last_line(lines, range(first, end))
