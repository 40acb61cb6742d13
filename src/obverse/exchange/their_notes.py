"""Theirs: the notes of a deck as a first import would write them, and what to remember of them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from obverse.cards.cards import WrittenCard
from obverse.exchange.as_read import as_read
from obverse.exchange.claim_guids import Claimed
from obverse.exchange.note_parts import part_raws, part_texts
from obverse.languages import tags
from obverse.note_types import NoteType
from obverse.note_types.files import as_loaded
from obverse.project.import_base import BaseNote, Part, part_digest
from obverse.values.lock import Known

# For a note without a guid.
NOT_KNOWN = Known("", 0, "", "", "", "", 0, 0, "", (), "", "", "", (), "", "")


class TheirNote(NamedTuple):
    """A note of a deck; `card` is as it is written in `path`, alone: with its deck and all tags.

    `raws` and `texts` are its parts in the deck and in Markdown, `tags` those for Anki. `known` is
    its line of the lock as a first import would write it. Without a guid it is a new note.
    """

    guid: str
    card: WrittenCard
    path: str
    deck: str
    raws: tuple[str, ...]
    texts: tuple[str, ...]
    tags: tuple[str, ...]
    known: Known

    @property
    def base(self) -> BaseNote:
        """What to remember of it if it is written as it is."""
        parts = zip(self.raws, self.texts, strict=True)
        made = tuple(Part(part_digest(raw), part_digest(text)) for raw, text in parts)
        return BaseNote(self.guid, made, self.deck, self.tags)


def their_notes(claimed: Claimed, types: Mapping[str, NoteType]) -> Iterator[TheirNote]:
    """The notes in order; `types` are the custom note types by key."""
    known = {each.guid: each for each in claimed.known}
    for path, deck in claimed.decks.items():
        note_type = types.get(deck.note_type)
        written = as_read(deck, claimed.texts[path], types)
        for given, card in zip(deck.cards, written, strict=True):
            has_guid = given.guid in known
            yield TheirNote(
                given.guid if has_guid else "",
                card,
                path,
                given.deck or deck.deck,
                part_raws(card, given.in_anki, note_type),
                part_texts(card, note_type),
                tags.join(map(tags.to_anki, card.tags)),
                known[given.guid] if has_guid else NOT_KNOWN,
            )


def type_digests(note_type: NoteType) -> tuple[str, ...]:
    """The digests of the CSS and of both sides of each template, as they are in their files."""
    return tuple(part_digest(each) for each in type_texts(note_type))


def type_texts(note_type: NoteType) -> tuple[str, ...]:
    """The CSS and both sides of each template, as they are in their files."""
    loaded = as_loaded(note_type)
    sides = (side for each in loaded.templates for side in (each.front, each.back))
    return (loaded.css, *sides)


def types_base(types: Iterable[NoteType]) -> dict[str, tuple[str, ...]]:
    """What to remember of note types that are written as they are."""
    return {each.key: type_digests(each) for each in types}
