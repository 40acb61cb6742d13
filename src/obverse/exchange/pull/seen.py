"""Seen: what a collection was last seen to hold, so that the next pull knows who changed what.

A file in the build folder, for it is about one learner's collection and not for others. Without it
the last build counts as what Anki had.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from obverse.errors import ObverseError
from obverse.languages.fingerprint import digest
from obverse.machine import files
from obverse.machine.paths import real_path
from obverse.project.project import Project

_FOLDER = ".pulled"


class SeenNote(NamedTuple):
    """Digests of a note's fields in Anki, and of those here that looked the same; or empty.

    `tags` are those that Anki had when they were last settled, `deck` is where all its cards were,
    `fields` are those of `theirs`; each only if that is known.
    """

    theirs: str
    mine: str = ""
    tags: tuple[str, ...] | None = None
    deck: str = ""
    fields: tuple[str, ...] = ()


SeenNotes = dict[str, SeenNote]


def _path(project: Project, collection: Path) -> Path:
    return project.build / _FOLDER / f"{digest(real_path(collection))}.json"


def seen_notes(project: Project, collection: Path) -> SeenNotes:
    """What was last seen, by guid; nothing where that cannot be read."""
    with suppress(OSError, ObverseError, ValueError, TypeError, AttributeError):
        read: Mapping[Any, Sequence[Any]] = json.loads(files.read_own(_path(project, collection)))
        return {str(guid): _note(*columns) for guid, columns in read.items()}
    return {}


def _note(
    theirs: str,
    mine: str,
    tags: Sequence[str] | None = None,
    deck: str = "",
    fields: Sequence[str] = (),
) -> SeenNote:
    told = None if tags is None else tuple(map(str, tags))
    return SeenNote(str(theirs), str(mine), told, str(deck), tuple(map(str, fields)))


def remember_seen(project: Project, collection: Path, notes: SeenNotes) -> None:
    """Remember it. Raises `ObverseError`."""
    path = _path(project, collection)
    files.make_folder(path.parent)
    with files.replacing_with(path, json.dumps(dict(sorted(notes.items()))).encode()):
        pass
