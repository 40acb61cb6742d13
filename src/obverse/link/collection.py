"""The collection: everything in a package, with Anki's ids and times, ready to be written."""

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from obverse.note_types import NoteType
from obverse.note_types.kind_shown import kind_shown


class CollectionNote(NamedTuple):
    """One note as Anki will get it.

    `modified` is Unix seconds; `cards` are the ordinals, from 0, of its cards. A card's id is the
    note's id plus its ordinal (`lock.SPAN`). A tuple, as 100,000 are made at every build.
    """

    guid: str
    note_id: int
    note_type: str
    deck: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    modified: int
    cards: tuple[int, ...]


class Collection(NamedTuple):
    """Notes in source order, the note types they use with their times, and the media they show.

    `note_types` are by key, with `modified` as in the package. `media` maps the name of a file in
    Anki to the path it is read from. New cards come in the order of the notes, or of `positions`,
    one a note, where these are only a part of them.
    """

    notes: tuple[CollectionNote, ...]
    note_types: dict[str, NoteType]
    media: Mapping[str, str] = MappingProxyType({})
    positions: tuple[int, ...] = ()

    @property
    def decks(self) -> tuple[str, ...]:
        """The full names of all decks, in the order of their first notes."""
        return tuple(dict.fromkeys(note.deck for note in self.notes))


def with_parents(decks: Iterable[str]) -> set[str]:
    """The decks and all that they are below: Anki makes one that is not in a package collapsed."""
    found = set()
    for deck in decks:
        parts = deck.split("::")
        found |= {"::".join(parts[:length]) for length in range(1, len(parts) + 1)}
    return found


def kinds_counted(
    kinds: Iterable[tuple[str, str]], types: Mapping[str, NoteType]
) -> tuple[tuple[str, int], ...]:
    """What a summary calls notes, and how many there are; each is given as (note type, kind)."""
    counts: Counter[str] = Counter()
    for (name, kind), number in Counter(kinds).items():
        counts[kind_shown(types[name], kind)] += number
    return tuple(sorted(counts.items()))
