"""Lost lock: a lock that is gone, empty or cut, while a package or git's last commit has it.

Building without it would give edited cards new guids, and write over the package that could
restore it. Whether lines are missing at the end can only be seen by comparing: nothing in the head
of a lock counts its lines, so that two branches merge.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from obverse.errors import ObverseError
from obverse.machine import git
from obverse.project.project import Project
from obverse.values.lock import LOCK_MEMBER, NOTE_TYPE_LINE, VERSION

_REMOVED_AT, _PATH_AT, _COLUMNS = 7, 5, 16  # columns of a line of a note
_HEAD = f"{LOCK_MEMBER} {VERSION} "


class _Lines(NamedTuple):
    """The guids in a lock, those of notes that were not removed, and the paths of these."""

    all: frozenset[str]
    living: frozenset[str]
    paths: frozenset[str]


class _Holder(NamedTuple):
    """What else holds a lock, as the author knows it, and the command that brings it back."""

    where: str
    command: str
    lines: _Lines


def check_lock(project: Project, lock: bytes | None, package: Path) -> None:
    """Raise `ObverseError` where lines are lost that can be brought back.

    `lock` are the bytes of the lock, `None` if there is none; `package` is what a build is about to
    replace.
    """
    raw = lock or b""
    if git.is_committed(project.lock, raw) and any(_notes(_text(raw))):
        return
    ours: _Lines | None = None
    for holder in _holders(project, package):
        ours = ours or _lines(_text(raw))
        if ours is None:
            return  # it is damaged, which is found where it is read
        missing = holder.lines.living - ours.all
        if not missing or (ours.all and min(missing) < max(ours.all)):
            continue
        if not ours.all:
            raise _lost(project, holder, "gone" if lock is None else "empty")
        raise _lost(project, holder, f"cut: {len(missing):,} of its last lines are missing")
    if lock is None and os.path.lexists(project.lock):
        where = project.shown(project.lock)
        raise ObverseError(
            f"the lock `{where}` is a link that leads to no file",
            f"delete the link if there never was a lock, or {_AS_NEW}",
        )


_AS_NEW = "run `obverse build --new-lock` to begin a new one"


def _lost(project: Project, holder: _Holder, what: str) -> ObverseError:
    message = f"the lock `{project.shown(project.lock)}` is {what}; {holder.where} has it"
    hint = f"to bring it back, run `{holder.command}`; to go on without it, `--new-lock`"
    return ObverseError(message, hint)


def _holders(project: Project, package: Path) -> Iterator[_Holder]:
    """The package that is about to be replaced, those in the build folder, the last commit.

    A package of another name can be another project's; it counts if it has notes of this one's
    files.
    """
    import shlex

    sources: frozenset[str] | None = None
    below = project.shown(project.root)
    folder = "" if below == "." else f" {shlex.quote(below)}"
    for path in _packages(project, package):
        from obverse.link import last_package  # a cold build has none

        with suppress(ObverseError):
            lines = _lines(last_package.lock_text(path))
            if lines is None or not lines.living:
                continue
            if path != project.package:
                sources = sources or frozenset(project.paths())
                if not lines.paths & sources:
                    continue
            shown = project.shown(path)
            command = f"obverse lock{folder} --restore {shlex.quote(shown)}"
            yield _Holder(f"`{shown}`", command, lines)
    committed = git.committed(project.lock) or b""
    lines = _lines(_text(committed))
    if lines and lines.living:
        shown = project.shown(project.lock)
        command = f"git checkout HEAD -- {shlex.quote(shown)}"
        yield _Holder("git's last commit", command, lines)


def _packages(project: Project, package: Path) -> Iterable[Path]:
    others: list[Path] = []
    with suppress(OSError):
        others = sorted(project.build.glob("*.apkg"), key=_time, reverse=True)
    known = (project.package, package, *others)
    return [path for path in dict.fromkeys(known) if path.is_file()]


def _time(path: Path) -> int:
    return path.stat().st_mtime_ns


def _text(raw: bytes) -> str:
    return raw.decode(errors="replace")


def _lines(text: str) -> _Lines | None:
    """The lines of a lock; nothing if one of them is not a line of a lock of this version."""
    everything, living, paths = set(), set(), set()
    for line in _notes(text):
        columns = line.split("\t")
        if len(columns) < _COLUMNS:
            return None
        everything.add(columns[0])
        if columns[_REMOVED_AT] in {"", "0"}:
            living.add(columns[0])
            paths.add(columns[_PATH_AT])
    return _Lines(frozenset(everything), frozenset(living), frozenset(paths))


def _notes(text: str) -> Iterator[str]:
    """The lines of notes, and what else is in their place."""
    for line in _one_by_one(text):
        if line and not line.isspace() and not line.startswith((NOTE_TYPE_LINE, _HEAD)):
            yield line


def _one_by_one(text: str) -> Iterator[str]:
    """The lines of a text, which are not in memory all at once: all that is compiled may be."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start:end]
        start = end + 1
    yield text[start:]
