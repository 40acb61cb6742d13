"""The disk as a project sees it: the bytes of its files, read again only where a file changed."""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from obverse.languages import media
from obverse.machine import files
from obverse.project.looks import looks
from obverse.project.project import Project

_Seen = tuple[int, int, int, int]


class Disk:
    """Files by path. One that was read in the last look is read again: its clock may be coarse."""

    def __init__(self) -> None:
        """Nothing was read."""
        self._seen: dict[str, _Seen] = {}
        self._kept: dict[str, bytes] = {}
        self._fresh: set[str] = set()

    def read(self, paths: Mapping[str, str]) -> dict[str, bytes]:
        """The bytes of these files, by key. Raises `ObverseError`."""
        doubted, self._fresh = self._fresh, set()
        found = {key: self._read(path, doubted) for key, path in paths.items()}
        for gone in self._kept.keys() - {*paths.values()}:
            del self._kept[gone], self._seen[gone]
        return found

    def _read(self, path: str, doubted: set[str]) -> bytes:
        seen = _see(path)
        is_known = seen is not None and self._seen.get(path) == seen
        if is_known and path not in doubted:
            return self._kept[path]
        raw = files.read_regular(path)
        if not is_known:
            self._fresh.add(path)
        if raw != self._kept.get(path):
            self._kept[path] = raw
        self._seen[path] = seen or (0, 0, 0, 0)
        return self._kept[path]


class Around(NamedTuple):
    """How everything else looks that shapes the cards: media, note types, the style, the lock."""

    files: Mapping[str, _Seen]
    lock: bytes

    def with_files(self, paths: Iterable[str]) -> "Around":
        """The same with these files, which were not looked at yet."""
        return self._replace(files=_all_seen(paths) | {**self.files})


def around(project: Project, shown: Iterable[str]) -> Around:
    """What is around the sources; `shown` are the paths of the files that cards show."""
    paths = {*looks(project).values(), *shown, *_media(project)}
    paths |= {str(project.beside_lock(".media")), str(project.beside_lock(".fields"))}
    return Around(_all_seen(paths), project.read_lock())


def _media(project: Project) -> Iterator[str]:
    """The files in the folders of the project that a card could show."""
    for content in project.contents:
        for folder, folders, names in os.walk(content):
            folders[:] = [name for name in folders if name[0] not in "._"]
            yield from (str(Path(folder) / name) for name in names if media.is_media(name))


def _all_seen(paths: Iterable[str]) -> dict[str, _Seen]:
    return {path: seen for path in paths if (seen := _see(path))}


def _see(path: str) -> _Seen | None:
    try:
        told = os.stat(path)  # noqa: PTH116  # of thousands
    except (OSError, ValueError):
        return None
    return told.st_size, told.st_mtime_ns, told.st_ctime_ns, told.st_ino
