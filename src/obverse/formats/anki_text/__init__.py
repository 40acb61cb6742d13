"""Anki's text format: one line of cells for each note, after headers that say what they mean.

The headers are those of Anki's manual ("Text files") and of its export, "Notes in Plain Text".
Media are not part of it.
"""

from typing import BinaryIO

from obverse.formats import Format, Reading
from obverse.link.collection import Collection

MEDIA = "collection.media"


def _read(raw: bytes, name: str) -> Reading:
    from obverse.formats.anki_text.read import read

    return read(raw, name)


def _write(collection: Collection, lock: bytes, stream: BinaryIO) -> None:
    from obverse.formats.anki_text.write import write

    write(collection, lock, stream)


FORMAT = Format(
    "Anki's text with headers (Notes in Plain Text)",
    (".txt", ".tsv"),
    read=_read,
    write=_write,
    knows=lambda start: start.removeprefix(b"\xef\xbb\xbf").startswith(b"#separator:"),
    is_package=True,
    media_folder=MEDIA,
)
