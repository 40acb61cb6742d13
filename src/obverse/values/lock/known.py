"""The lock as values: what is remembered of every note and of every note type."""

from collections.abc import Container, Mapping
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple

# Anki's note and card ids are milliseconds since 1970. A note owns this many of them, for its
# cards: Anki makes at most 500 cards of one note.
SPAN = 512
LOCK_MEMBER = "obverse.lock"  # its name in a package
FIRST_CARD = (0,)  # the cards of nearly every note, for which no column is written


class Known(NamedTuple):
    """What the lock knows of one note, existing or removed (`removed`: Unix seconds, or 0).

    `digest` and `tags` belong to the rendered form of the time `modified` (Unix seconds). The keys
    are those of `note.Note`, `sketch` is the answer's `fingerprint.gist`, `front` the
    question as last seen, clipped. `numbers` are the (number, fingerprint) of its deletions,
    `cards` the ordinals, from 0, of its cards, `context` a digest of the headings above it where
    cards differ by them, and empty where that is not known. A tuple, not a dataclass: 100,000 are
    made at every build, in a fifth of the time.
    """

    guid: str
    note_id: int
    note_type: str
    kind: str
    deck: str
    path: str
    modified: int
    removed: int
    digest: str
    tags: tuple[str, ...]
    front_key: str
    back_key: str
    sketch: str
    numbers: tuple[tuple[int, str], ...]
    pin: str
    front: str
    cards: tuple[int, ...] = FIRST_CARD
    context: str = ""

    @property
    def alive(self) -> bool:
        """Whether the note was in the last package."""
        return not self.removed


class KnownType(NamedTuple):
    """What the lock knows of a note type: a digest of schema and style, and when it changed."""

    name: str
    digest: str
    modified: int


class Healed(NamedTuple):
    """A note that had two lines after a merge, and the number of the last one."""

    line: int
    known: Known


class Lock(NamedTuple):
    """The whole file, by guid and by name of note type.

    For a `healed` note the newest line was used. `unchecked` are the guids and the names of note
    types whose lines have no check yet, as older versions wrote them. `respelled` says that a path
    or a deck was in another Unicode form than NFC, as older versions stored the names of files on a
    Mac.
    """

    notes: Mapping[str, Known] = MappingProxyType({})
    types: Mapping[str, KnownType] = MappingProxyType({})
    healed: tuple[Healed, ...] = ()
    unchecked: frozenset[str] = frozenset()
    respelled: bool = False

    def with_notes(self, notes: Mapping[str, Known]) -> "Lock":
        """The lock with these notes in place of its own."""
        return self._replace(notes=notes)

    def sample(self, number: int) -> dict[str, Known]:
        """The first notes by guid, which is random: a fair sample of any deck."""
        return dict(islice(self.notes.items(), number))

    def has(self, guid: str) -> bool:
        """Whether a note has this guid, or had it."""
        return guid in self.notes

    def slots(self) -> Container[int]:
        """The spans of ids that are taken, each as `note_id // SPAN`."""
        return {known.note_id // SPAN for known in self.notes.values()}
