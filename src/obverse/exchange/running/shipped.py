"""Shipped: with which fields and in which decks a note was ever built, as far as git knows."""

from obverse.machine import git
from obverse.project.project import Project
from obverse.values import lock as locks
from obverse.values.lock import Known, Lock
from obverse.values.lock.line import DUE, unescaped


class Shipped:
    """The lock of the last build, and those of all commits, which are read only if it is needed."""

    def __init__(self, project: Project, before: Lock) -> None:
        """`before` is the lock of the last build."""
        self._project, self._before = project, before
        self._read: tuple[dict[str, set[str]], dict[str, set[str]]] | None = None

    def has(self, guid: str, made: str) -> bool:
        """Whether a note was ever built with these fields, by their digest."""
        known = self._before.notes.get(guid)
        return bool(known and known.digest == made) or made in self._ever()[0].get(guid, ())

    def decks(self, guid: str) -> set[str]:
        """The decks that a note was ever built into."""
        known = self._before.notes.get(guid)
        return self._ever()[1].get(guid, set()) | ({known.deck} if known else set())

    def _ever(self) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        """The digests and the decks that commits ever had, by guid."""
        if self._read is None:
            self._read = ({}, {})
            for line in (git.added_lines(self._project.lock_now) or "").split("\n"):
                columns = line.split("\t")
                if len(columns) <= _DIGEST or columns[0] == locks.NOTE_TYPE_LINE.strip():
                    continue
                self._read[0].setdefault(columns[0], set()).add(columns[_DIGEST].removesuffix(DUE))
                self._read[1].setdefault(columns[0], set()).add(unescaped(columns[_DECK]))
        return self._read


_DIGEST, _DECK = Known._fields.index("digest"), Known._fields.index("deck")
