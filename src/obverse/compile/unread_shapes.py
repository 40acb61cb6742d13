"""Unread shapes: lines that would be cards if `cards` had another word, and that word."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from obverse.compile import shapes
from obverse.compile.masks import masked
from obverse.compile.note_lines import LineKind
from obverse.compile.scan_lines import scan_lines
from obverse.values.card_settings import HEADINGS

_READ = (LineKind.TEXT, LineKind.ITEM, LineKind.QUOTE)


def unread_shapes(lines: Sequence[str], front: int, words: Collection[str]) -> dict[str, list[int]]:
    """The lines from zero that look like cards of a shape that is not read, by its word.

    `words` are those that are read, and the first `front` lines are front matter.
    """
    found: dict[str, list[int]] = defaultdict(list)
    looks = {
        name: shape.looks_like
        for name, shape in shapes.all_shapes().items()
        if shape.is_word and shape.looks_like and name not in words
    }
    scan = scan_lines(lines, front)
    if HEADINGS not in words:
        deep = (each.first for each in scan.headings if each.depth == 2)  # noqa: PLR2004  # `##`
        found[HEADINGS] += deep
    for at, kind in enumerate(scan.kinds):
        if kind not in _READ:
            continue
        line = masked(lines[at])
        for name, pattern in looks.items():
            if pattern.fullmatch(line):
                found[name].append(at)
                break
    return {name: at for name, at in found.items() if at}


def word_for(line: str) -> str:
    """The word of the shape that a line looks like; empty if it looks like none."""
    hidden = masked(line)
    every = ((name, shape.looks_like) for name, shape in shapes.all_shapes().items())
    return next((name for name, looks in every if looks and looks.fullmatch(hidden)), "")
