"""A table as a source: each row of a csv or tsv file is a card."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from obverse.compile.found import FoundCard, MarkFault
from obverse.compile.row_cards import RowColumns, RowsSaid, columns_of, row_card
from obverse.errors import TextError
from obverse.languages import table
from obverse.languages.table import Dialect, TableRow
from obverse.values.card_settings import TableSettings


class TableCards(NamedTuple):
    """The cards of a table in order, and what is wrong with its rows."""

    found: tuple[FoundCard, ...]
    faults: tuple[MarkFault, ...]


def table_cards(text: str, name: str, settings: TableSettings) -> TableCards:
    """The cards of the text of a table with this name. Raises `TextError`."""
    said, body = table.said(text)
    shift = 1 if said else 0
    rows = list(table.rows(body, dialect_of(body, said, name, settings)))
    if not rows:
        return TableCards((), ())
    settings = settings if settings.width else measured(rows, settings)
    header = rows[0].cells if settings.header else ()
    columns = _columns(header, settings)
    about = RowsSaid(plain=settings.text == "plain")
    found: list[FoundCard] = []
    faults: list[MarkFault] = [*_title_above(rows, settings, shift)]
    for row in rows[settings.header :]:
        line = row.first - 1 + shift
        made = row_card(row.cells, columns, about, line, (line, row.line + shift))
        if isinstance(made, MarkFault):
            faults.append(made)
        else:
            found.append(made)
            faults += made.faults
    return TableCards(tuple(found), tuple(faults))


def dialect_of(body: str, said: str, name: str, settings: TableSettings) -> Dialect:
    """How a table is written. Raises `TextError` where that cannot be told."""
    sign = settings.delimiter or said or ("\t" if name.lower().endswith(".tsv") else "")
    if sign:
        return Dialect(sign)
    found = table.sniff(body)
    if found is not None:
        return found
    if "," in body or "\n" not in body.strip():
        return Dialect(",")
    hint = 'name it in the configuration: `delimiter = ";"`'
    raise TextError("csv-invalid", "cannot tell what separates the columns", 1, hint=hint)


def measured(rows: Sequence[TableRow], settings: TableSettings) -> TableSettings:
    """The settings of a table with these rows: how many columns it has, and which are blank."""
    width = max(len(row.cells) for row in rows)
    cells = [row.cells for row in rows]
    blank = (
        at for at in range(width) if not any(at < len(each) and each[at].strip() for each in cells)
    )
    return settings._replace(width=width, blank=tuple(blank))


def _title_above(
    rows: Sequence[TableRow], settings: TableSettings, shift: int
) -> Iterator[MarkFault]:
    """What is said of a title above the header: the header is then a card."""
    filled = [sum(map(bool, map(str.strip, row.cells))) for row in rows[:2]]
    if settings.header and filled[0] == 1 and len(filled) > 1 and filled[1] > 1:
        title = next(filter(str.strip, rows[0].cells)).strip()
        message = f"`{title}` is alone in its row, so the next row is taken for a card"
        hint = "delete it if it is a title: the first row names the columns"
        line = rows[0].first - 1 + shift
        yield MarkFault(line, title.partition("\n")[0], "title-above-table", message, hint)


def columns_shown(text: str, name: str, settings: TableSettings) -> list[tuple[str, str]]:
    """The columns of a table as its header names them, and what each is. Raises `TextError`."""
    said, body = table.said(text)
    rows = list(table.rows(body, dialect_of(body, said, name, settings)))
    if not rows:
        return []
    settings = measured(rows, settings)
    columns = _columns(rows[0].cells, settings)
    what = dict.fromkeys(columns.extra, "below the answer")
    what |= {at: name for name, at in columns.named.items()}
    what |= {columns.front: "question", columns.back: "answer"}
    shown = enumerate(" ".join(cell.split()) for cell in rows[0].cells)
    return [(cell or str(at + 1), what[at]) for at, cell in shown if at in what]


def _columns(header: Sequence[str], settings: TableSettings) -> RowColumns:
    """The columns as the settings name them, the others by their place."""
    width = settings.width
    names = [" ".join(cell.split()).casefold() for cell in header]
    by_place = columns_of(header, width, has_fields=bool(settings.note_type))
    named = {key: _place(text, names) for key, text in _named(settings).items()}
    extra = tuple(_place(text, names) for text in settings.extra)
    taken = {*named.values(), *extra, *by_place.named.values(), *settings.blank}
    free = [at for at in range(width) if at not in taken]
    places = dict(named)
    for key in ("front", "back"):
        if key not in places and free:
            places[key] = free.pop(0)
    rest = () if settings.extra or "front" in named else tuple(free)
    fields = by_place.fields if settings.note_type else ()
    own = {*places.values(), *extra}
    return RowColumns(
        places.get("front", -1),
        places.get("back", -1),
        extra or (() if fields else rest),
        tuple((name, at) for name, at in fields if at not in own),
        dict(by_place.named) | ({"tags": named["tags"]} if "tags" in named else {}),
        named.get("audio"),
    )


def _named(settings: TableSettings) -> dict[str, str]:
    every = {
        "front": settings.front,
        "back": settings.back,
        "tags": settings.tags,
        "audio": settings.audio,
    }
    return {key: text for key, text in every.items() if text}


def _place(written: str, names: Sequence[str]) -> int:
    """A column by its name, or its number from one. Raises `TextError`."""
    name = " ".join(written.split()).casefold()
    if name in names:
        return names.index(name)
    if written.isdecimal() and int(written[:6]):
        return int(written[:6]) - 1
    hint = "the first row is " + ", ".join(f"`{each}`" for each in names) if names else None
    raise TextError("csv-invalid", f"there is no column `{written}` in this table", 1, hint=hint)
