"""The package: a zip of the collection, the list of media, the media, and the lock."""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from io import FileIO
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import BinaryIO
from zlib import crc32

from obverse.formats.apkg.archive import DEFLATED, STORED, Archive, Member
from obverse.formats.apkg.chunks import LINES, PAGES, Deflated, deflate
from obverse.formats.apkg.pieces import Pieces
from obverse.machine.threads import beside
from obverse.values.lock import LOCK_MEMBER

_AT_ONCE = 1 << 20


def pack(
    image: Path,
    media: Mapping[str, str],
    lock: Callable[[], Deflated],
    stream: BinaryIO,
    pieces: Pieces,
) -> int:
    """Write the package and return the CRC-32 of the database. Raises `OSError`."""
    archive = Archive(stream)
    with image.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as raw:
        collection = deflate(raw, PAGES, pieces)
    _deflated(archive, "collection.anki2", collection)
    names = sorted(media)
    listing = json.dumps({str(number): name for number, name in enumerate(names)})
    _deflated(archive, "media", deflate(listing.encode(), LINES, pieces))
    for number, name in enumerate(names):
        _stored(archive, str(number), Path(media[name]))
    _deflated(archive, LOCK_MEMBER, lock())
    archive.close()
    return collection.crc


def crc_of_file(file: Path) -> int:
    """The CRC-32 of a file, which is not held in memory. Raises `OSError`."""
    crc = 0
    with file.open("rb", buffering=0) as stream:
        for part in _parts(stream):
            crc = crc32(part, crc)
    return crc


def packing(lock: bytes, pieces: Pieces) -> AbstractContextManager[Callable[[], Deflated]]:
    """Compress the lock while other work runs."""
    return beside(lambda: deflate(lock, LINES, pieces))


def _deflated(archive: Archive, name: str, done: Deflated) -> None:
    archive.add(Member(name, DEFLATED, done.crc, done.size, done.packed_size), done.parts)


def _stored(archive: Archive, name: str, path: Path) -> None:
    """Write the media, which are already compressed, as they are.

    The CRC-32 goes before the content, so a large file is read twice and never held in memory.
    """
    with path.open("rb", buffering=0) as stream:
        size, crc = os.fstat(stream.fileno()).st_size, 0
        if size <= _AT_ONCE:
            content = stream.readall()
            crc, parts = crc32(content), iter((content,))
        else:
            for part in _parts(stream):
                crc = crc32(part, crc)
            stream.seek(0)
            parts = _parts(stream)
        archive.add(Member(name, STORED, crc, size, size), parts)


def _parts(stream: FileIO) -> Iterator[bytes]:
    while part := stream.read(_AT_ONCE):
        yield part
