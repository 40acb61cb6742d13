"""Decks: which sources can be used, and which deck their notes go to."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from obverse.errors import ObverseError, TextError
from obverse.languages import tags
from obverse.project.project import Project
from obverse.values import lock as locks
from obverse.values.compiled import Compiled
from obverse.values.diagnostic import Diagnostic, Severity, error, of_text_error
from obverse.values.lock import Lock
from obverse.values.note import Note
from obverse.values.source import FORBIDDEN, Place, decode, is_usable


def usable(
    sources: Mapping[str, bytes], project: Project, found: list[Diagnostic]
) -> Mapping[str, bytes]:
    """The sources whose path can be stored. Raises `ObverseError` if there is no source."""
    if not sources:
        where = project.shown(project.content)
        hint = "write one, such as `deck.md`"
        raise ObverseError(f"there is no Markdown file in `{where}`", hint)
    bad = [path for path in sources if not is_usable(path)]
    for path in bad:
        shown = path.encode("unicode_escape").decode()
        message = "the path of this file is not plain text and cannot be stored"
        found.append(error(Place(shown), "unusable-path", message, "rename the file"))
    return {path: raw for path, raw in sources.items() if path not in bad} if bad else sources


def place(compiled: Iterable[Compiled], project: Project, deck: str | None) -> Iterator[Note]:
    """All notes in order, below the root deck (`deck`, or the project's), with its tags."""
    root = deck_name(project.settings.deck if deck is None else deck)
    added = project.settings.tags
    for each in compiled:
        if not root and not added:
            yield from each.notes
            continue
        for note in each.notes:
            name = "::".join(part for part in (root, note.deck) if part)
            yield replace(note, deck=name, tags=tags.join(added, note.tags))


def read_lock(project: Project, raw: bytes, found: list[Diagnostic]) -> Lock:
    """The lock in these bytes, and the findings about it."""
    path = project.key_of(project.lock)
    try:
        lock = locks.read(decode(raw))
    except TextError as fault:
        found.append(of_text_error(path, fault))
        return Lock()
    for each in lock.healed:
        message = f"a merge left two lines for `{each.known.front}`; the newer one is used"
        hint = "the next build writes one line"
        place = Place(path, each.line)
        found.append(Diagnostic(place, Severity.WARNING, message, "lock-healed", hint))
    return lock


def deck_name(written: str) -> str:
    """The name of a deck without characters that Anki or a line of the lock cannot hold."""
    parts = FORBIDDEN.sub(" ", written).split("::")
    return "::".join(name for part in parts if (name := " ".join(part.split())))
