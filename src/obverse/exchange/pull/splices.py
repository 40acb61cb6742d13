"""Splices: which lines of a card to replace so that a field has other blocks, in any shape."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from html import escape
from typing import NamedTuple

from obverse.cards.from_html.node import Node
from obverse.cards.from_html.raw_html import as_is, opening_tag
from obverse.cards.from_html.tree import parse_html
from obverse.compile.sections import Cut, Section
from obverse.compile.source_map import SourceMap
from obverse.values.source import decode
from obverse.values.written_lines import with_lines

_INLINE = frozenset("a b strong i em u s del span font sub sup code br img kbd mark small".split())
_MARGIN = re.compile(r"[ \t>]*+")  # before each line of a callout, a quote or a nested list
_HEADING = (-1, -1)


class CardLines(NamedTuple):
    """The lines of a card, from zero: the first, and the one after the last."""

    first: int
    end: int


Splice = tuple[int, int, str]  # the first line, the one after the last, the HTML to put there
_Lines = tuple[int, int, Sequence[str]]


def section_at(whole: Cut, at: CardLines) -> Section | None:
    """The section of the card that has these lines in the source."""
    numbers = whole.shaped.written.numbers if whole.shaped else range(len(whole.lines))
    cards = (each for each in whole.sections if each.is_card)
    return next((each for each in cards if at.first <= numbers[each.first] < at.end), None)


def block_splices(section: Section, mine: str, theirs: str) -> Iterator[list[Splice]]:
    """Other blocks for those that differ, and then for all of the field."""
    here, there = top_blocks(mine), top_blocks(theirs)
    if not here:
        return
    above, below, extra = map(_groups, (section.above, section.below, section.extra))
    every = [*above, *below, *extra]
    places = [every[at : at + len(here)] for at in range(len(every) - len(here), -1, -1)]
    if len(here) == len(above) + 1:
        places.append([_HEADING, *above])
    for groups in places:
        if (splice := _spliced(section, groups, (here, there))) is not None:
            yield splice
    if any("footnotes" in block[:40] for block in here):
        return  # what is written as a footnote stays one
    for groups in (*places, below, above, extra):
        if groups and groups[0] != _HEADING:
            yield [(groups[0][0], groups[-1][1], theirs)]


def put_lines(raw: bytes, whole: Cut, made: Sequence[_Lines]) -> Iterator[bytes]:
    """The source with other lines for some of the lines that were read; blank ones around them.

    Without these too, for in some shapes a blank line ends a card.
    """
    for is_tight in (False, True):
        edits: list[_Lines] = []
        for first, end, lines in made:
            new = _tight(lines) if is_tight else _apart(whole.lines, first, end, lines)
            if (edit := _in_source(raw, whole, (first, end, new))) is None:
                return
            edits.append(edit)
        yield with_lines(raw, edits)


def _tight(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if line.strip()]


def _apart(whole: Sequence[str], first: int, end: int, lines: Sequence[str]) -> Sequence[str]:
    """New lines, with a blank one on a side where none is yet, and where something is."""
    new = [*lines]
    if new and (first != end or not first or not whole[first - 1].strip()):
        del new[0]
    if new and (first != end or end >= len(whole) or not whole[end].strip()):
        del new[-1]
    return new


def _in_source(raw: bytes, whole: Cut, edit: _Lines) -> _Lines | None:
    """The lines of the source for those that were written for a shape, with what is before them."""
    if not whole.shaped:
        return edit
    first, end, new = edit
    numbers = whole.shaped.written.numbers
    of = SourceMap(decode(raw).split("\n"), whole.lines, numbers)
    last = max(first, end - 1) if first < end else _filled(whole.lines, first)
    before = _before(of, first if first < end else last)
    if before is None:
        return None
    margin = _MARGIN.match(before)[0]  # type: ignore[index]
    lines = [f"{margin}{line}".rstrip() for line in new]
    if first == end:
        return numbers[last] + 1, numbers[last] + 1, lines
    if lines:
        lines[0] = f"{before}{new[0]}"
    own = [
        line
        for line, number in zip(whole.lines, numbers, strict=False)
        if line.strip() and number == numbers[first]
    ]
    is_one_line = len(own) > 1
    if is_one_line and len(_tight(lines)) != 1:
        return None
    return numbers[first], numbers[last] + 1, lines


def _filled(lines: Sequence[str], at: int) -> int:
    """The last line before this one that is not blank."""
    return next((number for number in range(at - 1, -1, -1) if lines[number].strip()), 0)


def _before(of: SourceMap, at: int) -> str | None:
    """What is in the source before the text of a line; nothing where it is written otherwise."""
    line, written = of.lines[of.numbers[at]].rstrip(), of.written[at].rstrip()
    return line.removesuffix(written) if line.endswith(written) else None


def _groups(tokens: Sequence[object]) -> list[tuple[int, int]]:
    """The lines of the blocks at the margin."""
    found = []
    for token in tokens:
        level, nesting = getattr(token, "level", 0), getattr(token, "nesting", 0)
        lines = getattr(token, "map", None)
        if not level and nesting >= 0 and lines:
            found.append((lines[0], lines[1]))
    return found


def _spliced(
    section: Section,
    groups: Sequence[tuple[int, int]],
    blocks: tuple[Sequence[str], Sequence[str]],
) -> list[Splice] | None:
    made: list[Splice] = []
    for what, one, other, first, last in SequenceMatcher(a=blocks[0], b=blocks[1]).get_opcodes():
        if what == "equal":
            continue
        if one < other and groups[one] == _HEADING:
            return None
        html = "".join(blocks[1][first:last])
        if one < other:
            made.append((groups[one][0], groups[other - 1][1], html))
        else:
            at = groups[one - 1][1] if one else groups[0][0]
            at = section.start if at < 0 else at
            made.append((at, at, html))
    return made


def top_blocks(field: str) -> list[str]:
    """The blocks of a field; what is in none is a paragraph of its own."""
    found, loose = list[str](), list[Node | str]()

    def close() -> None:
        text = "".join(_html(each) for each in loose)
        if text.strip():
            found.append(f"<p>{text.strip()}</p>")
        loose.clear()

    for child in parse_html(field).children:
        if isinstance(child, str) or child.tag in _INLINE:
            loose.append(child)
        else:
            close()
            found.append(_html(child))
    close()
    return found


def _html(node: Node | str) -> str:
    return escape(node, quote=False) if isinstance(node, str) else as_is(node, opening_tag)
