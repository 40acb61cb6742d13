"""The rows of notes and cards, as genanki makes them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType

from obverse.link.collection import CollectionNote
from obverse.machine.blake2 import blake2b
from obverse.values.lock import SPAN

INSERT_NOTE = "INSERT INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, ?, 0, 0, '')"
INSERT_CARD = "INSERT INTO cards VALUES (?, ?, ?, ?, ?, -1, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')"

NoteRow = tuple[int, str, int, int, str, str, str]
CardRow = tuple[int, int, int, int, int, int]


def note_row(note: CollectionNote, type_id: int) -> NoteRow:
    """What `INSERT_NOTE` takes: id, guid, note type's id, time, tags, fields, field to sort by."""
    guid, note_id, _, _, fields, tags, modified, _ = note
    all_tags = " ".join(tags)
    return note_id, guid, type_id, modified, f" {all_tags} ", "\x1f".join(fields), fields[0]


def card_rows(
    notes: Iterable[tuple[int, CollectionNote]],
    decks: Mapping[str, int],
    moved: Mapping[int, Sequence[int]] = MappingProxyType({}),
) -> Iterator[CardRow]:
    """What `INSERT_CARD` takes: id, note's id, deck's id, ordinal, time, position.

    `notes` are (position, note), `decks` their ids by name; `moved` are the ids of cards, by note
    id, where the note's own leaves no room for them.
    """
    for due, (_, note_id, _, deck, _, _, modified, cards) in notes:
        ids = moved.get(note_id)
        for at, ordinal in enumerate(cards):
            number = ids[at] if ids else note_id + ordinal
            yield number, note_id, decks[deck], ordinal, modified, due


def is_spread(note_ids: Iterable[int]) -> bool:
    """Whether the ids after each note's are free for its cards: not in a deck from Anki.

    Those of new notes are even (`identity.new_ids`), so one odd id says where a deck is from.
    """
    ordered = sorted(note_ids)
    return not any(each % 2 for each in ordered) and all(
        after - before >= SPAN for before, after in pairwise(ordered)
    )


def moved_cards(notes: Sequence[CollectionNote]) -> Mapping[int, list[int]]:
    """The ids of the cards of notes whose ids leave no room for them, by note id.

    Notes from Anki may be a millisecond apart, and their cards get the next free ids. Ids must
    differ only within a package: Anki recognises a card by its note and its ordinal.
    """
    if is_spread(note.note_id for note in notes):
        return {}
    theirs = sorted((n for n in notes if n.note_id % SPAN), key=lambda note: note.note_id)
    taken = {n.note_id + ordinal for n in notes if not n.note_id % SPAN for ordinal in n.cards}
    ids: dict[int, list[int]] = {}
    last = 0
    for note in theirs:
        for ordinal in note.cards:
            last = max(note.note_id + ordinal, last + 1)
            while last in taken:
                last += 1
            ids.setdefault(note.note_id, []).append(last)
    return ids


def deck_id(name: str) -> int:
    """The id of a deck in the package; Anki matches decks by name and discards it."""
    return int.from_bytes(blake2b(name.encode(), digest_size=5).digest(), "big") + (1 << 40)


assert SPAN > 500  # noqa: S101, PLR2004  # a card's id is its note's id and its ordinal: see `lock.SPAN`
