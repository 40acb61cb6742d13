"""Tables: no cell is lost in silence, and a row with the right number of cells is GFM's."""

import re
from html import unescape
from typing import Final

from hypothesis import given
from hypothesis import strategies as st
from markdown_it.rules_block.table import escapedSplit

from obverse.compile.compiler import compile_source
from obverse.languages import table_rows

# What a cell may hold, and what a reader sees of it.
WHOLE: Final = {
    "`a|b`": "a|b",
    "``c `| d``": "c `| d",
    "$|x|$": r"\(|x|\)",
    "$$P(A|B)$$": r"\[P(A|B)\]",
    r"\(P(C|D)\)": r"\(P(C|D)\)",
    "[[page|text]]": "text",
    "x [[page#part|other]] y": "x other y",
    "plain": "plain",
    r"m \| n": "m | n",
    r"`o \| p`": "o | p",
    "$5": "$5",
}
ROWS: Final = st.text(alphabet="ab|\\` $[]-:\t", max_size=30).filter(str.strip)


@given(ROWS)
def test_cells_are_those_of_gfm(row: str) -> None:
    cells = escapedSplit(row.strip())
    cells = cells[1:] if cells and not cells[0] else cells
    cells = cells[:-1] if cells and not cells[-1] else cells
    assert table_rows.cells(row) == [each.strip() for each in cells]


@given(ROWS, st.integers(1, 4))
def test_a_row_that_is_written_again_has_so_many_cells(row: str, columns: int) -> None:
    cells = table_rows.cells(row, whole=True)
    again = table_rows.cells(table_rows.joined_row(row, columns))
    assert len(again) == min(len(cells), columns) or not cells
    assert re.sub(r"[|\s]", "", "".join(again)) == re.sub(r"[|\s]", "", "".join(cells))


@given(st.lists(st.sampled_from(sorted(WHOLE)), min_size=2, max_size=4), st.booleans())
def test_a_bar_in_code_math_or_a_link_belongs_to_its_cell(cells: list[str], ends: bool) -> None:  # noqa: FBT001
    head = f"|{' h |' * len(cells)}\n{table_rows.dashes(len(cells))}\n"
    row = f"| {' | '.join(cells)}{' |' if ends else ''}"
    note = compile_source(("a.md", f"## Q\n\n{head}{row}\n".encode())).notes[0]
    found = re.findall(r"<td>(.*?)</td>", note.fields[1])
    shown = [unescape(re.sub(r"<[^>]*>", "", each)) for each in found]
    assert shown == [WHOLE[cell] for cell in cells]


@given(
    st.lists(st.sampled_from(("h", "`h|i`", "")), min_size=1, max_size=3),
    st.integers(0, 4),
    st.lists(
        st.lists(st.sampled_from(("c", "`c|d`", "$|x|$", "`", "$e", "")), max_size=5), max_size=3
    ),
    st.sampled_from(("", "text\n", "- item\n", "> quote\n", "\n")),
)
def test_no_word_of_a_table_is_lost_in_silence(
    header: list[str], dashes: int, rows: list[list[str]], above: str
) -> None:
    numbered = [
        f"| {' | '.join(f'{cell} w{at}x{column}w' for column, cell in enumerate(row))} |"
        for at, row in enumerate([header, *rows])
    ]
    numbered.insert(1, table_rows.dashes(dashes))
    text = above + "\n".join(numbered)
    compiled = compile_source(("a.md", f"## Q\n\n{text}\n".encode()))
    lost = [
        word for word in re.findall(r"w\dx\dw", text) if word not in compiled.notes[0].fields[1]
    ]
    told = {each.rule for each in compiled.diagnostics}
    assert not lost or "dropped-cell" in told
    is_table = "<table>" in compiled.notes[0].fields[1]
    assert is_table or not dashes or "broken-table" in told
