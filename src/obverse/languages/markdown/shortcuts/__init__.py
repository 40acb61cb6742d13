"""Shortcuts through markdown-it for plain blocks of plain text, which most text is.

Text that can be read in only one way needs no rules, and calling every rule takes two thirds of a
parse. The shortcuts decline anything they are not sure of, and the rules read it as usual; a
property test compares their tokens with those of the parser without them.
"""

from collections.abc import Iterable, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore, normalize, text_join
from markdown_it.token import Token

from obverse.languages.markdown.shortcuts import blocks
from obverse.languages.markdown.shortcuts.lines import BlockState
from obverse.languages.markdown.shortcuts.spans import PlainReader, reader

# Where the parser keeps the level of the deepest block that its rules have read, and the texts.
DEEPEST_LEVEL = "deepest"
_RULED = "ruled"


def install(
    markdown: MarkdownIt, starts: Iterable[str], plain: Iterable[tuple[str, PlainReader]] = ()
) -> None:
    """Put the shortcuts before the rules; `starts` are the first characters of all extensions.

    `plain` are readers of what begins with a character of theirs (`spans.reader`).
    """
    spans = reader(tuple(starts), tuple(plain))

    def inline(state: StateCore) -> None:
        ruled = []
        for token in state.tokens:
            if token.type != "inline":
                continue
            children = spans(token.content)
            if children is None:
                children = []
                markdown.inline.parse(token.content, markdown, state.env, children)
                ruled.append(token)
            token.children = children
        state.env[_RULED] = ruled
        if ruled:  # only where the rules read a text can there be pieces of text to join
            text_join(StateCore("", markdown, state.env, ruled))

    markdown.core.ruler.at("normalize", _normalize)
    markdown.core.ruler.at("block", _parse_blocks)
    markdown.core.ruler.at("inline", inline)
    markdown.core.ruler.disable("text_join")
    markdown.block.ruler.before("table", "shortcut", _block)


def read_by_rules(state: StateCore) -> Sequence[Token]:
    """The texts that the rules have read and no shortcut: all tokens, where there are none."""
    ruled: Sequence[Token] = state.env.get(_RULED, state.tokens)
    return ruled


def _normalize(state: StateCore) -> None:
    if "\r" in state.src or "\0" in state.src:
        normalize(state)


def _parse_blocks(state: StateCore) -> None:
    lines = BlockState(state.src, state.md, state.env, state.tokens)
    state.md.block.tokenize(lines, 0, lines.lineMax)
    state.env[DEEPEST_LEVEL] = lines.deepest


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001, ARG001  # markdown-it's signature
    if silent or state.level or state.blkIndent or not isinstance(state, BlockState):
        return False
    if start == state.declined:
        return False
    state.line = state.declined = blocks.run(state, start)
    return state.line > start
