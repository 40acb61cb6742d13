"""The last package: the lock and the notes in a package that obverse wrote."""

import sqlite3
import zipfile
import zlib
from pathlib import Path
from typing import NamedTuple

from obverse.errors import ObverseError
from obverse.languages import tags
from obverse.machine import files
from obverse.machine.distrust import distrust
from obverse.values.lock import LOCK_MEMBER

_COLLECTION_MEMBER = "collection.anki2"
_STEPS, _LONGEST = 600_000_000, 1 << 26  # instructions of SQLite, and bytes of one value
_NOTES = "select guid, mid, flds, tags from notes"


class ShippedNote(NamedTuple):
    """A note as it was shipped: the note type's id in Anki, the fields, the tags."""

    note_type_id: int
    fields: tuple[str, ...]
    tags: tuple[str, ...]


def lock_text(path: Path) -> str:
    """The lock in a package; raises `ObverseError` if there is none."""
    try:
        return _member(path, LOCK_MEMBER).decode()
    except UnicodeDecodeError as fault:
        raise ObverseError(f"the lock in `{path}` is damaged: it is not UTF-8") from fault


def notes(path: Path) -> dict[str, ShippedNote]:
    """All notes of a package by guid; raises `ObverseError` if obverse did not write it."""
    connection = sqlite3.connect(":memory:")
    try:
        distrust(connection, steps=_STEPS, longest=_LONGEST)
        connection.deserialize(_member(path, _COLLECTION_MEMBER))
        return {
            guid: ShippedNote(note_type_id, tuple(fields.split("\x1f")), tags.split(tags_))
            for guid, note_type_id, fields, tags_ in connection.execute(_NOTES)
        }
    except sqlite3.Error as fault:
        raise ObverseError(f"the collection in `{path}` cannot be read: {fault}") from fault
    finally:
        connection.close()


def _member(path: Path, name: str) -> bytes:
    try:
        with files.reading(path), zipfile.ZipFile(path) as archive:
            return archive.read(name)
    except KeyError:
        hint = "only a package that obverse wrote has it; Anki leaves it out when it exports"
        raise ObverseError(f"`{path}` does not contain `{name}`", hint) from None
    # Besides a bad one, what Python cannot unpack: encrypted, cut, or compressed in another way.
    except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError, RuntimeError) as fault:
        raise ObverseError(f"`{path}` is not a package: {fault}") from fault
