"""Anki's package (`.apkg`): a zip with an SQLite collection, a media list and the media."""

from typing import BinaryIO

from obverse.formats import Contents, Format, PackageWriter, Reader
from obverse.link.collection import Collection
from obverse.values.import_limits import IMPORT_LIMITS

COLLECTION = b"SQLite format 3\0"  # begins a collection that is in no package
_STARTS = (b"PK\x03\x04", COLLECTION)


def _read(raw: bytes, name: str, *, styles: str = "keep", trust: bool = False) -> Contents:
    # Reading and writing are imported only when they are needed.
    from obverse.cards.kept_html import kept_html
    from obverse.formats.apkg.read import read, read_collection

    if raw.startswith(COLLECTION):
        return read_collection(raw, name, kept_html(styles, trust=trust))
    return read(raw, name, keep=kept_html(styles, trust=trust))


def _write(collection: Collection, lock: bytes, stream: BinaryIO) -> None:
    from obverse.formats.apkg.write import write

    write(collection, lock, stream)


FORMAT = Format(
    "Anki's package",
    (".apkg", ".colpkg", ".anki2", ".anki21"),
    Reader(
        _read,
        ("styles",),
        trusts=True,
        knows=lambda start: start.startswith(_STARTS),
        most=IMPORT_LIMITS.package,
    ),
    PackageWriter(_write),
    only_read=(".colpkg", ".anki2", ".anki21"),
)
