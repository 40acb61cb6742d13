"""The columns of a table: from the options, from the names in the first row, or by their place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from obverse.cards.file_names import printable
from obverse.errors import ObverseError
from obverse.formats.csv import ALWAYS, COLUMNS, FIELD, OPTIONS, SHOWN, SOMETIMES
from obverse.formats.csv.column_names import MEANS, column_name
from obverse.formats.csv.header import Header, header
from obverse.languages.table import TableRow
from obverse.values.diagnostic import Diagnostic, did_you_mean, warning
from obverse.values.source import Place

_TRUTHS = {"yes": True, "no": False}
_OURS = {"front", "back", "kinds"}
_LISTED = 6  # columns in a message


@dataclass(frozen=True, slots=True)
class Columns:
    """The index of each column that has a meaning, and the names of the others.

    `parts` are the indexes of those that become parts of the card under a name.
    """

    places: Mapping[str, int]
    parts: Mapping[str, int]
    others: Mapping[int, str]
    names: Sequence[str]
    header: Header

    @property
    def is_ours(self) -> bool:
        """Whether obverse wrote the table."""
        return self.places.keys() >= _OURS


def columns(rows: Sequence[TableRow], options: Mapping[str, str]) -> Columns:
    """The columns of a table. Raises `ObverseError` for an option that names none."""
    first = [_normal(cell) for cell in rows[0].cells]
    is_ours = set(first) >= _OURS
    found = Header(is_there=True, is_sure=True) if is_ours else header(rows)
    asked = {key: text for key, text in options.items() if key in COLUMNS or key not in OPTIONS}
    if any(_normal(text) in first and not text.isdecimal() for text in asked.values()):
        found = Header(is_there=True, is_sure=True)
    if "header" in options:
        found = Header(_truth("header", options["header"]), is_sure=True)
    names = first if found.is_there else []
    width = max(len(row.cells) for row in rows)
    told = {key: _place(text, names, key) for key, text in asked.items()}
    for key, at in told.items():
        if at >= width:
            hint = f"the table has {width} columns"
            raise ObverseError(f"there is no column `{asked[key]}` for `{key}`", hint)
    named = _named(rows[0].cells, first, is_ours=is_ours) if found.is_there else {}
    places = {key: at for key, at in named.items() if at not in told.values()}
    places |= {key: at for key, at in told.items() if key in COLUMNS}
    parts = {key: at for key, at in told.items() if key not in COLUMNS}
    for key in ("front", "back"):
        taken = {*places.values(), *parts.values()}
        free = [place for place in range(width) if place not in taken]
        if key not in places and free:
            places[key] = free[0]
    taken = {*places.values(), *parts.values()}
    written = [" ".join(cell.split()) for cell in rows[0].cells] if found.is_there else []
    written += [f"column {at + 1}" for at in range(len(written), width)]
    others = {at: written[at] or f"column {at + 1}" for at in range(width) if at not in taken}
    return Columns(places, parts, others, written, found)


def columns_left_out(
    rows: Sequence[TableRow], found: Columns, place: Place, *, shift: bool
) -> Iterator[Diagnostic]:
    """What is said of the columns that are left out and are not empty, at the first such cell."""
    filled = {
        at: cells
        for at in found.others
        if (cells := [row for row in rows if at < len(row.cells) and row.cells[at].strip()])
    }
    if not filled:
        return
    counts = [f"`{printable(found.others[at])}` ({_cells(len(c))})" for at, c in filled.items()]
    listed = ", ".join(counts[:_LISTED])
    listed += f" and {len(counts) - _LISTED:,} more" if len(counts) > _LISTED else ""
    one = len(counts) == 1
    message = f"the column {listed} is left out" if one else f"columns are left out: {listed}"
    at = next(iter(filled))
    name = printable(found.others[at]) if found.header.is_there else f"Name={at + 1}"
    shown = name if "=" in name else f"{name}={name}"
    hint = (
        f'add it below the answer: `--set "{shown}"`; or make a note type in which every column '
        "is a field: `--set note-type=NAME`"
    )
    line = min(cells[0].line for cells in filled.values()) + shift
    yield warning(Place(place.path, line), "csv-column", message, hint)


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count:,} cells"


def _named(cells: Sequence[str], names: Sequence[str], *, is_ours: bool) -> dict[str, int]:
    """The indexes of the columns whose names have a meaning."""
    places: dict[str, int] = {}
    for place, (name, cell) in enumerate(zip(names, cells, strict=True)):
        meant = "" if is_ours else MEANS.get(name, "") or MEANS.get(column_name(cell), "")
        if is_ours and name in (*ALWAYS, *SOMETIMES):
            meant = name
        elif is_ours and name.startswith(FIELD):
            meant = FIELD + cell.strip()[len(FIELD) :]
        if meant:
            places.setdefault(meant, place)
    return places


def _normal(cell: str) -> str:
    return " ".join(cell.split()).casefold()


def _place(written: str, names: Sequence[str], key: str) -> int:
    """A column by its number, from one, or by its name."""
    if _normal(written) in names:
        return names.index(_normal(written))
    if written.isdecimal() and int(written[:6]):
        return int(written[:6]) - 1
    hint = "the first row is " + ", ".join(f"`{name}`" for name in names if name)
    if not names:
        hint = "the table has no row of names; give the number of the column, from 1"
    if key not in COLUMNS:
        known = (*COLUMNS, *OPTIONS)
        hint += "; an option is meant? " + did_you_mean(key, known)
    raise ObverseError(f"there is no column `{written}` for `{key}`", hint)


def _truth(key: str, written: str) -> bool:
    if written not in _TRUTHS:
        raise ObverseError(f"`{key}` cannot be `{written}`", "it is `yes` or `no`")
    return _TRUTHS[written]


def shows_files(found: Columns) -> list[int]:
    """The indexes of the columns whose cells name files."""
    return [found.places[key] for key in SHOWN if key in found.places]
