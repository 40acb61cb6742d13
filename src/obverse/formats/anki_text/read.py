"""Read Anki's text: rows as notes, those of the built-in note types with their guids."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from obverse.cards import html_cards
from obverse.cards.cards import WrittenCard
from obverse.cards.data_pictures import WithPictures
from obverse.cards.from_anki import Notes
from obverse.cards.html_cards import HtmlCards
from obverse.cards.kept_html import CLEAN, KeptHtml
from obverse.cards.media_folder import MediaFolder, named
from obverse.cards.note_findings import OfNotes
from obverse.cards.note_ids import note_ids
from obverse.cards.rows import Rows, StoredNote
from obverse.compile import kinds
from obverse.errors import TextError
from obverse.formats import Contents
from obverse.formats.anki_text import COLLECTION_MEDIA
from obverse.languages import table, tags
from obverse.languages.table import Dialect
from obverse.note_types import built_in, built_in_names
from obverse.values.diagnostic import warning
from obverse.values.source import Place

_BUILT_IN = {
    said: each for each in map(built_in, built_in_names()) for said in (each.name, str(each.id))
}
_HEADER = re.compile(
    r'(?:"#(?P<key_quoted>[^:"\n]+):(?P<quoted>(?:[^"\n]|"")*)"(?P<after>[,;\t|]*)'
    r"|#(?P<key>[^:\n]+):(?P<bare>[^\n]*))(?:\n|\Z)"
)
_PADDING = ",;\t|"
_PADDED = re.compile(r"(.*?[^,;\t|])(([,;\t|])\3*)")
_COLUMNS = ("guid", "notetype", "deck", "tags")
_NEW = OfNotes(
    "note-type-unknown",
    "notes of other note types become new notes of obverse's kinds: {}",
    "import an .apkg to keep note types and reviews: a text file has neither",
)


@dataclass(frozen=True, slots=True)
class _Note:
    """A row, by the meaning of its columns."""

    guid: str
    note_type: str
    deck: str
    tags: tuple[str, ...]
    fields: tuple[str, ...]


def read(raw: bytes, name: str, keep: KeptHtml = CLEAN) -> Contents:
    """The notes of a text. Notes of foreign note types become cards of obverse's kinds.

    A text contains only the name of a note type, so its notes could not be matched in Anki.
    Raises `TextError`.
    """
    text, guessed = table.decode_table(raw)
    headers, body = _headers(text)
    place = Place(name)
    notes = list(_notes(body, headers))
    kept = [note for note in notes if _is_built_in(note)]
    ids = note_ids(note.guid for note in kept)
    decks = {deck: number for number, deck in enumerate(dict.fromkeys(n.deck for n in kept), 1)}
    types = {each.id: each for each in _BUILT_IN.values()}
    rows = Rows(
        dict(types),
        {number: deck for deck, number in decks.items()},
        [_row(note, ids, decks[note.deck]) for note in kept],
    )
    folder = None if name == "-" else Path(name).parent / COLLECTION_MEDIA
    media = MediaFolder(folder, named(field for note in notes for field in note.fields))
    known = Notes(rows, media.safe, place, keep)
    known_cards = known.cards()
    others = HtmlCards(known.found, media.safe, keep)
    cards = tuple(
        next(known_cards) if _is_built_in(note) else _foreign(others, note) for note in notes
    )
    for number, note in enumerate(notes):
        if note.guid and not _is_built_in(note):
            known.found.tell(_NEW, (note.guid, number), note.fields[0], note.note_type)
    told = known.diagnostics()
    found = (*table.guessed_encoding(guessed, place), *told)
    if media.missing:
        message = (
            f"{len(media.missing):,} media files are not in `{COLLECTION_MEDIA}` next to the text"
        )
        hint = f"the first is `{media.missing[0]}`; copy it from Anki's folder of that name"
        found = (*found, warning(place, "missing-media", message, hint))
    title = "" if name == "-" else PurePath(name).stem
    missing = tuple(sorted(known.missing | others.missing))
    files = WithPictures(media, known.pictures | others.pictures)
    return Contents(title, cards, files, found, names=media.names, missing=missing, notes=told)


def _headers(text: str) -> tuple[dict[str, str], str]:
    """The headers, by name in lower case, and the text below them."""
    headers: dict[str, str] = {}
    while found := _HEADER.match(text):
        key = (found["key"] or found["key_quoted"]).strip().lower()
        if found["quoted"] is None:
            value, padding = _unpadded(found["bare"])
        else:
            value, padding = found["quoted"].replace('""', '"'), found["after"]
        if key == "separator" and padding:
            # A spreadsheet fills each row up to the widest one with the separator that it writes.
            value = padding[0]
        headers[key] = value if key == "separator" else value.strip()
        text = text[found.end() :]
    return headers, text


def _unpadded(value: str) -> tuple[str, str]:
    """A value without the separators that fill up its row, and these."""
    if len(value) > 1 and len(set(value)) == 1 and value[0] in _PADDING:
        return value[0], ""
    found = _PADDED.fullmatch(value)
    return (found[1], found[2]) if found else (value, "")


def _notes(body: str, headers: dict[str, str]) -> Iterator[_Note]:
    dialect = _dialect(body, headers)
    columns = {key: _column(headers, f"{key} column") for key in _COLUMNS}
    rows = [row.cells for row in table.rows(body, dialect)]
    is_html = headers.get("html", "").lower() == "true" or (
        "html" not in headers
        and any(html_cards.looks_like_html(cell) for cells in rows for cell in cells)
    )
    for cells in rows:
        special = {
            key: cells[at] if at is not None and at < len(cells) else ""
            for key, at in columns.items()
        }
        fields = tuple(
            cell if is_html else html_cards.of_text(cell)
            for at, cell in enumerate(cells)
            if at not in columns.values()
        )
        yield _Note(
            special["guid"],
            special["notetype"] or headers.get("notetype", ""),
            special["deck"] or headers.get("deck", ""),
            tuple(dict.fromkeys(tags.split(f"{headers.get('tags', '')} {special['tags']}"))),
            fields,
        )


def _dialect(body: str, headers: dict[str, str]) -> Dialect:
    # An editor that trims lines leaves nothing of a tab: that says as little as no header.
    if written := headers.get("separator"):
        sign = table.separator(written) or table.separator(written.strip())
        if sign is None:
            known = ", ".join(f"`{each}`" for each in table.SEPARATORS)
            message = f"`{written}` is not a separator"
            raise TextError("anki-text-header", message, 1, hint=f"known are {known}")
        return Dialect(sign, comments=True)
    found = table.sniff(body)
    return Dialect(found.separator if found else "\t", comments=True)


def _column(headers: dict[str, str], key: str) -> int | None:
    """The place of a column from zero."""
    written = headers.get(key, "")
    if not written.isascii() or not written.isdigit() or not 0 < int(written[:6]) < 10_000:  # noqa: PLR2004
        return None
    return int(written) - 1


def _is_built_in(note: _Note) -> bool:
    return note.note_type in _BUILT_IN


def _row(note: _Note, ids: dict[str, int], deck: int) -> StoredNote:
    note_type = _BUILT_IN[note.note_type]
    wanted = len(note_type.fields)
    fields = (*note.fields, *[""] * wanted)[:wanted]
    # The time of a note is not known: a note in a collection counts as newer, until it is edited.
    return StoredNote(ids.get(note.guid, 0), note.guid, note_type.id, 1, note.tags, fields, deck)


def _foreign(cards: HtmlCards, note: _Note) -> WrittenCard:
    front, *backs = note.fields or ("",)
    card = cards.card(front, backs, kinds.named_in(note.note_type))
    return replace(card, deck=note.deck, tags=tuple(map(tags.spelt, note.tags)))
