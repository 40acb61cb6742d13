"""Write a collection as an .apkg.

`tables` has what is the same in each: the schema and the JSON of decks and note types. Done here:
rows written in one go, and a package whose bytes depend only on what is in it. The container is
the legacy one (`collection.anki2`, schema 11), which every client reads.
"""

import sqlite3
from collections import Counter
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import BinaryIO

from obverse.formats.apkg import image, rows
from obverse.formats.apkg.kept import KeptPackage, clear, kept_files, remember
from obverse.formats.apkg.package import crc_of_file, pack, packing
from obverse.formats.apkg.pieces import Pieces
from obverse.formats.apkg.tables import make_empty
from obverse.link.collection import Collection
from obverse.link.output import DeltaPart


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
        from tempfile import TemporaryDirectory  # nearly every build keeps its package

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
        indexes = make_empty(collection, cursor)
        cursor.execute("BEGIN")
        _write_rows(cursor, collection)
        # Making an index over existing rows takes half the time of letting one grow.
        for statement in indexes:
            cursor.execute(statement)
        cursor.execute("COMMIT")
        image.save(connection, path)


def _write_rows(cursor: sqlite3.Cursor, collection: Collection) -> None:
    """All notes and cards, in the order of their ids, which is the fastest for SQLite."""
    decks = {name: rows.deck_id(name) for name in collection.decks}
    types = {key: each.id for key, each in collection.note_types.items()}
    positions = collection.positions or range(1, len(collection.notes) + 1)
    pairs = zip(positions, collection.notes, strict=True)
    placed = sorted(pairs, key=lambda each: each[1].note_id)
    moved = rows.moved_cards(collection.notes)
    cursor.executemany(
        rows.INSERT_NOTE, (rows.note_row(note, types[note.note_type]) for _, note in placed)
    )
    cursor.executemany(rows.INSERT_CARD, rows.card_rows(placed, decks, moved))
