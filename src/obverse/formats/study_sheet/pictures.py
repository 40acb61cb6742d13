"""The media of a field, in a form that a self-contained page can hold."""

import mimetypes
import re
from base64 import b64encode
from collections.abc import Mapping
from functools import lru_cache
from html import escape, unescape

from obverse.machine import files

_IMAGE = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_SOURCE = re.compile(r"""\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_PLAYED = re.compile(r"\[sound:((?:(?!\[sound:)[^\]\n])+)\]")
_PLAYER = re.compile(r"<(audio|video)\b([^<>]*)>(?:(?!<\1\b).)*?</\1>", re.IGNORECASE | re.DOTALL)


def embedded(field: str, media: Mapping[str, str]) -> str:
    """Pictures as data URIs; the names of sounds, videos and pictures on the web."""
    if "<" in field:
        field = _IMAGE.sub(lambda found: _picture(found[0], media), field)
        field = _PLAYER.sub(lambda found: _named(_source(found[2])), field)
    return _PLAYED.sub(lambda found: _named(found[1]), field)


def _picture(element: str, media: Mapping[str, str]) -> str:
    name = _source(element)
    if name in media:
        uri = _data_uri(media[name])
        return _SOURCE.sub(lambda _: f'src="{uri}"', element, count=1)
    if name.startswith("data:image/"):
        return element
    found = _ALT.search(element)
    alt = (found[1] or found[2] or "") if found else ""
    if name.startswith(("http://", "https://")):
        return f'<a href="{escape(name)}">{alt or escape(name)}</a>'
    return _named(unescape(alt) or name)


def _source(element: str) -> str:
    found = _SOURCE.search(element)
    return unescape(found[1] or found[2] or found[3] or "") if found else ""


def _named(name: str) -> str:
    return f'<span class="elsewhere">{escape(name)}</span>'


@lru_cache(maxsize=64)
def _data_uri(path: str) -> str:
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return f"data:{kind};base64,{b64encode(files.read(path)).decode()}"
