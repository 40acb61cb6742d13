"""Whether the first row of a table names its columns: by known words, else by its shape."""

import re
from collections.abc import Callable, Sequence
from statistics import median
from typing import NamedTuple

from obverse.cards.file_names import printable
from obverse.formats.csv.column_names import MEANS, column_name, is_column_name
from obverse.languages import cloze
from obverse.languages.table import TableRow
from obverse.values.diagnostic import Diagnostic, info
from obverse.values.source import Place

_LONGEST = 40  # characters of the name of a column
_MOST = 4  # words of one
_SAMPLE = 200  # rows
_FEW = 2  # rows whose shape says nothing
_SHARE = 0.8  # of the cells of a column
_LONGER = 8  # characters that texts are longer than the name of their column
_DATA = re.compile(
    rf"[.!?…。！？؟][\"'”»)]*$|^[\W\d]+$|\n|<[a-z/]|\[sound:|{cloze.BEGUN}\d|://"  # noqa: RUF001  # Chinese
    r"|\.(?:mp3|wav|ogg|m4a|png|jpe?g|gif|webp|svg)$",
    re.IGNORECASE,
)
_LETTERS = {"q", "a"}
_SHOWN = 8  # cells in a message


class Header(NamedTuple):
    """Whether there is one, and whether that is sure."""

    is_there: bool
    is_sure: bool


def header(rows: Sequence[TableRow]) -> Header:
    """What the first row of a table is."""
    cells = {at: cell.strip() for at, cell in enumerate(rows[0].cells) if cell.strip()}
    body = rows[1 : _SAMPLE + 1]
    meant = [MEANS.get(column_name(cell)) for cell in cells.values()]
    known = sum(map(is_column_name, cells.values())) or 2 * (
        {*map(column_name, cells.values())} >= _LETTERS
    )
    is_all = known == len(cells)
    # In a list of words the words may be the names that columns have.
    others = any(_is_all_known(row) for row in body)
    has_data = any(map(_is_data, cells.values()))
    is_unique = len({cell.casefold() for cell in cells.values()}) == len(cells)
    if not is_unique or not body:
        return Header(is_there=is_all and is_unique and known > 1, is_sure=not known)
    if meant in (["front"] * 2, ["back"] * 2):  # two words that mean the same: a list of words
        return Header(is_there=False, is_sure=False)
    if known > 1 and known * 2 >= len(cells):
        return Header(is_there=True, is_sure=not others)
    if has_data:
        return Header(is_there=False, is_sure=not known)
    return Header(is_there=bool(known) or _looks_apart(cells, body), is_sure=False)


def header_told(row: TableRow, found: Header, place: Place) -> Diagnostic | None:
    """What is said of the first row: that it is the header, or that it may be."""
    cells = [" ".join(cell.split())[:_LONGEST] for cell in row.cells if cell.strip()]
    shown = ", ".join(f"`{printable(cell)}`" for cell in cells[:_SHOWN])
    shown += f" and {len(cells) - _SHOWN:,} more" if len(cells) > _SHOWN else ""
    if found.is_there:
        message = f"the first row is taken for the names of the columns: {shown}"
        hint = "if it is a card, add `--set header=no`"
        return info(place, "csv-header", message, None if found.is_sure else hint)
    if found.is_sure:
        return None
    message = f"the first row is taken for a card: {shown}"
    return info(place, "csv-header", message, "if it names the columns, add `--set header=yes`")


def _is_data(cell: str) -> bool:
    if is_column_name(cell):
        return False
    return bool(_DATA.search(cell)) or len(cell) > _LONGEST or len(cell.split()) > _MOST


def _is_all_known(row: TableRow) -> bool:
    cells = [cell for cell in row.cells if cell.strip()]
    return len(cells) > 1 and all(map(is_column_name, cells))


def _looks_apart(cells: dict[int, str], body: Sequence[TableRow]) -> bool:
    """Whether the texts of a column have in common what its first cell has not."""
    if len(body) < _FEW:
        return False
    columns = {
        at: [row.cells[at].strip() for row in body if at < len(row.cells) and row.cells[at].strip()]
        for at in cells
    }
    return any(_is_apart(cells[at], column) for at, column in columns.items() if column)


def _is_apart(name: str, column: Sequence[str]) -> bool:
    if median(map(len, column)) >= 2 * len(name) + _LONGER:
        return True
    if name[0].isupper() and _most(column, lambda cell: cell[0].islower()):
        return True
    if any(map(str.isdigit, name)):
        return False
    return _most(column, _is_data) or _most(column, lambda cell: any(map(str.isdigit, cell)))


def _most(column: Sequence[str], test: Callable[[str], bool]) -> bool:
    return len(column) >= _FEW and sum(map(test, column)) >= _SHARE * len(column)
