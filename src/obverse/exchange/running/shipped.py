"""Shipped: with which fields and in which decks a note was ever built, as far as is known."""

from collections.abc import Mapping
from functools import cached_property

from obverse.link.earlier_versions import NoteVersion, earlier_versions
from obverse.project.project import Project
from obverse.values.lock import Lock


class Shipped:
    """The lock of the last build, and earlier versions, which are read only if it is needed."""

    def __init__(self, project: Project, before: Lock) -> None:
        """`before` is the lock of the last build."""
        self._project, self._before = project, before

    def has(self, guid: str, made: str) -> bool:
        """Whether a note was ever built with these fields, by their digest."""
        known = self._before.notes.get(guid)
        if known and known.digest == made:
            return True
        return any(version.digest == made for version in self._versions.get(guid, ()))

    def decks(self, guid: str) -> set[str]:
        """The decks that a note was ever built into."""
        known = self._before.notes.get(guid)
        decks = {version.deck for version in self._versions.get(guid, ())}
        return decks | ({known.deck} if known else set())

    @cached_property
    def _versions(self) -> Mapping[str, set[NoteVersion]]:
        return earlier_versions(self._project)
