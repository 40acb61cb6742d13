"""What a build keeps of its package in a folder, so that the next one only amends it."""

import json
import os
import sqlite3
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from obverse.formats.apkg.pieces import Span
from obverse.machine.files import is_own

# The bytes depend on the first and the last.
_VERSIONS = [1, sqlite3.sqlite_version, zlib.ZLIB_RUNTIME_VERSION]
_IMAGE, _PIECES, _INDEX = "collection.sqlite3", "pieces", "package.json"


class CannotAmendError(Exception):
    """What is kept is missing or does not fit the change: the package must be written whole."""


class KeptPackage(NamedTuple):
    """What is known of the files: the CRC-32 of the database, and where each piece is.

    `types` are the note types by key: id, number of fields, number of notes. `decks` are the
    numbers of notes by name of deck.
    """

    crc: int
    types: Mapping[str, tuple[int, int, int]]
    decks: Mapping[str, int]
    places: Mapping[str, Span]

    @property
    def notes(self) -> int:
        """How many notes there are."""
        return sum(self.decks.values())


def kept_files(folder: Path) -> tuple[Path, Path, Path]:
    """The files that are kept: the database, the compressed pieces, what is known of both."""
    return folder / _IMAGE, folder / _PIECES, folder / _INDEX


def forget(folder: Path) -> None:
    """Delete what is kept. Raises `OSError` if the folder cannot be written."""
    (folder / _INDEX).unlink(missing_ok=True)


def clear(folder: Path) -> bool:
    """Make the folder and delete what was kept; whether anything can be kept in it."""
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        if not is_own(folder, folder=True):
            return False
        for path in folder.iterdir():
            path.unlink()
        return os.access(folder, os.W_OK)
    return False


def remember(folder: Path, kept: KeptPackage) -> None:
    """Record that the other files are complete: written last, and ignored if it is damaged."""
    about = [kept.crc, kept.types, kept.decks, kept.places]
    (folder / _INDEX).write_text(json.dumps([_VERSIONS, *about]), encoding="utf-8")


def recall(folder: Path) -> KeptPackage:
    """What is kept. Raises `CannotAmendError` if nothing is, or another version kept it."""
    # A stranger's repository may come with a link, and what it leads to would be changed.
    # A journal would be played back, and half of a file may be another's link: of a build that was
    # killed they are too, and then the package is written whole.
    known = kept_files(folder)
    if not is_own(folder, folder=True) or not all(map(is_own, known)):
        raise CannotAmendError("nothing is kept")
    if {each.name for each in folder.iterdir()} != {each.name for each in known}:
        raise CannotAmendError("something else is kept")
    with suppress(OSError, ValueError, TypeError, AttributeError):
        versions, crc, types, decks, places = json.loads((folder / _INDEX).read_bytes())
        if versions == _VERSIONS:
            types = {str(key): (int(a), int(b), int(c)) for key, (a, b, c) in types.items()}
            places = {str(key): (int(a), int(b), int(c)) for key, (a, b, c) in places.items()}
            return KeptPackage(crc, types, {str(key): int(n) for key, n in decks.items()}, places)
    raise CannotAmendError("nothing is kept")
