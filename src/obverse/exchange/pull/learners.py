"""Learners: what a learner set of the cards of a note. It is reported, and never written."""

from collections import defaultdict
from typing import NamedTuple

from obverse.cards.rows import StoredCard, StoredNote
from obverse.exchange.follow.merge import same_deck
from obverse.exchange.pull.taken import Taken
from obverse.link.collection import CollectionNote

_FLAGS = ("", "red", "orange", "green", "blue", "pink", "turquoise", "purple")
_SAID_TAGS = ("leech", "marked")


class MovedNote(NamedTuple):
    """A note whose cards a learner moved: the note here, and the decks they are in now.

    Of one that moved whole, `deck` is where it is; it is empty if cards of it are elsewhere, or the
    author moved it too.
    """

    mine: CollectionNote
    decks: tuple[str, ...]
    deck: str = ""


class Learners:
    """The cards of a collection by their notes."""

    def __init__(self, taken: Taken) -> None:
        """Without cards, what the notes say of decks counts."""
        self._names = taken.rows.decks
        self._cards: dict[int, list[StoredCard]] = defaultdict(list)
        for card in taken.cards:
            self._cards[card.note_id].append(card)

    def decks(self, row: StoredNote) -> tuple[str, ...]:
        """The decks of a note's cards, by their names; a card in a filtered deck is in its own."""
        numbers = [card.deck for card in self._cards.get(row.note_id, ())] or [row.deck]
        return tuple(dict.fromkeys(self._names.get(number, "") for number in numbers))

    def moved(self, note: CollectionNote, row: StoredNote, before: set[str]) -> MovedNote | None:
        """Where a learner moved cards of a note to, if any; `before` are decks it was in."""
        decks = self.decks(row)
        known = {note.deck, *before}
        if all(any(same_deck(deck, each) for each in known) for deck in decks if deck):
            return None
        is_authors_too = any(not same_deck(note.deck, each) for each in before)
        is_filtered = any(card.is_filtered for card in self._cards.get(row.note_id, ()))
        is_whole = len(decks) == 1 and not is_authors_too and not is_filtered
        return MovedNote(note, decks, decks[0] if is_whole else "")

    def said(self, row: StoredNote) -> str:
        """What a learner set of a note and its cards, in words; empty without anything."""
        cards = self._cards.get(row.note_id, [])
        if not row.tags and not any(any(card[3:]) for card in cards):
            return ""
        flags = sorted({card.flag for card in cards if card.flag})
        said = [f"flag {_FLAGS[flag] if flag < len(_FLAGS) else flag}" for flag in flags]
        for what, number in (
            ("suspended", sum(card.is_suspended for card in cards)),
            ("buried", sum(card.is_buried for card in cards)),
            ("in a filtered deck", sum(card.is_filtered for card in cards)),
        ):
            if number:
                of = f"{number} of {len(cards)} cards " if len(cards) > 1 else ""
                said.append(f"{of}{what}")
        said += [tag for tag in _SAID_TAGS if tag in {each.casefold() for each in row.tags}]
        return ", ".join(said)
