"""Read a table: its dialect, its columns and its kind of text are detected, or given."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from obverse.cards import html_cards
from obverse.cards.cards import WrittenCard
from obverse.cards.file_names import printable
from obverse.cards.html_cards import HtmlCards
from obverse.cards.kept_html import CLEAN, KeptHtml
from obverse.cards.note_ids import with_note_ids
from obverse.errors import ObverseError, TextError
from obverse.formats import Contents
from obverse.formats.csv import ALWAYS, FIELD, FORMULA, SOMETIMES
from obverse.languages import table
from obverse.languages.table import Dialect, TableRow
from obverse.values.diagnostic import Diagnostic, Severity, warning
from obverse.values.source import Place, decode

_FORMULA = re.compile(FORMULA)
_NAMES = {
    "front": "front question q term word prompt expression",
    "back": "back answer a definition meaning translation response",
    "tags": "tags tag labels",
    "deck": "deck",
}
_MEANS = {name: meant for meant, names in _NAMES.items() for name in names.split()}
_TEXTS = ("markdown", "plain", "html")
_TRUTHS = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class _Columns:
    """The index of each column that has a meaning, and the names of the others."""

    places: Mapping[str, int]
    others: Mapping[int, str]
    has_header: bool

    @property
    def is_ours(self) -> bool:
        """Whether obverse wrote the table."""
        return {"front", "back", "kinds"} <= self.places.keys()


def read(raw: bytes, name: str, options: Mapping[str, str], keep: KeptHtml = CLEAN) -> Contents:
    """The cards of a table.

    Raises `TextError` for a table that cannot be read, `ObverseError` for a wrong option.
    """
    said, body = table.said(decode(raw))
    if not body.strip():
        raise TextError("csv-invalid", "the table has no rows", 1)
    rows = list(table.rows(body, _dialect(body, said, options)))
    if not rows:
        raise TextError("csv-invalid", "every cell of the table is empty", 1)
    columns = _columns(rows, options)
    rows = rows[columns.has_header :]
    text = _text(rows, columns, options)
    place = Place(name)
    found = list(_lost(rows, columns, place, shift=bool(said)))
    maker = HtmlCards(place, keep=keep)
    cards = []
    for row in rows:
        card = _card(row, columns, maker if text == "html" else None)
        if card.front.strip():
            cards.append(card)
        else:
            line = Place(name, row.line + bool(said))
            message = "a row without a question is skipped"
            found.append(warning(line, "malformed-card-skipped", message))
    if text == "html" and "text" not in options:
        message = "the cells contain HTML and are read as HTML"
        hint = "to keep a `<b>` as text, add `--set text=plain`"
        found.append(Diagnostic(place, Severity.INFO, message, "csv-text", hint))
    found += maker.diagnostics()
    if maker.missing:
        message = f"{len(maker.missing):,} files that the cells show are not in a table"
        hint = f"the first is `{printable(min(maker.missing))}`; put it into `media/` to ship it"
        found.append(warning(place, "missing-media", message, hint))
    return Contents(
        "" if name == "-" else PurePath(name).stem,
        with_note_ids(cards),
        maker.pictures,
        tuple(found),
        plain=text == "plain",
        missing=tuple(sorted(maker.missing)),
    )


def _dialect(body: str, said: str, options: Mapping[str, str]) -> Dialect:
    quote = options.get("quote", '"')
    if len(quote) != 1:
        raise ObverseError(f"`quote` is one character, not `{quote}`")
    if "separator" in options:
        sign = table.separator(options["separator"])
        if sign is None or sign == quote:
            known = ", ".join(f"`{each}`" for each in table.SEPARATORS)
            message = f"`separator` cannot be `{options['separator']}`"
            raise ObverseError(message, f"it is one character, or one of {known}")
        return Dialect(sign, quote)
    if said:
        return Dialect(said, quote)
    found = table.sniff(body, quote)
    if found is None:
        hint = "name it with `--set separator=;`"
        raise TextError("csv-invalid", "cannot tell what separates the columns", 1, hint=hint)
    return found


def _columns(rows: Sequence[TableRow], options: Mapping[str, str]) -> _Columns:
    """The columns: from the options, the names in the first row, or by place: question, answer."""
    names = [_name(cell) for cell in rows[0].cells]
    places = _named(names, rows[0].cells)
    has_header = {"front", "back"} <= places.keys()
    if "header" in options:
        has_header = _truth("header", options["header"])
    told = {key: _place(options[key], names, key) for key in _NAMES if key in options}
    has_header = has_header or any(not options[key].isdecimal() for key in told)
    places = {key: at for key, at in places.items() if at not in told.values()}
    places = {**(places if has_header else {}), **told}
    width = max(len(row.cells) for row in rows)
    for key in ("front", "back"):
        free = [place for place in range(width) if place not in places.values()]
        if key not in places and free:
            places[key] = free[0]
    taken = set(places.values())
    others = {
        at: names[at] if has_header and at < len(names) else f"column {at + 1}"
        for at in range(width)
        if at not in taken
    }
    return _Columns(places, others, has_header)


def _named(names: list[str], cells: Sequence[str]) -> dict[str, int]:
    """The indexes of the columns whose names have a meaning."""
    is_ours = {"front", "back", "kinds"} <= set(names)
    places: dict[str, int] = {}
    for place, (name, cell) in enumerate(zip(names, cells, strict=True)):
        meant = _MEANS.get(name, "")
        if is_ours and name in (*ALWAYS, *SOMETIMES):
            meant = name
        elif is_ours and name.startswith(FIELD):
            meant = FIELD + cell.strip()[len(FIELD) :]
        if meant:
            places.setdefault(meant, place)
    return places


def _name(cell: str) -> str:
    return " ".join(cell.split()).casefold()


def _place(written: str, names: list[str], key: str) -> int:
    """A column by its number, from one, or by its name."""
    if written.isdecimal() and int(written[:6]):
        return int(written[:6]) - 1
    if _name(written) in names:
        return names.index(_name(written))
    raise ObverseError(f"there is no column `{written}` for `{key}`", _known(names))


def _known(names: list[str]) -> str:
    return "the first row is " + ", ".join(f"`{name}`" for name in names)


def _truth(key: str, written: str) -> bool:
    if written not in _TRUTHS:
        raise ObverseError(f"`{key}` cannot be `{written}`", "it is `yes` or `no`")
    return _TRUTHS[written]


def _text(rows: Sequence[TableRow], columns: _Columns, options: Mapping[str, str]) -> str:
    text = options.get("text")
    if text is not None and text not in _TEXTS:
        raise ObverseError(f"`text` cannot be `{text}`", "it is `markdown`, `plain` or `html`")
    if text is None and columns.is_ours:
        return "markdown"
    cells = (cell for row in rows for cell in row.cells)
    return text or ("html" if any(map(html_cards.looks_like_html, cells)) else "plain")


def _card(row: TableRow, columns: _Columns, html: HtmlCards | None) -> WrittenCard:
    cells = {
        key: row.cells[at] if at < len(row.cells) else "" for key, at in columns.places.items()
    }
    if columns.is_ours:
        cells = {key: _unguarded(text) for key, text in cells.items()}
    front, back = (cells.get(key, "").replace("\r\n", "\n") for key in ("front", "back"))
    card = html.card(front, [back]) if html else WrittenCard(front, back)
    card = replace(card, tags=_tags(cells.get("tags", "")), deck=cells.get("deck", "").strip())
    if not columns.is_ours:
        return card
    return replace(
        card,
        tags=tuple(cells.get("tags", "").split()),
        kinds=tuple(cells["kinds"].split()) or card.kinds,
        draft=cells.get("draft", "").strip().casefold() in ("yes", "true", "1"),
        comment=cells.get("comment", ""),
        note_type=cells.get("note_type", ""),
        guid=cells.get("guid", "").strip(),
        pin=cells.get("pin", "").strip(),
        source=cells.get("source", ""),
        extra=cells.get("extra", ""),
        context=cells.get("context", ""),
        fields={
            key.removeprefix(FIELD): text
            for key, text in cells.items()
            if key.startswith(FIELD) and text
        },
    )


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _tags(cell: str) -> tuple[str, ...]:
    """Split at commas or semicolons if there are any, else at spaces."""
    parts = re.split(r"[,;]", cell) if "," in cell or ";" in cell else cell.split()
    names = ("-".join(part.split()).lstrip("#").replace("::", "/") for part in parts)
    return tuple(dict.fromkeys(name for name in names if name))


def _lost(
    rows: Sequence[TableRow], columns: _Columns, place: Place, *, shift: bool
) -> Iterator[Diagnostic]:
    """Findings for the columns that are left out, at their first filled cell."""
    for at, name in columns.others.items():
        filled = [row for row in rows if at < len(row.cells) and row.cells[at].strip()]
        if filled:
            line = Place(place.path, filled[0].line + shift)
            message = f"the column `{name}` is left out ({len(filled):,} cells)"
            hint = "name the columns to take: `--set front=NAME --set back=NAME`"
            yield warning(line, "csv-column", message, hint)
