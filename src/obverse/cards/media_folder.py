"""Media in a folder next to a file: those that its notes name, read when they are needed."""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from obverse.cards.file_names import media_names
from obverse.machine import files
from obverse.machine.file_names import safe
from obverse.values.import_limits import check_media

# As in Anki's media check (rslib, `text.rs`): what a field names by `src`, `data` or `[sound:]`.
# Bounded here and below: what is never closed would be looked through from every opening.
_NAMED = re.compile(
    r"""(?:src|data)\s*+=\s*+(?:"([^">]{1,2000})"|'([^'>]{1,2000})'|([^"'> ]++))"""
    r"""|\[sound:([^\]]{1,1000})\]""",
    re.IGNORECASE,
)
_BESIDE = "media"
_SHOWN = re.compile(
    rf"""!\[\[{_BESIDE}/([^\]|\n]++)|\]\(<{_BESIDE}/([^<>\n]++)>|\]\({_BESIDE}/([^\s()<>]++)"""
    rf"""|(?:src|poster)="{_BESIDE}/([^"\n]++)|\[sound:{_BESIDE}/([^\]\n]{{1,1000}})\]"""
)


def named(fields: Iterable[str]) -> set[str]:
    """The names of the media that fields show, including web addresses."""
    return {
        unescape(next(filter(None, found.groups())))
        for field in fields
        if "=" in field or "[" in field
        for found in _NAMED.finditer(field)
    }


def next_to(name: str, texts: Iterable[str]) -> "MediaFolder":
    """The files in the folder `media` next to a file that texts in Markdown show there."""
    folder = None if name == "-" else Path(name).parent / _BESIDE
    shown = {
        unquote(unescape(next(filter(None, found.groups()))))
        for text in texts
        if f"{_BESIDE}/" in text
        for found in _SHOWN.finditer(text)
    }
    return MediaFolder(folder, (each for each in shown if safe(each, "media") == each))


class MediaFolder(Mapping[str, bytes]):
    """Files by safe name; `safe` has that name by the one in the notes, `missing` lists the rest.

    `names` are the names that files have in the folder, by safe name.

    A name that is a path, or a link out of the folder, counts as missing. Too many names raise
    `ObverseError`.
    """

    def __init__(self, folder: Path | None, names: Iterable[str]) -> None:
        self._paths: dict[str, Path] = {}
        self.safe: dict[str, str] = {}
        self.names: dict[str, str] = {}
        wanted = {name: name for name in sorted(names) if not _is_remote(name)}
        check_media(len(wanted))
        for name, (safe_name, _) in media_names(wanted)[0].items():
            found = _file(folder, name) if folder else None
            if found:
                self._paths[safe_name] = found
                self.safe[name] = safe_name
                self.names[safe_name] = found.name
        self.missing = tuple(name for name in wanted if name not in self.safe)

    def __getitem__(self, name: str) -> bytes:
        return files.read(self._paths[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


def _is_remote(name: str) -> bool:
    return "://" in name or name.startswith(("//", "data:"))


def _file(folder: Path, name: str) -> Path | None:
    for each in dict.fromkeys((name, unquote(name))):
        if "/" in each or "\\" in each or "\0" in each:
            continue
        path = folder / each
        try:
            if path.is_file() and path.resolve().parent == folder.resolve():
                return path
        except OSError:
            continue
    return None
