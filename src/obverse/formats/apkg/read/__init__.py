"""Read a package as an author would have written it, without Anki; the file is not trusted.

A note of a built-in note type becomes a card of one of obverse's kinds, any other keeps its note
type.
"""

import tempfile
from pathlib import Path, PurePath

from obverse.cards.data_pictures import WithPictures
from obverse.cards.file_names import media_names, printable
from obverse.cards.from_anki import Notes
from obverse.cards.kept_html import CLEAN, KeptHtml
from obverse.formats import Contents
from obverse.formats.apkg.read.container import Container, Limits, PackedMedia
from obverse.formats.apkg.read.database import read_rows
from obverse.values.diagnostic import Diagnostic, error, warning
from obverse.values.source import Place

_LIMITS = Limits()
_RENAME = "its name is a path; rename the file in Anki, and export again"


def read(raw: bytes, name: str, limits: Limits = _LIMITS, keep: KeptHtml = CLEAN) -> Contents:
    """The notes of a package and its media, which are unpacked when they are needed.

    Raises `ObverseError` for a file that is not a package, is damaged, or exceeds `limits`.
    """
    container = Container(raw, limits)
    with tempfile.TemporaryDirectory(prefix="obverse-") as folder:
        path = Path(folder) / "collection"
        with path.open("wb") as stream:
            container.save_collection(stream)
        rows = read_rows(path)
    place = Place(name)
    found: list[Diagnostic] = []
    if rows.damaged:
        message = f"{rows.damaged:,} texts are not UTF-8; unreadable bytes in them become `\ufffd`"
        found.append(warning(place, "not-utf-8", message, "search for `\ufffd` after the import"))
    names, unsafe = media_names(container.media_list())
    found += [
        warning(place, "unsafe-media-name", f"the media file `{each}` is left out", _RENAME)
        for each in unsafe
    ]
    notes = Notes(rows, {written: safe for written, (safe, _) in names.items()}, place, keep)
    cards = tuple(notes.cards())
    if notes.missing:
        message = f"{len(notes.missing):,} files that the notes show are not in the package"
        hint = f"the first is `{printable(min(notes.missing))}`; put it into `media/` to ship it"
        found.append(warning(place, "missing-media", message, hint))
    if not cards and not notes.found:
        found.append(error(place, "no-cards", "there are no notes in the package"))
    told = notes.diagnostics()
    return Contents(
        title=PurePath(name).stem,
        cards=cards,
        media=WithPictures(PackedMedia(container, dict(names.values())), notes.pictures),
        diagnostics=(*found, *told),
        note_types=notes.note_types,
        names={safe: written for written, (safe, _) in names.items()},
        missing=tuple(sorted(notes.missing)),
        notes=told,
    )
