"""Mine: the notes of a project by guid, each with its card as the author wrote it."""

from collections.abc import Mapping
from typing import NamedTuple

from obverse.build import Built, link
from obverse.cards.cards import WrittenCard, WrittenDeck
from obverse.cards.reparse import reparse
from obverse.note_types import NoteType
from obverse.project.job import Job
from obverse.values.compiled import Compiled
from obverse.values.lock import Known
from obverse.values.note import Note
from obverse.values.source import decode


class MyFile(NamedTuple):
    """A source: its key, its bytes, its cards in order, and the note and the guid of each.

    A guid is empty if a card is not a note that the lock knows. `depth` counts the folders between
    the source and the content folder.
    """

    key: str
    depth: int
    raw: bytes
    deck: WrittenDeck
    notes: tuple[Note, ...]
    guids: tuple[str, ...]


class MyNote(NamedTuple):
    """A note of the project: its place among the cards of a file, and what the lock knows of it.

    `is_as_built` says that it would be built as it was last time.
    """

    file: MyFile
    at: int
    known: Known
    is_as_built: bool

    @property
    def card(self) -> WrittenCard:
        """Its card as it is written."""
        return self.file.deck.cards[self.at]

    @property
    def note(self) -> Note:
        """Its note as it is compiled."""
        return self.file.notes[self.at]


class Mine(NamedTuple):
    """The files by key, and the notes that the lock knows by guid."""

    files: dict[str, MyFile]
    notes: dict[str, MyNote]


def my_notes(
    built: Built, job: Job, sources: Mapping[str, bytes], types: Mapping[str, NoteType]
) -> Mine:
    """The notes of a project that was built without an error; drafts are notes here too."""
    compiled = tuple(_with_drafts(each) for each in built.compiled)
    linked = link(job, compiled, types, built.before, built.old_lock)
    seen = {
        (each.note.place.path, each.note.place.line): each
        for each in linked.identity.notes
        if each.before
    }
    as_built = {
        each.before.guid: each.after.digest == each.before.digest
        for each in seen.values()
        if each.before
    }
    files, notes = {}, {}
    top = job.project.key_of(job.project.content)
    above = 0 if top == "." else top.count("/") + 1
    for each in compiled:
        deck = reparse(decode(sources[each.path]), types)
        by_line = {note.place.line: note for note in each.notes}
        found = tuple(by_line[card.line] for card in deck.cards)
        guids = tuple(_guid(seen.get((each.path, card.line))) for card in deck.cards)
        file = MyFile(
            each.path, each.path.count("/") - above, sources[each.path], deck, found, guids
        )
        files[each.path] = file
        for at, guid in enumerate(guids):
            if guid:
                notes[guid] = MyNote(file, at, built.before.notes[guid], as_built[guid])
    return Mine(files, notes)


def _guid(found: object) -> str:
    before = getattr(found, "before", None)
    return before.guid if before else ""


def _with_drafts(compiled: Compiled) -> Compiled:
    notes = sorted((*compiled.notes, *compiled.drafts), key=lambda note: note.place)
    return compiled._replace(notes=tuple(notes), drafts=())
