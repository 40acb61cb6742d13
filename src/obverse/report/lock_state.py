"""The state of the lock, in a few lines: what it knows, and where else it is."""

from collections.abc import Iterator
from typing import NamedTuple

from obverse.report import plural
from obverse.values import lock as locks
from obverse.values.lock import Lock


class LockState(NamedTuple):
    """A lock as the author knows it, and whether the last commit and the package have the same.

    `None` says that there is no commit with it, or no package.
    """

    path: str
    lock: Lock
    is_committed: bool | None
    package: str
    is_packed: bool | None


def same_text(other: bytes | None, raw: bytes) -> bool | None:
    """Whether another lock is this one, whatever the line ends; `None` if there is none."""
    return None if other is None else other.split() == raw.split()


def lock_lines(state: LockState) -> Iterator[str]:
    """Path and version, notes, checks, git, package."""
    lock = state.lock
    alive = sum(each.alive for each in lock.notes.values())
    yield f"lock       {state.path}, version {locks.VERSION}"
    yield f"notes      {plural(alive, 'note')}, {len(lock.notes) - alive:,} removed"
    lines, unchecked = len(lock.notes) + len(lock.types), len(lock.unchecked)
    none = f"; {unchecked:,} older ones get theirs when their note changes" if unchecked else ""
    yield f"checks     {lines - unchecked:,} of {plural(lines, 'line')} have one{none}"
    if lock.healed:
        yield f"merge      {plural(len(lock.healed), 'note')} with two lines; a build joins them"
    yield f"git        {_IN_GIT[state.is_committed]}"
    yield f"package    {state.package} {_IN_PACKAGE[state.is_packed]}"


_IN_GIT = {
    True: "as in the last commit",
    False: "changed since the last commit: commit it with the sources",
    None: "in no commit: commit it with the sources",
}
_IN_PACKAGE = {
    True: "has the same lock",
    False: "has another lock: `obverse build` brings it up to date",
    None: "does not exist, or has no lock",
}
