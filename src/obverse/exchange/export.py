"""Export: what of a build a format is given: its sources, its cards, or its collection."""

from collections.abc import Collection as Set
from collections.abc import Iterator, Mapping
from dataclasses import replace

from obverse.build import Built
from obverse.cards.cards import WrittenCard, WrittenDeck
from obverse.cards.reparse import as_written
from obverse.compile import kinds
from obverse.languages import tags
from obverse.link.collection import Collection
from obverse.values.compiled import Compiled
from obverse.values.note import Note
from obverse.values.source import Place, decode


def decks(sources: Mapping[str, bytes]) -> list[tuple[str, WrittenDeck]]:
    """Each source as it is written, by path. Raises `TextError` for one that is none."""
    return [(path, as_written(decode(raw))) for path, raw in sources.items()]


def cards(
    built: Built, sources: Mapping[str, bytes], project_tags: tuple[str, ...] = ()
) -> Iterator[WrittenCard]:
    """The cards of all sources, each standing alone: with its source, and what the build knows.

    That is its deck's full name, the kind it turned out to be, and the guid of a note that the
    lock knew before; the guid of any other is not settled until a build is written.
    """
    guids = {each.note.place: each.before.guid for each in built.identity.notes if each.before}
    full = {each.note.place: each.note.deck for each in built.identity.notes}
    compiled = {each.path: each for each in built.compiled}
    for path, deck in decks(sources):
        written = deck.standing_alone()
        for card, note in zip(written, _notes(compiled[path], len(written)), strict=True):
            known = replace(card, source=path, tags=tags.join(project_tags, card.tags))
            yield _informed(known, note, full, guids) if note else known


def collection(built: Built, paths: Set[str]) -> Collection:
    """The notes of some sources, and the media they show."""
    notes = tuple(each.packed for each in built.identity.notes if each.note.place.path in paths)
    fields = "".join(field for note in notes for field in note.fields)
    media = {name: path for name, path in built.collection.media.items() if name in fields}
    types = {note.note_type for note in notes}
    known = {key: each for key, each in built.collection.note_types.items() if key in types}
    return Collection(notes, known, media)


def _notes(compiled: Compiled, count: int) -> list[Note | None]:
    """The notes in the order of the cards, where there is one for each."""
    notes = sorted((*compiled.notes, *compiled.drafts), key=lambda note: note.place)
    return [*notes] if len(notes) == count else [None] * count


def _informed(
    card: WrittenCard, note: Note, full: Mapping[Place, str], guids: Mapping[Place, str]
) -> WrittenCard:
    deck = full.get(note.place, note.deck)
    return replace(
        card, kinds=kinds.asked_for(note.kind), deck=deck, guid=guids.get(note.place, "")
    )
