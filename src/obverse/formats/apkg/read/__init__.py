"""Read a package as an author would have written it, without Anki; the file is not trusted.

A note of a built-in note type becomes a card of one of obverse's kinds, any other keeps its note
type.
"""

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path, PurePath
from typing import BinaryIO

from obverse.cards.data_pictures import WithPictures
from obverse.cards.file_names import media_names, printable
from obverse.cards.from_anki import Notes
from obverse.cards.kept_html import CLEAN, KeptHtml
from obverse.cards.media_folder import MediaFolder, named
from obverse.cards.rows import Rows
from obverse.errors import ObverseError
from obverse.formats import Contents
from obverse.formats.apkg.read.container import Container, Limits, PackedMedia
from obverse.formats.apkg.read.database import read_rows
from obverse.note_types.shown_files import shown_files
from obverse.values.diagnostic import Diagnostic, error, warning
from obverse.values.source import Place

_LIMITS = Limits()
_RENAME = "its name is a path; rename the file in Anki, and export again"


def read_collection(raw: bytes, name: str, keep: KeptHtml = CLEAN) -> Contents:
    """The notes of a collection that is in no package, and its media in the folder next to it.

    Raises `ObverseError` if it is damaged, or if Anki has it open.
    """
    if _is_open(name):
        message = f"Anki has `{name}` open, and its last changes are not in the file"
        raise ObverseError(message, "close Anki, and import again")
    rows, found = _rows(lambda stream: stream.write(raw), Place(name))
    folder = None if name == "-" else Path(name).with_suffix(".media")
    shown = named(field for row in rows.notes for field in row.fields)
    of_types = {file for each in rows.note_types.values() for file in shown_files(each)}
    there = {file for file in of_types if folder and (folder / file).is_file()}
    media = MediaFolder(folder, shown | there)
    notes = Notes(rows, media.safe, Place(name), keep)
    where = f"the folder `{folder.name}` next to it" if folder else "a folder next to it"
    return _contents(name, notes, media, found, where)._replace(names=media.names)


def _is_open(name: str) -> bool:
    """Whether changes to a collection wait in a file of their own (SQLite, "Write-Ahead Log")."""
    log = Path(f"{name}-wal")
    return name != "-" and log.is_file() and log.stat().st_size > 0


def read(raw: bytes, name: str, limits: Limits = _LIMITS, keep: KeptHtml = CLEAN) -> Contents:
    """The notes of a package and its media, which are unpacked when they are needed.

    Raises `ObverseError` for a file that is not a package, is damaged, or exceeds `limits`.
    """
    container = Container(raw, limits)
    rows, found = _rows(container.save_collection, Place(name))
    names, unsafe = media_names(container.media_list())
    found += [
        warning(Place(name), "unsafe-media-name", f"the media file `{each}` is left out", _RENAME)
        for each in unsafe
    ]
    safe_names = {written: safe for written, (safe, _) in names.items()}
    notes = Notes(rows, safe_names, Place(name), keep)
    media = PackedMedia(container, dict(names.values()))
    made = _contents(name, notes, media, found, "the package")
    return made._replace(names={safe: written for written, safe in safe_names.items()})


def _rows(save: Callable[[BinaryIO], object], place: Place) -> tuple[Rows, list[Diagnostic]]:
    """The rows of a collection, and what is wrong with its texts."""
    with tempfile.TemporaryDirectory(prefix="obverse-") as folder:
        path = Path(folder) / "collection"
        with path.open("wb") as stream:
            save(stream)
        rows = read_rows(path)
    if not rows.damaged:
        return rows, []
    message = f"{rows.damaged:,} texts are not UTF-8; unreadable bytes in them become `\ufffd`"
    return rows, [warning(place, "not-utf-8", message, "search for `\ufffd` after the import")]


def _contents(
    name: str, notes: Notes, media: Mapping[str, bytes], found: list[Diagnostic], where: str
) -> Contents:
    cards = tuple(notes.cards())
    place = Place(name)
    if notes.missing:
        message = f"{len(notes.missing):,} files that the notes show are not in {where}"
        hint = f"the first is `{printable(min(notes.missing))}`; put it into `media/` to ship it"
        found.append(warning(place, "missing-media", message, hint))
    if not cards:
        found.append(error(place, "no-cards", f"there are no notes in {where}"))
    told = notes.diagnostics()
    return Contents(
        title=PurePath(name).stem,
        cards=cards,
        media=WithPictures(media, notes.pictures),
        diagnostics=(*found, *told),
        note_types=notes.note_types,
        missing=tuple(sorted(notes.missing)),
        notes=told,
    )
