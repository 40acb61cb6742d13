"""Rows of tables that have more cells than the header: a bar in code, math or a link is text there.

GFM splits a row at each bar that has no backslash, and drops the cells beyond the header's. Such a
row is split again, with the bars in code spans, in math and in `[[page|text]]` left alone. Cells
that are dropped even so are named in the environment of the parse, to be reported.
"""

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import table as gfm_table
from markdown_it.token import Token

from obverse.languages.markdown.extensions import DROPPED, DroppedCells, Extension


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's signature
    first = len(state.tokens)
    if not gfm_table(state, start, end, silent):
        return False
    if not silent:
        _refill(state, state.tokens[first:])
    return True


def _refill(state: StateBlock, tokens: Sequence[Token]) -> None:
    """Split each row again that has cells to spare."""
    columns = sum(token.type == "th_open" for token in tokens)
    for index, token in enumerate(tokens):
        if token.type != "tr_open" or not token.map:
            continue
        line = token.map[0]
        row = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
        if _fits(row, columns):
            continue
        from obverse.languages import table_rows

        if len(table_rows.cells(row)) <= columns:
            continue
        cells = table_rows.cells(row, whole=True)
        for column, inline in enumerate(tokens[index + 2 : index + 3 * columns : 3]):
            inline.content = cells[column] if column < len(cells) else ""
        if any(cells[columns:]):
            dropped = DroppedCells(columns, line, row.strip())
            state.env.setdefault(DROPPED, []).append(dropped)


def _fits(row: str, columns: int) -> bool:
    """Whether a row has so few bars that it needs no closer look."""
    row = row.strip()
    return row.count("|") - row.startswith("|") - row.endswith("|") < columns


def _plugin(markdown: MarkdownIt) -> None:
    ends = RuleOptionsType(alt=["paragraph", "reference"])
    markdown.block.ruler.at("table", _table, ends)


EXTENSION = Extension(("|",), _plugin)
