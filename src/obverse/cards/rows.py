"""The rows of a collection as plain values, from any kind of file."""

from dataclasses import dataclass, field
from typing import NamedTuple

from obverse.note_types import NoteType


@dataclass(frozen=True, slots=True)
class StoredNote:
    """A note as it is in the collection; `elsewhere` counts its cards that are in other decks."""

    note_id: int
    guid: str
    note_type: int
    modified: int
    tags: tuple[str, ...]
    fields: tuple[str, ...]
    deck: int
    elsewhere: int = 0


class StoredCard(NamedTuple):
    """A card of a collection: its note, its number from zero, its deck, and what a learner set.

    `deck` is where it belongs, also while it `is_filtered`, that is in a filtered deck. `flag` is 0
    without one.
    """

    note_id: int
    number: int
    deck: int
    flag: int = 0
    is_suspended: bool = False
    is_buried: bool = False
    is_filtered: bool = False


@dataclass(slots=True)
class Rows:
    """All of a collection: note types by id, decks' names by id, notes by note id.

    `damaged` counts texts that were not UTF-8; bytes in them that cannot be read become U+FFFD.
    `described` are the names of decks with a description, `presets` those of options in use.
    """

    note_types: dict[int, NoteType] = field(default_factory=dict)
    decks: dict[int, str] = field(default_factory=dict)
    notes: list[StoredNote] = field(default_factory=list)
    damaged: int = 0
    described: list[str] = field(default_factory=list)
    presets: list[str] = field(default_factory=list)
