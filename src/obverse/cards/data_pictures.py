"""Data pictures: pictures that are in a field as a `data:` address, as files."""

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping
from urllib.parse import unquote_to_bytes

from obverse.languages import media

_ADDRESS = re.compile(
    r"""\bsrc\s*=\s*(?:(?P<quote>["'])\s*)?data:image/(?P<kind>[a-z0-9.+-]{2,20})"""
    r"""(?:;(?!base64)[\w=.-]+)*(?P<base64>;base64)?,"""
    r"""(?P<content>(?(quote)(?:(?!(?P=quote)).)*|[^\s>"']*))(?(quote)(?P=quote))""",
    re.IGNORECASE | re.DOTALL,
)
_SUFFIXES = {
    "jpeg": ".jpg",
    "svg+xml": ".svg",
    "x-icon": ".ico",
    "vnd.microsoft.icon": ".ico",
    "pjpeg": ".jpg",
    "x-png": ".png",
}


def with_files(field: str) -> tuple[str, dict[str, bytes]]:
    """The field with each such picture as a file, and the content of the files by name.

    What cannot be decoded stays as it is.
    """
    if "data:" not in field:
        return field, {}
    files: dict[str, bytes] = {}

    def named(found: re.Match[str]) -> str:
        kind = found["kind"].lower()
        suffix = _SUFFIXES.get(kind, f".{kind}")
        content = _content(found)
        if not content or suffix not in media.IMAGES:
            return found[0]
        name = media.stored_name(f"picture{suffix}", content)
        files[name] = content
        return f'src="{name}"'

    return _ADDRESS.sub(named, field), files


def _content(found: re.Match[str]) -> bytes:
    raw = unquote_to_bytes(found["content"])
    try:
        return b64decode(b"".join(raw.split()), validate=True) if found["base64"] else raw
    except (binascii.Error, ValueError):
        return b""


class WithPictures(Mapping[str, bytes]):
    """Media, and pictures that were in the fields."""

    def __init__(self, media_: Mapping[str, bytes], pictures: Mapping[str, bytes]) -> None:
        """Of one name the picture counts: its name is made from its content."""
        self._media, self._pictures = media_, pictures

    def __getitem__(self, name: str) -> bytes:
        return self._pictures[name] if name in self._pictures else self._media[name]

    def __contains__(self, name: object) -> bool:
        return name in self._pictures or name in self._media

    def __iter__(self) -> Iterator[str]:
        yield from self._pictures
        yield from (name for name in self._media if name not in self._pictures)

    def __len__(self) -> int:
        return sum(1 for _ in self)
