"""Blocks of HTML that stay within their card; CommonMark's run on to the end of the file.

A comment or a declaration that is not closed in its card is text. So that nothing is lost, `<pre>`
and its like end with the card, as does any other HTML above a heading that begins a card.
"""

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from html import escape

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock, html_block
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from obverse.languages.markdown.extensions import LOOKED, TO_THE_END, Extension
from obverse.languages.markdown.rendering import Rendering
from obverse.machine.late import late
from obverse.values.card_settings import EXTRA

_ELEMENT = r"(?i:script|pre|style|textarea)"
_OPENING = late(rf"<(?:(?P<element>{_ELEMENT})(?=[\s>]|$)|!--|\?|!\[CDATA\[|![A-Za-z])")
OPENS = late(r"<(?:!--|\?|!\[CDATA\[|![A-Za-z])")
# (what it begins with, its end) of each kind of HTML that does not end at an empty line.
_KINDS = (
    ("<!--", "-->"),
    ("<?", r"\?>"),
    ("<![CDATA[", r"\]\]>"),
    ("<!", ">"),
    ("<", rf"</{_ELEMENT}>"),
)
# A heading that begins a card, or what is below the answer of a row; and the same or a separator.
_HEADING = rf"(?m)^(?: {{0,3}}#{{1,2}}(?=[ \t]|$)|{EXTRA})"
_SEPARATED = rf"{_HEADING}|^\*\*\*[ \t]*$"
_ENDS = {"<?": "?>", "<![CDATA[": "]]>"}
_CONTAINER = "container of html"


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's signature
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("<", begin):
        return False
    after = state.eMarks[start]
    stop = end if state.level else _line_of(state, _SEPARATED, after, end)
    found = _OPENING.match(state.src, begin, state.eMarks[start])
    if not found:
        return html_block(state, start, stop, silent)
    if _is_closed(state, start, end, found):
        return html_block(state, start, end, silent)
    if not found["element"] or not html_block(state, start, stop, silent):
        return False
    if not silent:
        state.tokens[-1].meta["unclosed"] = found["element"].lower()
    return True


def _is_closed(state: StateBlock, start: int, end: int, found: re.Match[str]) -> bool:
    """Whether HTML ends in its container, and does not take in cards that it should not."""
    begins, ends = next(each for each in _KINDS if found[0].startswith(each[0]))
    after = found.start() + len(begins)
    close = _next(state.src, ends, after)
    last = _line_of(state, ends, after, end)
    if begins == "<!--" and not state.level:
        state.env.setdefault(LOOKED, []).append((start, last if last < end else TO_THE_END))
    if close < 0 or last >= _container_end(state, start, end):
        return False
    if state.level or last < _line_of(state, _HEADING, state.eMarks[start], end):
        return True
    # Cards may be commented out. A second comment that begins among them tells that the first one
    # was not closed.
    return begins == "<!--" and not 0 <= _next(state.src, begins, after) < close


def is_ended(text: str, sign: re.Match[str]) -> bool:
    """Whether a comment or a declaration within a text has an end, as markdown-it looks for it."""
    if sign[0] == "<!--":
        return text.startswith((">", "->"), sign.end()) or _ends_comment(text, sign.end())
    end = _ENDS.get(sign[0], ">")
    return _last(text, end) >= sign.end()


def _ends_comment(text: str, start: int) -> bool:
    """Whether there is `-->`, where each `--` before it takes the character after it along."""
    passed, at = [], text.find("--", start)
    failed = _unended(text)
    while at >= 0 and at not in failed:
        if text.startswith(">", at + 2):
            return True
        passed.append(at)
        at = text.find("--", at + 3)
    failed.update(passed)
    return False


@lru_cache(maxsize=8)
def _unended(text: str) -> set[int]:  # noqa: ARG001  # one set for each text
    """The places of each `--` after which no comment ends: so each is looked at once."""
    return set()


@lru_cache(maxsize=16)
def _last(text: str, end: str) -> int:
    return text.rfind(end)


@lru_cache(maxsize=16)
def _places(source: str, pattern: str) -> list[int]:
    return [found.start() for found in re.finditer(pattern, source)]


def _next(source: str, pattern: str, start: int) -> int:
    """Where the pattern is found next from `start` on; -1 without."""
    places = _places(source, pattern)
    index = bisect_left(places, start)
    return places[index] if index < len(places) else -1


def _line_of(state: StateBlock, pattern: str, start: int, end: int) -> int:
    """The line in which the pattern is found next; `end` without."""
    place = _next(state.src, pattern, start)
    if place < 0 or place > state.eMarks[end - 1]:
        return end
    return bisect_right(state.bMarks, place, 0, end) - 1


def _container_end(state: StateBlock, start: int, end: int) -> int:
    """The line after the last of the list item or quote that this line stands in."""
    if not state.level:
        return end
    indent, first, last = state.env.get(_CONTAINER, (-1, 0, 0))
    if indent == state.blkIndent and first <= start < last <= end:
        return int(last)
    last = start + 1
    while last < end and (state.isEmpty(last) or state.sCount[last] >= state.blkIndent):
        last += 1
    state.env[_CONTAINER] = (state.blkIndent, start, last)
    return last


def _inline(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """What begins a comment or a declaration and is not closed: text, which is reported."""
    found = OPENS.match(state.src, state.pos)
    if not found or is_ended(state.src, found):
        return False
    if not silent:
        state.push("unclosed_html", "", 0).content = found[0]
    state.pos = found.end()
    return True


def _plugin(markdown: MarkdownIt) -> None:
    ends = RuleOptionsType(alt=["paragraph", "reference", "blockquote"])
    markdown.block.ruler.at("html_block", _block, ends)
    markdown.inline.ruler.before("html_inline", "unclosed_html", _inline)


def _unclosed(token: Token, rendering: Rendering) -> str:  # noqa: ARG001  # every rule's signature
    return escape(token.content, quote=False)


EXTENSION = Extension(("<",), _plugin, {"unclosed_html": _unclosed})
