"""A zip of members that are already compressed, without a trace of when and where it was made.

`zipfile` would compress again what the last package has compressed. The numbers are those of
APPNOTE.TXT 6.3.10, by section. Nothing is written twice, so the stream need not be seekable.
"""

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO
from zlib import crc32

STORED, DEFLATED = 0, 8
_LOCAL = struct.Struct("<4s5H3I2H")  # 4.3.7
_CENTRAL = struct.Struct("<4s6H3I5H2I")  # 4.3.12
_END = struct.Struct("<4s4H2IH")  # 4.3.16
_END_64 = struct.Struct("<4sQ2H2I4Q")  # 4.3.14
_LOCATOR_64 = struct.Struct("<4sIQI")  # 4.3.15
_PLAIN, _ZIP64 = 20, 45  # the version that is needed to read a member (4.4.3)
_UNIX = 3 << 8
_MODE = 0o644 << 16
_DATE = 1 << 5 | 1  # 1980-01-01, the earliest date of a zip: builds have no date
# These mark values that do not fit and follow in a field for zip64 (4.4.1.4, 4.5.3).
_FULL, _MANY = 0xFFFF_FFFF, 0xFFFF
_LARGE = _FULL  # the first number of bytes that does not fit


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the zip: `crc` and `size` are of its content, not of the compressed bytes."""

    name: str
    method: int
    crc: int
    size: int
    packed_size: int


class Archive:
    """Writes a zip to a binary stream, which is at its beginning. To be closed when all is in."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._at = 0
        self._directory: list[bytes] = []

    def add(self, member: Member, parts: Iterable[bytes]) -> None:
        """Write a member; raises `OSError` if the parts do not match its size."""
        self._directory.append(_central(member, self._at))
        self._write(_local(member))
        start, crc = self._at, 0
        for part in parts:
            self._write(part)
            crc = crc32(part, crc) if member.method == STORED else member.crc
        if (self._at - start, crc) != (member.packed_size, member.crc):
            raise OSError(f"member `{member.name}` changed while it was written")

    def close(self) -> None:
        """Write the directory of all members and the end."""
        start, count = self._at, len(self._directory)
        for each in self._directory:
            self._write(each)
        size, end = self._at - start, self._at
        counts, place = (count, count), (size, start)
        if count >= _MANY or max(place) >= _LARGE:
            self._write(
                _END_64.pack(b"PK\6\6", _END_64.size - 12, _ZIP64, _ZIP64, 0, 0, *counts, *place)
            )
            self._write(_LOCATOR_64.pack(b"PK\6\7", 0, end, 1))
            counts, place = (_MANY, _MANY), (_FULL, _FULL)
        self._write(_END.pack(b"PK\5\6", 0, 0, *counts, *place, 0))

    def _write(self, part: bytes) -> None:
        self._stream.write(part)
        self._at += len(part)


def _local(member: Member) -> bytes:
    sizes, extra = (member.packed_size, member.size), b""
    if max(sizes) >= _LARGE:  # both, then, have to be in the field
        sizes, extra = (_FULL, _FULL), _zip64(member.size, member.packed_size)
    name, about = _about(member, sizes, extra)
    return _LOCAL.pack(b"PK\3\4", *about) + name + extra


def _central(member: Member, start: int) -> bytes:
    sizes, large = (member.packed_size, member.size), list[int]()
    if max(sizes) >= _LARGE:
        sizes, large = (_FULL, _FULL), [member.size, member.packed_size]
    if start >= _LARGE:
        large.append(start)
        start = _FULL
    extra = _zip64(*large) if large else b""
    name, about = _about(member, sizes, extra)
    rest = (0, 0, 0, _MODE, start)
    return _CENTRAL.pack(b"PK\1\2", _UNIX | _PLAIN, *about, *rest) + name + extra


def _about(member: Member, sizes: tuple[int, int], extra: bytes) -> tuple[bytes, tuple[int, ...]]:
    """The name, and what both headers say."""
    needed, name = (_ZIP64 if extra else _PLAIN), member.name.encode("ascii")
    lengths = (len(name), len(extra))
    return name, (needed, 0, member.method, 0, _DATE, member.crc, *sizes, *lengths)


def _zip64(*numbers: int) -> bytes:
    return struct.pack(f"<2H{len(numbers)}Q", 1, 8 * len(numbers), *numbers)
