"""`%% comment %%`, Obsidian's: not shown, in a line, a paragraph or over whole blocks."""

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from obverse.languages.markdown.extensions import BEGINS_CARD, LOOKED, TO_THE_END, Extension
from obverse.languages.markdown.rendering import Rendering

_SIGN = "%%"


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's signature
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith(_SIGN, begin) or state.is_code_block(start):
        return False
    line = start
    if not _is_all_comments(state.src[begin : state.eMarks[start]].rstrip()):
        if _SIGN in state.src[begin + 2 : state.eMarks[start]]:
            return False
        line = next((at for at in range(start + 1, end) if _SIGN in _line(state, at)), -1)
        state.env.setdefault(LOOKED, []).append((start, line if line >= 0 else TO_THE_END))
        if line < 0 or not _line(state, line).rstrip().endswith(_SIGN):
            return False
    if not silent:
        state.line = line + 1
        if any(BEGINS_CARD.match(_line(state, at)) for at in range(start + 1, line + 1)):
            # To be reported; every other comment leaves nothing.
            state.push("comment", "", 0).map = [start, line + 1]
    return True


def _is_all_comments(line: str) -> bool:
    """Whether a line is whole comments and nothing between them."""
    at = 0
    while line.startswith(_SIGN, at):
        end = line.find(_SIGN, at + 2)
        if end < 0:
            return at > 0 and set(line) == {"%"}
        at = end + 2
        while line[at : at + 1].isspace():
            at += 1
    return at == len(line)


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] : state.eMarks[number]]


def _inline(state: StateInline, silent: bool) -> bool:  # noqa: FBT001, ARG001
    if not state.src.startswith(_SIGN, state.pos):
        return False
    end = state.src.find(_SIGN, state.pos + 2, state.posMax)
    if end < 0:
        return False
    state.pos = end + 2
    return True


def _plugin(markdown: MarkdownIt) -> None:
    ends = RuleOptionsType(alt=["paragraph", "reference", "blockquote", "list"])
    markdown.block.ruler.before("fence", "comment", _block, ends)
    markdown.inline.ruler.before("escape", "comment", _inline)


def _comment(token: Token, rendering: Rendering) -> str:  # noqa: ARG001  # every rule's signature
    return ""


EXTENSION = Extension((_SIGN,), _plugin, {"comment": _comment}, starts=(_SIGN,))
