"""Write a collection as an .apkg with genanki. The only file that imports genanki.

genanki makes the schema and the JSON of decks and note types. Done here: ids, times and cards from
the collection, rows written in one go, and a package whose bytes depend only on what is in it. The
container is the legacy one (`collection.anki2`, schema 11), which every client reads.
"""

import json
import sqlite3
from collections import Counter
from contextlib import closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

import genanki

from obverse.formats.apkg import image, rows
from obverse.formats.apkg.kept import KeptPackage, clear, kept_files, remember
from obverse.formats.apkg.package import crc_of_file, pack, packing
from obverse.formats.apkg.pieces import Pieces
from obverse.link.collection import Collection, with_parents
from obverse.link.output import DeltaPart
from obverse.note_types import NO_SETTINGS, NoteType
from obverse.note_types.anki_settings import add_settings

# A field's letters in Anki's editor: those of its own note types, which every system has.
_FONT = {"font": "Arial", "size": 20}


def write(
    collection: Collection,
    lock: bytes,
    stream: BinaryIO,
    *,
    keep: Path | None = None,
    part: DeltaPart | None = None,
) -> None:
    """Write the package to a binary stream, with the lock as a member that Anki ignores.

    Media are read from the paths in `collection.media`. The folder `keep`, if it can be written,
    keeps what `amend` needs, of the whole also if only a `part` is written. Raises `OSError`.
    """
    written = _write if part is None else partial(_write_part, part=part)
    if not keep or not clear(keep):
        with TemporaryDirectory(prefix="obverse-") as folder, Pieces() as pieces:
            written(collection, lock, stream, Path(folder) / "collection", pieces)
        return
    file, pieces_file, _ = kept_files(keep)
    with Pieces(pieces_file) as pieces:
        crc = written(collection, lock, stream, file, pieces)
    # Where notes are close to each other, the ids of their cards depend on all of them.
    if rows.is_spread(note.note_id for note in collection.notes):
        remember(keep, _about(collection, crc, pieces))


def _write(
    collection: Collection, lock: bytes, stream: BinaryIO, file: Path, pieces: Pieces
) -> int:
    with packing(lock, pieces) as packed_lock:
        _save(collection, file)
        return pack(file, collection.media, packed_lock, stream, pieces)


def _write_part(
    collection: Collection,
    lock: bytes,
    stream: BinaryIO,
    file: Path,
    _: Pieces,
    *,
    part: DeltaPart,
) -> int:
    from obverse.formats.apkg.part_of_image import Whole, write_part

    _save(collection, file)
    write_part(Whole(file, collection.media, lock), part, stream)
    return crc_of_file(file)


def _about(collection: Collection, crc: int, pieces: Pieces) -> KeptPackage:
    used = Counter(note.note_type for note in collection.notes)
    types = {
        key: (each.id, len(each.fields), used[key]) for key, each in collection.note_types.items()
    }
    return KeptPackage(crc, types, Counter(note.deck for note in collection.notes), pieces.used)


def _save(collection: Collection, path: Path) -> None:
    with closing(image.connect(":memory:")) as connection:
        cursor = connection.cursor()
        indexes = _empty(collection, cursor)
        cursor.execute("BEGIN")
        _write_rows(cursor, collection)
        # Making an index over existing rows takes half the time of letting one grow.
        for statement in indexes:
            cursor.execute(statement)
        cursor.execute("COMMIT")
        image.save(connection, path)


def _empty(collection: Collection, cursor: sqlite3.Cursor) -> list[str]:
    """Make the tables, with decks and note types; returns the statements that make the indexes."""
    # One deck without a note carries the note types through genanki, so that it loads and dumps
    # the JSON of all decks once, and not once for each. The order does not depend on that of the
    # notes, which an edit may change.
    names = sorted(with_parents(collection.decks))
    carriers = [genanki.Deck(rows.deck_id(name), name) for name in names[:1]]
    for _, note_type in sorted(collection.note_types.items()):
        carriers[0].add_model(_Model(note_type))
    genanki.Package(carriers).write_to_db(cursor, 0, iter(()))
    ((written,),) = cursor.execute("SELECT decks FROM col")
    decks = [genanki.Deck(rows.deck_id(name), name) for name in names]
    all_decks = json.loads(written) | {str(each.deck_id): each.to_json() for each in decks}
    cursor.execute("UPDATE col SET decks = ?", (json.dumps(all_decks),))
    indexes = cursor.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'index'").fetchall()
    for name, _ in indexes:
        cursor.execute(f"DROP INDEX {name}")
    return [sql for name, sql in sorted(indexes, key=lambda each: each[0] == image.BY_POSITION)]


def _write_rows(cursor: sqlite3.Cursor, collection: Collection) -> None:
    """All notes and cards, in the order of their ids, which is the fastest for SQLite."""
    decks = {name: rows.deck_id(name) for name in collection.decks}
    types = {key: each.id for key, each in collection.note_types.items()}
    placed = sorted(enumerate(collection.notes, start=1), key=lambda each: each[1].note_id)
    moved = rows.moved_cards(collection.notes)
    cursor.executemany(
        rows.INSERT_NOTE, (rows.note_row(note, types[note.note_type]) for _, note in placed)
    )
    cursor.executemany(
        rows.INSERT_CARD,
        (
            row
            for due, note in placed
            for row in rows.card_rows(note, decks[note.deck], due, moved.get(note.note_id, ()))
        ),
    )


class _Model(genanki.Model):
    """A note type with its time; which cards a note has, the note decides."""

    def __init__(self, note_type: NoteType) -> None:
        super().__init__(
            note_type.id,
            note_type.name,
            fields=[{"name": name} | _FONT | _id(number) for name, number in note_type.fields],
            templates=[
                {"name": each.name, "qfmt": each.front, "afmt": each.back} | _id(each.id)
                for each in note_type.templates
            ],
            css=note_type.css,
            model_type=self.CLOZE if note_type.is_cloze else self.FRONT_BACK,
        )
        self.modified = note_type.modified
        self.settings = note_type.anki

    def to_json(self, timestamp: float, deck_id: int) -> dict[str, Any]:  # noqa: ARG002
        written: dict[str, Any] = super().to_json(self.modified, deck_id)
        if self.settings != NO_SETTINGS:
            add_settings(written, *self.settings)
        return written


def _id(number: int | None) -> dict[str, int]:
    return {} if number is None else {"id": number}
