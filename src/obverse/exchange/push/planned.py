"""Planned: all that a push will do, as values; nothing of it is done yet."""

from typing import NamedTuple

from obverse.exchange.running.last_known import KnownThere, UnderWay
from obverse.link.collection import CollectionNote
from obverse.values.lock import Known


class PackedNote(NamedTuple):
    """A note for the package, with the time that makes Anki take it.

    `position` is its place among all notes, from 1, which gives new cards their order. `add` and
    `remove` are tags to be set after the import, which replaces all tags; `digest` is of its text.
    """

    note: CollectionNote
    position: int
    digest: str
    place: str
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


class Retagged(NamedTuple):
    """A note of which only tags are set; `place` is empty for one that was removed."""

    guid: str
    note_id: int
    add: tuple[str, ...]
    remove: tuple[str, ...]
    place: str


class MovedCards(NamedTuple):
    """Cards of a note that go to another deck; `before` are those they are in now."""

    guid: str
    cards: tuple[int, ...]
    deck: str
    place: str
    before: tuple[str, ...]


class GoneNote(NamedTuple):
    """A note that was removed from the sources and is in Anki."""

    note_id: int
    known: Known


class LeftNote(NamedTuple):
    """A note that is left as it is, and why; with both texts where they differ.

    `is_conflict` says that the author has to decide.
    """

    guid: str
    place: str
    reason: str
    mine: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()
    is_conflict: bool = False


class PushPlan(NamedTuple):
    """What a push does, in this order: the package, moves, removals, tags.

    `carriers` are unchanged notes that take along how their note types look, `looks` the digests of
    all note types by name. `known` and `under_way` are what is to be remembered before any of it is
    done, `decks` what is to be afterwards; `same` counts the notes to which nothing happens.
    """

    created: list[PackedNote]
    updated: list[PackedNote]
    carriers: list[PackedNote]
    moved: list[MovedCards]
    retired: list[GoneNote]
    deleted: list[GoneNote]
    retagged: list[Retagged]
    left: list[LeftNote]
    known: dict[str, KnownThere]
    under_way: dict[str, UnderWay]
    looks: dict[str, str]
    decks: dict[str, str]
    same: int = 0

    @property
    def package(self) -> list[PackedNote]:
        """The notes of the package."""
        return [*self.created, *self.updated, *self.carriers]

    @property
    def changes_nothing(self) -> bool:
        """Whether no call has to be made that writes."""
        return not any((self.package, self.moved, self.retired, self.deleted, self.retagged))


def empty_plan() -> PushPlan:
    """A plan that does nothing yet."""
    return PushPlan([], [], [], [], [], [], [], [], {}, {}, {}, {})
