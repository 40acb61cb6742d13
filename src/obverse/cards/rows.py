"""The rows of a collection as plain values, from whatever file they were read."""

from dataclasses import dataclass, field

from obverse.note_types import NoteType


@dataclass(frozen=True, slots=True)
class StoredNote:
    """A note as the collection has it."""

    note_id: int
    guid: str
    note_type: int
    modified: int
    tags: tuple[str, ...]
    fields: tuple[str, ...]
    deck: int


@dataclass(slots=True)
class Rows:
    """All of a collection: note types by id, decks' names by id, notes by note id.

    `damaged` counts texts that were not UTF-8; what could not be read in them is U+FFFD.
    """

    note_types: dict[int, NoteType] = field(default_factory=dict)
    decks: dict[int, str] = field(default_factory=dict)
    notes: list[StoredNote] = field(default_factory=list)
    damaged: int = 0
