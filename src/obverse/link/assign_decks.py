"""Assign decks: where the notes of a project go, and the tags that all of them get."""

from collections.abc import Iterable, Iterator

from obverse.languages import tags
from obverse.machine.paths import composed
from obverse.project.job import Job
from obverse.values.compiled import Compiled
from obverse.values.note import Note
from obverse.values.source import FORBIDDEN


def assign_decks(compiled: Iterable[Compiled], job: Job) -> Iterator[Note]:
    """All notes in order, below the root deck (the job's, or the project's), with its tags."""
    settings = job.project.settings
    root = deck_name(settings.deck if job.deck is None else job.deck)
    for each in compiled:
        if not root and not settings.tags and settings.decks != "folder":
            yield from each.notes
            continue
        for note in each.notes:
            # Where folders are decks, a file in none is in the root deck, whatever that is.
            name = "::".join(filter(None, (root, note.deck))) or deck_name(job.project.name)
            yield note._replace(deck=name, tags=tags.join(settings.tags, note.tags))


def deck_name(written: str) -> str:
    """The name of a deck without characters that Anki or a line of the lock cannot hold."""
    parts = FORBIDDEN.sub(" ", composed(written)).split("::")
    return "::".join(name for part in parts if (name := " ".join(part.split())))
