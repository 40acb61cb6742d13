"""Broken tables: rows that lose cells, and lines that look like a table and are not one."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from obverse.compile.section_bounds import first_line
from obverse.compile.sections import Cut
from obverse.languages import table_rows
from obverse.languages.markdown import DroppedCells
from obverse.values.diagnostic import Diagnostic, warning
from obverse.values.source import Source

_FEWEST_BARS = 3  # in a row of two cells


class _Fault(NamedTuple):
    """What is wrong with one line of a paragraph (from zero), and what to do."""

    line: int
    message: str
    hint: str


def broken_tables(source: Source, whole: Cut) -> Iterator[Diagnostic]:
    """All that are found in a source that is cut up."""
    lines = whole.lines
    for each in whole.parsed.dropped:
        yield _dropped(source, each, lines)
    for _, token in whole.paragraphs_with("|"):
        written = token.content.split("\n")
        if fault := _not_a_table(written):
            number, line = first_line(token) + fault.line, written[fault.line].strip()
            place = source.place(number + 1, max(lines[number].find(line), 0) + 1, len(line))
            yield warning(place, "broken-table", fault.message, fault.hint)


def _dropped(source: Source, dropped: DroppedCells, lines: Sequence[str]) -> Diagnostic:
    columns, number, row = dropped
    cells = table_rows.cells(row, whole=True)
    lost = [cell for cell in cells[columns:] if cell]
    said = f"`{'` and `'.join(lost)}` {'are' if len(lost) > 1 else 'is'} lost"
    message = f"this row has {len(cells)} cells and its table {columns}: {said}"
    hint = f"write `{table_rows.joined_row(row, columns)}`, or add a column to the header"
    place = source.place(number + 1, max(lines[number].find(row), 0) + 1, len(row))
    return warning(place, "dropped-cell", message, hint)


def _not_a_table(lines: Sequence[str]) -> _Fault | None:
    """Why the lines of a paragraph are not the table that they look like, if they do."""
    at = next((at for at, line in enumerate(lines) if table_rows.is_dashes(line)), None)
    if at is None:
        return _without_dashes(lines)
    if at == 0:
        hint = "put the header right above the line of dashes, without an empty line"
        message = "this is not a table: there is no header above the line of dashes"
        return _Fault(0, message, hint) if len(lines) > 1 and "|" in lines[1] else None
    return _of_header(lines, at - 1) if "|" in lines[at - 1] else None


def _of_header(lines: Sequence[str], at: int) -> _Fault:
    """What is wrong with a header, whose line is `at`, and the line of dashes below it."""
    header, dashes, row = [*lines[at : at + 3], ""][:3]
    columns, below = len(table_rows.cells(header)), len(table_rows.cells(dashes))
    if columns == below:
        message = "this is not a table: it goes on with the paragraph above it"
        return _Fault(at, message, "put an empty line above the header")
    message = f"this is not a table: its header has {columns} cells, and the line below it {below}"
    if len(table_rows.cells(header, whole=True)) == below:
        return _Fault(at, message, f"write `{table_rows.escaped_row(header.strip())}`")
    if columns > below and len(table_rows.cells(row, whole=True)) == below:
        return _Fault(at, message, f"write `{table_rows.joined_row(header, below)}`")
    return _Fault(at + 1, message, f"write `{table_rows.dashes(columns)}`")


def _without_dashes(lines: Sequence[str]) -> _Fault | None:
    rows = [line.strip() for line in lines]
    if len(rows) < 2 or rows[0].count("|") < _FEWEST_BARS:  # noqa: PLR2004  # a header and a row
        return None
    if not all(row.startswith("|") and row.endswith("|") for row in rows):
        return None
    message = "this is not a table: there is no line of dashes below its header"
    return _Fault(
        0, message, f"write `{table_rows.dashes(len(table_rows.cells(rows[0])))}` below it"
    )
