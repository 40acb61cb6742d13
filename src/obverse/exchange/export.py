"""Export: what of a build a format is given: its sources, its cards, or its collection."""

from collections.abc import Collection as Set
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from obverse.build import Built
from obverse.cards.cards import WrittenCard, WrittenDeck
from obverse.cards.reparse import reparse
from obverse.compile import kinds
from obverse.compile.markers import without_markers
from obverse.errors import TextError
from obverse.exchange.written_cards import cards_in_source
from obverse.languages import tags
from obverse.link.assign_decks import assign_decks
from obverse.link.collection import Collection
from obverse.note_types.shown_files import shown_files
from obverse.project.job import Job
from obverse.values.card_settings import BY_HEADINGS, CardSettings
from obverse.values.note import Note
from obverse.values.source import decode


def decks(
    sources: Mapping[str, bytes], settings: CardSettings = BY_HEADINGS, *, breaks: bool = False
) -> list[tuple[str, WrittenDeck]]:
    """Each source as it is written, by path; a note without a card is left out.

    `settings` say which text is a card, `breaks` that the ends of lines break them, which an export
    then says itself. Raises `TextError` for a source that cannot be read.
    """
    found = []
    for path, raw in sources.items():
        try:
            deck = reparse(decode(raw), settings=settings, path=path)
        except TextError:
            if settings.is_headings:
                raise
            continue
        if deck.cards or settings.is_headings:
            found.append((path, replace(deck, breaks=True) if breaks else deck))
    return found


def cards(
    built: Built,
    sources: Mapping[str, bytes],
    job: Job,
    written: Iterable[tuple[WrittenCard, ...]] | None = None,
) -> Iterator[WrittenCard]:
    """The cards of all sources, each complete: with its source, and what the build knows.

    That is its deck's full name, the kind it turned out to be, and the guid of a note that the
    lock knew before; the guid of any other is not settled until a build is written. A card that
    was merged into another is told what is known of that one. `job` is what was built, `written`
    are the cards of each source if they were read before.
    """
    known = _known(built, job)
    rendering = job.project.rendering
    if written is None:
        types = built.collection.note_types
        breaks = job.project.settings.breaks
        written = (
            cards_in_source(each, types, rendering.cards, breaks) for each in sources.items()
        )
    own = partial(without_markers, markers=rendering.markers, is_deck=rendering.decks == "tag")
    for path, of_source in zip(sources, written, strict=True):
        for card in of_source:
            made = known.get((path, card.line))
            if made is None:  # a query: a section of a source, and no card
                continue
            yield replace(
                card,
                source=path,
                tags=tags.join(map(tags.spelt, job.project.settings.tags), own(card.tags)),
                kinds=kinds.asked_for(made.kind),
                deck=made.deck,
                guid=made.guid,
            )


def collection(built: Built, paths: Set[str]) -> Collection:
    """The notes of some sources, and the media they show."""
    chosen = [each for each in built.identity.notes if each.note.place.path in paths]
    notes = tuple(each.packed for each in chosen)
    shown = built.media.files(each.note for each in chosen)
    types = {note.note_type for note in notes}
    known = {key: each for key, each in built.collection.note_types.items() if key in types}
    of_types = {name for each in known.values() for name in shown_files(each)} & {*built.type_media}
    media = {
        name: path
        for name, path in built.collection.media.items()
        if name in of_types or name in shown
    }
    return Collection(notes, known, media)


class _Made(NamedTuple):
    """What a build made of a card."""

    kind: str
    deck: str
    guid: str = ""


def _known(built: Built, job: Job) -> dict[tuple[str, int], _Made]:
    """What became of each card, by the path and the line of its heading."""
    drafts = [each._replace(notes=each.drafts) for each in built.compiled]
    known = {_at(note): _Made(note.kind, note.deck) for note in assign_decks(drafts, job)}
    for each in built.identity.notes:
        guid = each.before.guid if each.before else ""
        known[_at(each.note)] = _Made(each.note.kind, each.note.deck, guid)
    return known | {_at(each.dropped): known[_at(each.kept)] for each in built.deduped.merges}


def _at(note: Note) -> tuple[str, int]:
    return note.place.path, note.place.line
