r"""Blocks of displayed math: `$$..$$` and `\[..\]`, over lines that belong to no other block.

Math on lines of its own is a block. Where it begins or ends within text it stays in the paragraph,
which then goes on to where the math ends, past blank lines and whatever else looks like a block.
Math stays within the card, the list item or the quote that it begins in.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import lru_cache

from markdown_it.rules_block import StateBlock

from obverse.languages import math_spans as spans
from obverse.languages.tags import without_quoted
from obverse.machine.late import late
from obverse.values.card_settings import EXTRA

# What no math holds and what it must not swallow: a heading, of a card or of a field, the separator
# or that of a row, a fence.
_STOP = late(rf" {{0,3}}(?:#{{1,6}}(?:[ \t]|$)|\*\*\*[ \t]*$|{EXTRA}|```|~~~)")
_MAY_OPEN = late(r"\$\$|\\\[")
_INDENTED = 4
_FARTHEST = 1 << 16  # characters of a paragraph before its math
BlockRule = Callable[[StateBlock, int, int, bool], bool]
_UNENDED = "unended math"


def math_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's signature
    """A block of math: its sign begins a line, and its end ends one."""
    begin = state.bMarks[start] + state.tShift[start]
    sign = state.src[begin : begin + 2]
    if sign not in ("$$", r"\[") or state.is_code_block(start):
        return False
    if sign == "$$" and not spans.is_double(state.src, begin):
        return False
    found = _end(state, sign, start, begin + 2, end)
    if found is None:
        return False
    line, stop = found
    if state.src[stop + 2 : state.eMarks[line]].strip():
        return False
    content = _content(state, start, begin + 2, line, stop)
    if sign == r"\[" and not spans.is_math(content, is_round=False):
        return False
    if not silent:
        state.line = line + 1
        token = state.push("math_block", "math", 0)
        token.block = True
        token.content = content
        token.markup = sign
        token.map = [start, state.line]
    return True


def math_paragraph(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's signature
    """A paragraph with displayed math that begins or ends within its text, over several lines."""
    if silent or not _may_open(state, start):
        return False
    after, is_long = start, False
    rules = state.md.block.ruler.getRules("paragraph")
    before, state.parentType = state.parentType, "paragraph"
    while after == start or (after < end and not _ends(state, after, end, rules)):
        last = _last_line(state, after, end)
        is_long |= last > after
        after = last + 1
    state.parentType = before
    if is_long:
        _push(state, start, after)
    return is_long


def _ends(state: StateBlock, line: int, end: int, rules: Sequence[BlockRule]) -> bool:
    """Whether a paragraph ends before this line, as markdown-it says."""
    if state.isEmpty(line):
        return True
    if state.sCount[line] - state.blkIndent >= _INDENTED or state.sCount[line] < 0:
        return False
    return any(rule(state, line, end, True) for rule in rules)  # noqa: FBT003  # its signature


def _push(state: StateBlock, start: int, after: int) -> None:
    content = state.getLines(start, after, state.blkIndent, keepLastLF=False).strip(" \t\n\r\f\v")
    state.line = after
    state.push("paragraph_open", "p", 1).map = [start, after]
    inline = state.push("inline", "", 0)
    inline.content = content
    inline.map = [start, after]
    inline.children = []
    state.push("paragraph_close", "p", -1)


@lru_cache(maxsize=2)
def _openings(source: str) -> list[int]:
    return [found.start() for found in _MAY_OPEN.finditer(source)]


def _may_open(state: StateBlock, start: int) -> bool:
    """Whether displayed math may open before the next blank line."""
    begin = state.bMarks[start]
    places = _openings(state.src)
    index = bisect_left(places, begin)
    if index == len(places):
        return False
    place = places[index]
    return place - begin < _FARTHEST and state.src.find("\n\n", begin, place) < 0


def _last_line(state: StateBlock, line: int, end: int) -> int:
    """The line on which math that is open at the end of this one ends; this one without any."""
    position = state.bMarks[line] + state.tShift[line]
    while True:
        text = without_quoted(state.src[position : state.eMarks[line]])
        found = _opening(state, line, position, text, end)
        if found is None:
            return line
        line, position = found


def _opening(
    state: StateBlock, line: int, position: int, text: str, end: int
) -> tuple[int, int] | None:
    """Where the first math of a text ends that does not end in it: line, and place after it."""
    closed = 0
    unended: set[str] = set()
    for sign, at in spans.open_displays(text):
        if at < closed or sign in unended or (sign == "$$" and not spans.opens(text, at)):
            continue
        stop = spans.close_in(text, sign, at + 2)
        if stop >= 0:
            closed = stop + 2
            continue
        found = _end(state, sign, line, position + at + 2, end)
        if found is None:
            unended.add(sign)
            continue
        content = _content(state, line, position + at + 2, *found)
        if sign == "$$" or spans.is_math(content, is_round=False):
            return found[0], found[1] + 2
    return None


def _end(
    state: StateBlock, sign: str, start: int, position: int, end: int
) -> tuple[int, int] | None:
    """The line and the place of the sign that ends math which begins at `position`."""
    none_from, none_to = state.env.get(_UNENDED, {}).get(sign, (0, 0))
    line = start
    while line < end:
        if line > start:
            if none_from <= line < none_to:
                return None
            is_outside = not state.isEmpty(line) and state.sCount[line] < state.blkIndent
            begin = state.bMarks[line] + state.tShift[line]
            if is_outside or _STOP.match(state.src[begin : state.eMarks[line]]):
                break
        else:
            begin = position
        text = state.src[begin : state.eMarks[line]]
        at = spans.close_in(text, sign, 0)
        if at >= 0:
            return line, begin + at
        line += 1
    # No line from here to there ends any math: what begins in between need not look again.
    state.env.setdefault(_UNENDED, {})[sign] = (start + 1, line)
    return None


def _content(state: StateBlock, start: int, position: int, line: int, stop: int) -> str:
    if line == start:
        return state.src[position:stop]
    lines = (state.src[state.bMarks[each] : state.eMarks[each]] for each in range(start + 1, line))
    return "\n".join(
        (state.src[position : state.eMarks[start]], *lines, state.src[state.bMarks[line] : stop])
    )
