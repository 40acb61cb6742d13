"""Reach: where a project leads out of itself, to be shown to its user."""

import os
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from obverse.languages import media
from obverse.machine.paths import stays_in
from obverse.machine.unfetched import is_of_annex
from obverse.project.find_sources import is_source
from obverse.project.project import DRAWINGS, NOTE_TYPES, Project


def reach(project: Project) -> tuple[str, ...]:
    """The files and folders outside a project that it uses, links followed, sorted.

    That is what its configuration and its note types name, and what links lead to.
    """
    bounds = project.bounds
    found = {
        os.path.realpath(path)
        for path in _all(project)
        if "\0" not in str(path) and not (stays_in(path, bounds) or is_of_annex(path, project.root))
    }
    return tuple(sorted(found))


def _all(project: Project) -> Iterator[Path]:
    for _, path in project.doors():
        yield path
    yield project.root / DRAWINGS
    for path in project.root.glob(f"{NOTE_TYPES}/*/note-type.toml"):
        yield from (path.parent / name for name in _texts(path))
    for folder in dict.fromkeys((project.root, *project.contents)):
        yield from _links(folder)


def _links(folder: Path) -> Iterator[Path]:
    """The links below a folder that could be of use: to folders, to sources, and to media."""
    for here, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        wanted = (name for name in names if is_source(name) or media.is_media(name))
        for name in (*folders, *wanted):
            if (path := Path(here, name)).is_symlink():
                yield path
    note_types = Path(folder, NOTE_TYPES)
    yield from (path for path in note_types.glob("*/*") if path.is_symlink())


def _texts(path: Path) -> Iterator[str]:
    """All texts in a TOML file: some are the names of files."""
    with suppress(OSError, ValueError):
        left: list[object] = [tomllib.loads(path.read_text(encoding="utf-8"))]
        while left:
            each = left.pop()
            if isinstance(each, dict):
                left += each.values()
            elif isinstance(each, list):
                left += each
            elif isinstance(each, str):
                yield each
