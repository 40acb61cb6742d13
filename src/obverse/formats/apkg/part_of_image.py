"""Write a part of a collection as a package of its own, from its whole database."""

import json
import os
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, NamedTuple

from obverse.cards.media_folder import named
from obverse.formats.apkg import image
from obverse.formats.apkg.chunks import LINES, deflate
from obverse.formats.apkg.package import pack
from obverse.formats.apkg.pieces import Pieces
from obverse.link.collection import with_parents
from obverse.link.output import DeltaPart

_LOOKED_AT = 200  # notes of a type, to find one that shows no file
_DEFAULT = "1"  # the id of the deck that every collection has


class Whole(NamedTuple):
    """What a part is of: the database, the path of each file by its name, and the lock."""

    file: Path
    media: Mapping[str, str]
    lock: bytes


def write_part(whole: Whole, part: DeltaPart, stream: BinaryIO) -> None:
    """Write a package with a part of the notes, the files they show, and the whole lock.

    What it is a part of is only read. Raises `OSError`.
    """
    with TemporaryDirectory(prefix="obverse-") as folder, Pieces() as pieces:
        file = Path(folder) / "collection"
        try:
            shown = _save(whole, part, file)
        except (sqlite3.Error, ValueError, LookupError) as fault:
            raise OSError(f"cannot read the collection: {fault}") from fault
        media = {name: whole.media[name] for name in whole.media.keys() & shown - part.held}
        pack(file, media, lambda: deflate(whole.lock, LINES, pieces), stream, pieces)


def _save(whole: Whole, part: DeltaPart, file: Path) -> set[str]:
    """Save the part of the database to a file; gives the names of the files that are shown."""
    with closing(image.connect(":memory:")) as connection:
        cursor = connection.cursor()
        # As bytes, because a name need not be UTF-8.
        cursor.execute("ATTACH CAST(? AS TEXT) AS whole", (os.fsencode(whole.file),))
        cursor.execute("BEGIN")
        indexes = _make_tables(cursor)
        models = _column(cursor, "models")
        changed = {key: each for key, each in models.items() if each["name"] in part.note_types}
        _copy(cursor, part.note_ids)
        _copy(cursor, _carriers(cursor, changed))
        _leave_used(cursor, models)
        for statement in indexes:
            cursor.execute(statement)
        cursor.execute("COMMIT")
        shown = named(text for (text,) in cursor.execute("SELECT flds FROM main.notes"))
        cursor.execute("DETACH whole")
        image.save(connection, file)
    return shown | _files_of_types(changed.values(), whole.media)


def _make_tables(cursor: sqlite3.Cursor) -> list[str]:
    """Make the same tables, with the one row that is not of a note; gives what makes indexes."""
    made = cursor.execute(
        "SELECT type, name, sql FROM whole.sqlite_schema WHERE sql IS NOT NULL"
    ).fetchall()
    for kind, name, statement in made:
        if kind == "table" and not name.startswith("sqlite_"):
            cursor.execute(statement)
    cursor.execute("INSERT INTO main.col SELECT * FROM whole.col")
    indexes = [(name, statement) for kind, name, statement in made if kind == "index"]
    return [statement for name, statement in sorted(indexes, key=_by_position_last)]


def _by_position_last(index: tuple[str, str]) -> tuple[bool, str]:
    return index[0] == image.BY_POSITION, index[0]


def _copy(cursor: sqlite3.Cursor, note_ids: Iterable[int]) -> None:
    ids = [(each,) for each in note_ids]
    cursor.executemany("INSERT INTO main.notes SELECT * FROM whole.notes WHERE id = ?", ids)
    cursor.executemany("INSERT INTO main.cards SELECT * FROM whole.cards WHERE nid = ?", ids)


def _carriers(cursor: sqlite3.Cursor, changed: Iterable[str]) -> list[int]:
    """A note of each changed note type that has none yet: Anki takes only types that are used.

    One that shows no file, if there is one: Anki knows the note already, and leaves it alone.
    """
    found = []
    for key in sorted(changed):
        if cursor.execute("SELECT 1 FROM main.notes WHERE mid = ?", (int(key),)).fetchone():
            continue
        query = "SELECT id, flds FROM whole.notes WHERE mid = ? ORDER BY id LIMIT ?"
        notes = cursor.execute(query, (int(key), _LOOKED_AT)).fetchall()
        found += [note_id for note_id, _ in sorted(notes, key=lambda each: bool(named(each[1:])))][
            :1
        ]
    return found


def _leave_used(cursor: sqlite3.Cursor, models: Mapping[str, Any]) -> None:
    """Leave the note types and the decks that notes and cards of the part have."""
    used = {str(key) for (key,) in cursor.execute("SELECT DISTINCT mid FROM main.notes")}
    decks = _column(cursor, "decks")
    ids = {str(key) for (key,) in cursor.execute("SELECT DISTINCT did FROM main.cards")}
    names = with_parents(decks[key]["name"] for key in ids)
    cursor.execute(
        "UPDATE main.col SET models = ?, decks = ?",
        (
            json.dumps({key: each for key, each in models.items() if key in used}),
            json.dumps(
                {key: d for key, d in decks.items() if d["name"] in names or key == _DEFAULT}
            ),
        ),
    )


def _column(cursor: sqlite3.Cursor, name: str) -> dict[str, Any]:
    ((written,),) = cursor.execute(f"SELECT {name} FROM whole.col")  # noqa: S608  # fixed
    found: dict[str, Any] = json.loads(written)
    return found


def _files_of_types(changed: Iterable[Mapping[str, Any]], media: Iterable[str]) -> set[str]:
    """The files that templates and CSS show: their names begin with `_`."""
    texts = [
        text
        for each in changed
        for text in (
            each["css"],
            *(one[side] for one in each["tmpls"] for side in ("qfmt", "afmt")),
        )
    ]
    return {name for name in media if name[:1] == "_" and any(name in text for text in texts)}
