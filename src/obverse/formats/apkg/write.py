"""Write a collection as an .apkg with genanki, its gaps closed. The only file that knows genanki.

genanki makes the rows of notes and cards, the JSON of decks and note types, and the schema. What
is ours: ids, times and cards from the collection, rows written in one go, and a zip whose bytes
depend on nothing but what is in it. The container is the legacy one (`collection.anki2`, schema
11), which every client reads.
"""

import json
import shutil
import sqlite3
from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import genanki

from obverse.collection import Collection, CollectionNote
from obverse.lock import SPAN
from obverse.note_types import NoteType

LOCK_MEMBER = "obverse.lock"
# The first moment a zip can date (APPNOTE 4.4.6), for every member: builds have no date.
_DATE = (1980, 1, 1, 0, 0, 0)
_LEVEL = 1  # a third of the time of level 6 for 9 % more bytes


def write(collection: Collection, lock: str, stream: BinaryIO) -> None:
    """Write the package to a binary stream; the lock's text goes along as a member Anki ignores.

    Media are read from the paths in `collection.media`. Raises `OSError` from either side.
    """
    with ZipFile(stream, "w") as archive:
        _member(archive, "collection.anki2", _database(collection))
        names = sorted(collection.media)
        listing = json.dumps({str(number): name for number, name in enumerate(names)})
        _member(archive, "media", listing.encode())
        for number, name in enumerate(names):
            _media_member(archive, str(number), Path(collection.media[name]))
        _member(archive, LOCK_MEMBER, lock.encode())


def _database(collection: Collection) -> bytes:
    models = {key: _Model(each) for key, each in sorted(collection.note_types.items())}
    # One deck without a note carries the note types through genanki; what it would do once for
    # each deck (load and dump the JSON of all) and for each note (a statement) is done once.
    carriers = [genanki.Deck(deck_id(name), name) for name in collection.decks[:1]]
    for model in models.values():
        carriers[0].add_model(model)
    connection = sqlite3.connect(":memory:")
    try:
        cursor = connection.cursor()
        genanki.Package(carriers).write_to_db(cursor, 0, iter(()))
        (decks,) = cursor.execute("SELECT decks FROM col").fetchone()
        decks = json.dumps(json.loads(decks) | _decks(collection))
        cursor.execute("UPDATE col SET decks = ?", (decks,))
        _write_notes(cursor, collection, models)
        connection.commit()
        return connection.serialize()
    finally:
        connection.close()


_AT_ONCE = 1000  # rows: the gain of writing many at once is had, and memory is not


class _Rows:
    """Takes rows where genanki expects a cursor, so that many can be written in one go."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self.cursor = cursor
        self.rows: dict[str, list[Sequence[Any]]] = {}
        self.lastrowid = 0

    def execute(self, statement: str, row: Sequence[Any]) -> None:
        rows = self.rows.setdefault(statement, [])
        rows.append(row)
        self.lastrowid = row[0]
        if len(rows) == _AT_ONCE:
            self.cursor.executemany(statement, rows)
            rows.clear()

    def flush(self) -> None:
        for statement, rows in self.rows.items():
            self.cursor.executemany(statement, rows)


class _Model(genanki.Model):
    """A note type with its own time, and which cards a note has left to the note."""

    def __init__(self, note_type: NoteType) -> None:
        super().__init__(
            note_type.id,
            note_type.name,
            fields=[{"name": name} | _id(number) for name, number in note_type.fields],
            templates=[
                {"name": each.name, "qfmt": each.front, "afmt": each.back} | _id(each.id)
                for each in note_type.templates
            ],
            css=note_type.css,
            model_type=self.CLOZE if note_type.is_cloze else self.FRONT_BACK,
        )
        self.modified = note_type.modified

    def to_json(self, timestamp: float, deck_id: int) -> dict[str, Any]:  # noqa: ARG002
        written: dict[str, Any] = super().to_json(self.modified, deck_id)
        return written


def _id(number: int | None) -> dict[str, int]:
    return {} if number is None else {"id": number}


class _Note(genanki.Note):
    """A note whose ids, time and cards are given, not guessed; one object takes each in turn.

    The names below stand in for properties of genanki's that check or guess what is known here,
    at a third of the time of writing a package.
    """

    guid = ""
    tags: tuple[str, ...] = ()
    cards: tuple[genanki.Card, ...] = ()
    sort_field = ""

    def __init__(self) -> None:
        """Made empty: `take` fills it."""

    def take(self, note: CollectionNote, model: _Model, due: int) -> None:
        """Be this note."""
        self.model, self.due = model, due
        self.guid, self.tags, self.fields = note.guid, note.tags, note.fields
        self.sort_field = note.fields[0]
        self.cards = _cards(note.cards)

    def _check_invalid_html_tags_in_fields(self) -> None:
        """Quadratic on `<` without `>`, and the renderer made the HTML."""


@cache
def _cards(ordinals: tuple[int, ...]) -> tuple[genanki.Card, ...]:
    return tuple(genanki.Card(ordinal) for ordinal in ordinals)


def _write_notes(cursor: sqlite3.Cursor, collection: Collection, models: dict[str, _Model]) -> None:
    """All rows of notes and cards."""
    decks = {name: deck_id(name) for name in collection.decks}
    rows, written = _Rows(cursor), _Note()
    moved = _card_ids(collection.notes)
    for due, note in enumerate(collection.notes, start=1):
        written.take(note, models[note.note_type], due)
        cards = moved.get(note.note_id) or (note.note_id + ordinal for ordinal in note.cards)
        written.write_to_db(rows, note.modified, decks[note.deck], iter((note.note_id, *cards)))
    rows.flush()


def _card_ids(notes: Sequence[CollectionNote]) -> dict[int, list[int]]:
    """The ids of the cards of notes whose ids are Anki's own, by note id.

    Such notes may be a millisecond apart, and their cards get the next ids that are free. Only
    within a package must ids differ: Anki knows a card by its note and its ordinal.
    """
    theirs = sorted((n for n in notes if n.note_id % SPAN), key=lambda note: note.note_id)
    if not theirs:
        return {}
    taken = {n.note_id + ordinal for n in notes if not n.note_id % SPAN for ordinal in n.cards}
    ids: dict[int, list[int]] = {}
    last = 0
    for note in theirs:
        for ordinal in note.cards:
            last = max(note.note_id + ordinal, last + 1)
            while last in taken:
                last += 1
            ids.setdefault(note.note_id, []).append(last)
    return ids


def _decks(collection: Collection) -> dict[str, Any]:
    """The JSON of all decks, by id, which genanki would load and dump once for each of them."""
    decks = (genanki.Deck(deck_id(name), name) for name in collection.decks)
    return {str(deck.deck_id): deck.to_json() for deck in decks}


def deck_id(name: str) -> int:
    """A deck's id in the package; Anki matches decks by name and throws it away."""
    return int.from_bytes(blake2b(name.encode(), digest_size=5).digest(), "big") + (1 << 40)


def _member(archive: ZipFile, name: str, content: bytes) -> None:
    archive.writestr(_about(name, ZIP_DEFLATED), content, compresslevel=_LEVEL)


def _media_member(archive: ZipFile, name: str, path: Path) -> None:
    """Pictures and sounds are compressed already: stored, and read a piece at a time."""
    about = _about(name, ZIP_STORED)
    about.file_size = path.stat().st_size
    with path.open("rb") as content, archive.open(about, "w") as member:
        shutil.copyfileobj(content, member, 1 << 20)


def _about(name: str, method: int) -> ZipInfo:
    about = ZipInfo(name, _DATE)
    about.compress_type = method
    about.create_system = 3
    about.external_attr = 0o644 << 16
    return about


assert SPAN > 500  # noqa: S101, PLR2004  # a card's id is its note's id and its ordinal: see `lock.SPAN`
