"""Read a table: its dialect, its columns and its kind of text are detected, or given."""

import re
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePath

from obverse.cards import html_cards
from obverse.cards.cards import WrittenCard
from obverse.cards.data_pictures import WithPictures
from obverse.cards.file_names import printable
from obverse.cards.html_cards import HtmlCards
from obverse.cards.kept_html import CLEAN, KeptHtml
from obverse.cards.media_folder import MediaFolder, named, next_to
from obverse.cards.note_findings import NoteFindings
from obverse.cards.note_ids import with_note_ids
from obverse.compile import kinds
from obverse.errors import ObverseError, TextError
from obverse.formats import Contents
from obverse.formats.csv.cards import RowCards
from obverse.formats.csv.columns import Columns, columns, columns_left_out, shows_files
from obverse.formats.csv.header import header_told
from obverse.languages import table
from obverse.languages.table import Dialect, TableRow
from obverse.machine.file_names import safe
from obverse.note_types import NoteType
from obverse.note_types.of_fields import note_type_of_fields
from obverse.values.diagnostic import Diagnostic, did_you_mean, info, warning
from obverse.values.source import Place

_TEXTS = ("markdown", "plain", "html")
_FOLDERS = ("media", "collection.media", ".")  # where the files are that cells name
_NOT_IN_A_KEY = re.compile(r"[^a-z0-9]+")


def read(raw: bytes, name: str, options: Mapping[str, str], keep: KeptHtml = CLEAN) -> Contents:
    """The cards of a table.

    Raises `TextError` for a table that cannot be read, `ObverseError` for a wrong option.
    """
    written, guessed = table.decode_table(raw)
    said, body = table.said(written)
    if not body.strip():
        raise TextError("csv-invalid", "the table has no rows", 1)
    rows = list(table.rows(body, _dialect(body, said, options)))
    if not rows:
        raise TextError("csv-invalid", "every cell of the table is empty", 1)
    place, shift = Place(name), bool(said)
    found = columns(rows, options)
    first, rows = rows[0], rows[found.header.is_there :]
    text = _text(rows, found, options)
    files = _files(name, rows, found)
    maker = _maker(found, text, HtmlCards(NoteFindings(place), files.safe, keep), options)
    cards = [maker.card(row) for row in rows if maker.asks(row)]
    told = _skipped([row.line + shift for row in rows if not maker.asks(row)], name)
    told |= maker.html.found.diagnostics()
    shown = files if text != "markdown" else next_to(name, _texts(cards))
    return Contents(
        "" if name == "-" else PurePath(name).stem,
        with_note_ids(cards),
        WithPictures(shown, maker.html.pictures),
        (
            *table.guessed_encoding(guessed, place),
            *(() if found.is_ours else filter(None, [header_told(first, found.header, place)])),
            *columns_left_out(rows, _without_fields(found, maker), place, shift=shift),
            *_read_as_html(place, text, options),
            *told,
            *_missing(maker.html, place),
        ),
        plain=maker.is_plain,
        note_types={maker.note_type.key: maker.note_type} if maker.note_type else {},
        names=shown.names,
        missing=tuple(sorted(maker.html.missing)),
        notes=told,
    )


class _Files(ChainMap[str, bytes]):
    """The files that cells name, in any of the folders where they may be."""

    def __init__(self, folders: Sequence[MediaFolder]) -> None:
        super().__init__(*folders)  # type: ignore[arg-type]  # nothing is written
        self.safe = dict(ChainMap(*(each.safe for each in folders)))
        self.names = dict(ChainMap(*(each.names for each in folders)))


def _files(name: str, rows: Sequence[TableRow], found: Columns) -> _Files:
    cells = [cell for row in rows for cell in row.cells]
    shown = named(cells)
    for at in shows_files(found):
        written = (row.cells[at] for row in rows if at < len(row.cells))
        parts = (part.strip() for cell in written for part in cell.split("\n"))
        shown |= {PurePath(part.replace("\\", "/")).name for part in parts if part}
    folder = None if name == "-" else Path(name).parent
    return _Files([MediaFolder(folder and folder / each, shown) for each in _FOLDERS])


def _maker(found: Columns, text: str, html: HtmlCards, options: Mapping[str, str]) -> RowCards:
    """What makes the cards. Raises `ObverseError` for a kind that there is not."""
    asked = tuple(options.get("kind", "").replace(",", " ").split())
    for kind in asked:
        if kind not in kinds.names():
            raise ObverseError(
                f"there is no kind of card `{kind}`", did_you_mean(kind, kinds.names())
            )
    note_type, fields = None, tuple[int, ...]()
    if wanted := " ".join(options.get("note-type", "").split()):
        if asked:
            message = "`kind` and `note-type` exclude each other"
            raise ObverseError(message, "a note type says itself what cards it has")
        note_type, fields = _note_type(wanted, found)
    return RowCards(found, text, html, asked, note_type, fields)


def _note_type(name: str, found: Columns) -> tuple[NoteType, tuple[int, ...]]:
    """A note type with the columns as fields, and the columns of its third and further fields."""
    front, back = (found.places.get(key, -1) for key in ("front", "back"))
    apart = {front, back, found.places.get("tags"), found.places.get("deck")}
    further = tuple(at for at in range(len(found.names)) if at not in apart and found.names[at])
    by_place = {at: part for part, at in found.parts.items()}
    names = [
        by_place.get(at) or found.names[at] if at >= 0 else "" for at in (front, back, *further)
    ]
    if not found.header.is_there:
        names[:2] = ["Front", "Back"]
    key = safe(_NOT_IN_A_KEY.sub("-", name.casefold()).strip("-")[:40] or "note-type", "note-type")
    return note_type_of_fields(key, name, names), further


def _without_fields(found: Columns, maker: RowCards) -> Columns:
    """The columns, but those that are fields of a note type are not left out."""
    if not maker.note_type:
        return found
    others = {at: name for at, name in found.others.items() if at not in maker.field_columns}
    return Columns(found.places, found.parts, others, found.names, found.header)


def _texts(cards: Iterable[WrittenCard]) -> Iterator[str]:
    return (text for card in cards for text in (card.front, card.back, *card.fields.values()))


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


def _text(rows: Sequence[TableRow], found: Columns, options: Mapping[str, str]) -> str:
    text = options.get("text")
    if text is not None and text not in _TEXTS:
        raise ObverseError(f"`text` cannot be `{text}`", "it is `markdown`, `plain` or `html`")
    if text is None and found.is_ours:
        return "markdown"
    cells = (cell for row in rows for cell in row.cells)
    return text or ("html" if any(map(html_cards.looks_like_html, cells)) else "plain")


def _read_as_html(place: Place, text: str, options: Mapping[str, str]) -> Iterator[Diagnostic]:
    if text == "html" and "text" not in options:
        message = "the cells contain HTML and are read as HTML"
        hint = "to keep a `<b>` as text, add `--set text=plain`"
        yield info(place, "csv-text", message, hint)


def _skipped(lines: Sequence[int], name: str) -> dict[Diagnostic, tuple[str, ...]]:
    """What is said of rows without a question, and their lines."""
    if not lines:
        return {}
    message = "a row without a question is skipped"
    if len(lines) > 1:
        message = (
            f"{len(lines):,} rows without a question are skipped, the first in line {lines[0]}"
        )
    found = warning(Place(name, lines[0]), "malformed-card-skipped", message)
    return {found: tuple(f"line {each}" for each in lines)}


def _missing(html: HtmlCards, place: Place) -> Iterator[Diagnostic]:
    if html.missing:
        count = f"{len(html.missing):,} files" if len(html.missing) > 1 else "1 file"
        verb = "are" if len(html.missing) > 1 else "is"
        message = f"{count} that the cells show {verb} not next to the table, nor in `media`"
        hint = f"the first is `{printable(min(html.missing))}`; put it into `media/` to ship it"
        yield warning(place, "missing-media", message, hint)
