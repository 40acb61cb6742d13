"""The zip of an untrusted package: members by name, each checked for size before it is unpacked.

Two containers: the older one holds plain files and a media list in JSON, the newer one files
compressed with zstd and a media list in protobuf.
"""

import json
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import IO, BinaryIO
from zipfile import BadZipFile, LargeZipFile, ZipFile

import zstandard

from obverse.errors import ObverseError
from obverse.languages import protobuf
from obverse.values.import_limits import IMPORT_LIMITS, check_media

NEWEST, NEWER, OLDEST = "collection.anki21b", "collection.anki21", "collection.anki2"
_ENTRY = b"PK\x01\x02"  # begins each line of a zip's directory (APPNOTE 4.3.12)
_PIECE = 1 << 20
_FORM = 3  # the newest form of a package that is known (anki, `import_export.proto`, Version)
_NOT_A_PACKAGE = "export the deck from Anki again (File, Export)"


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a package: members, bytes of one file and of all, and the compression ratio.

    `ratio` applies above `small` bytes: real collections compress to a tenth, zeros to a
    thousandth.
    """

    members: int = IMPORT_LIMITS.media
    collection: int = 1 << 30
    file: int = 1 << 29
    total: int = IMPORT_LIMITS.package
    ratio: int = 100
    total_ratio: int = 20
    small: int = 1 << 24
    listing: int = 1 << 26


class Container:
    """An opened package."""

    def __init__(self, raw: bytes, limits: Limits) -> None:
        """Raises `ObverseError` for a file that is not a zip, or exceeds the limits."""
        self.limits = limits
        if raw.count(_ENTRY) > limits.members:
            raise ObverseError(f"the package has more than {limits.members:,} files", _TOO_MUCH)
        try:
            self._zip = ZipFile(BytesIO(raw))
        except (BadZipFile, LargeZipFile, ValueError, OSError, NotImplementedError) as fault:
            raise ObverseError(f"the file is not a package: {fault}", _NOT_A_PACKAGE) from fault
        # Pictures and sounds barely compress; many members that unpack the same bytes would.
        self.most_media = min(limits.total, max(len(raw) * limits.total_ratio, limits.small * 4))
        self._names = set(self._zip.namelist())
        self.collection = next((n for n in (NEWEST, NEWER, OLDEST) if n in self._names), "")
        if not self.collection:
            raise ObverseError("the package contains no collection", _NOT_A_PACKAGE)
        self.is_new = self.collection == NEWEST
        self._check_form()

    def _check_form(self) -> None:
        """Refuse a form that only a newer Anki reads: what is here may be no more than a notice."""
        raw = (
            b"".join(self._pieces("meta", 1 << 10, packed=False)) if "meta" in self._names else b""
        )
        with suppress(ValueError):  # of a file that Anki would not read either
            form = dict(protobuf.fields(raw)).get(1, 0)
            if isinstance(form, int) and form > _FORM:
                raise ObverseError(
                    f"the package has form {form}, and obverse reads forms up to {_FORM}",
                    "update obverse, or export with *Support older Anki versions*",
                )

    def save_collection(self, stream: BinaryIO) -> None:
        """Unpack the collection into a stream."""
        stream.writelines(self._pieces(self.collection, self.limits.collection, packed=self.is_new))

    def media_list(self) -> dict[str, str]:
        """The member of each media file by its name; of two with the same name, the first."""
        if "media" not in self._names:
            return {}
        raw = b"".join(self._pieces("media", self.limits.listing, packed=self.is_new))
        try:
            members = list(_entries(raw)) if self.is_new else list(_listed(raw))
        except (ValueError, RecursionError) as fault:
            raise ObverseError("the package's list of media is damaged", _NOT_A_PACKAGE) from fault
        check_media(len(members), "package")
        names: dict[str, str] = {}
        for member, name in members:
            if member in self._names:
                names.setdefault(name, member)
        return names

    def media(self, member: str) -> bytes:
        """The content of one media file."""
        return b"".join(self._pieces(member, self.limits.file, packed=self.is_new))

    def _pieces(self, name: str, most: int, *, packed: bool) -> Iterator[bytes]:
        size = self._zip.getinfo(name).compress_size
        most = min(most, max(size * self.limits.ratio, self.limits.small))
        written = 0
        try:
            with self._zip.open(name) as member:
                for piece in _unpacked(member) if packed else _plain(member):
                    written += len(piece)
                    if written > most:
                        raise ObverseError(
                            f"`{name}` in the package unpacks to more than {most:,} bytes",
                            _TOO_MUCH,
                        )
                    yield piece
        except (BadZipFile, zlib.error, zstandard.ZstdError, EOFError, OSError) as fault:
            raise ObverseError(f"`{name}` in the package is damaged", _NOT_A_PACKAGE) from fault
        except (NotImplementedError, RuntimeError) as fault:
            message = f"`{name}` in the package cannot be unpacked: {fault}"
            raise ObverseError(message, _NOT_A_PACKAGE) from fault


_TOO_MUCH = "no real deck is like that; do not trust the file"


class PackedMedia(Mapping[str, bytes]):
    """The media of a package by safe name, each unpacked when it is needed.

    Raises `ObverseError` if everything that was unpacked exceeds the limit in total.
    """

    def __init__(self, container: Container, members: dict[str, str]) -> None:
        self._container = container
        self._members = members
        self._asked: set[str] = set()
        self._total = 0

    def __getitem__(self, name: str) -> bytes:
        content = self._container.media(self._members[name])
        if name not in self._asked:
            self._asked.add(name)
            self._total += len(content)
        if self._total > self._container.most_media:
            raise ObverseError("the media of the package are too large in total", _TOO_MUCH)
        return content

    def __contains__(self, name: object) -> bool:
        return name in self._members

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)


def _plain(member: IO[bytes]) -> Iterator[bytes]:
    while piece := member.read(_PIECE):
        yield piece


def _unpacked(member: IO[bytes]) -> Iterator[bytes]:
    # Above 128 MiB the sender of the file would decide how much memory we use.
    reader = zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(
        member, read_across_frames=True
    )
    while piece := reader.read(_PIECE):
        yield piece


def _listed(raw: bytes) -> Iterator[tuple[str, str]]:
    """(member, name) of a list in JSON: `{"0": "graph.png"}`."""
    listing = json.loads(raw.decode("utf-8", "replace") or "{}")
    if not isinstance(listing, dict):
        raise ValueError("not an object")  # noqa: TRY004  # the caller knows one fault
    for member, name in listing.items():
        if isinstance(name, str):
            yield str(member), name


def _entries(raw: bytes) -> Iterator[tuple[str, str]]:
    """(member, name) of `MediaEntries` (anki, `import_export.proto`): entries 1, name 1 each.

    The member of a file is its index in the list, unless field 255 says otherwise.
    """
    place = 0
    for number, value in protobuf.fields(raw):
        if number != 1 or not isinstance(value, bytes):
            continue
        fields = dict(protobuf.fields(value))
        name = fields.get(1, b"")
        if isinstance(name, bytes):
            yield str(fields.get(255, place)), name.decode("utf-8", "replace")
        place += 1
