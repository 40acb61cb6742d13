"""Note ids for cards that come with a guid and without an id."""

from collections.abc import Iterable
from dataclasses import replace
from hashlib import blake2b

from obverse.cards.cards import InAnki, WrittenCard
from obverse.values.lock import SPAN

# Note ids are milliseconds since 1970: from 2001, for as many notes as there is room up to 2023.
_FIRST_ID, _ROOM = 1_000_000_000_000, 700_000_000_000 // SPAN


def note_ids(guids: Iterable[str]) -> dict[str, int]:
    """A note id for each guid of a format that has none; the same one in every import."""
    ids: dict[str, int] = {}
    taken: set[int] = set()
    for guid in dict.fromkeys(guids):
        place = int.from_bytes(blake2b(guid.encode(), digest_size=8).digest(), "big") % _ROOM
        while place in taken:
            place = (place + 1) % _ROOM
        taken.add(place)
        ids[guid] = _FIRST_ID + place * SPAN
    return ids


def with_note_ids(cards: Iterable[WrittenCard]) -> tuple[WrittenCard, ...]:
    """The cards, those with a guid as notes that the lock shall know by it.

    Nothing of their fields or times is known, so the next build takes them for edited.
    """
    cards = tuple(cards)
    ids = note_ids(card.guid for card in cards if card.guid)
    seen: set[str] = set()
    made = []
    for card in cards:
        if card.guid and card.guid not in seen:
            seen.add(card.guid)
            anki = InAnki(ids[card.guid], 1, (), tuple(tag.replace("/", "::") for tag in card.tags))
            made.append(replace(card, in_anki=anki))
        else:
            made.append(replace(card, guid=""))
    return tuple(made)
