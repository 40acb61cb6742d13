"""Bring in: turn a reading into files of a project, all prepared before the first is written."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from obverse.compile.compiler import compile_source
from obverse.errors import ObverseError
from obverse.exchange.adopt import MEDIA, Adopted, adopt
from obverse.exchange.claim_guids import Claimed, claim_guids
from obverse.formats import Contents
from obverse.link.custom_note_types import custom_note_types
from obverse.machine import files
from obverse.note_types import NoteType
from obverse.note_types.files import as_loaded, files_of
from obverse.project.project import NOTE_TYPES, Project
from obverse.values import lock as locks
from obverse.values.compiled import Compiled
from obverse.values.lock import KnownType, Lock
from obverse.values.source import decode


@dataclass(slots=True)
class Brought:
    """The texts by path, the media by path with the name in `reading`, the lock (path, bytes).

    `adopted` counts the notes added to the lock, `known` the cards that were left out, `drafts` the
    cards that would have stopped a build.
    """

    reading: Contents
    texts: dict[Path, str]
    media: dict[Path, str]
    lock: tuple[Path, bytes] | None = None
    adopted: int = 0
    known: int = 0
    drafts: int = 0
    _made: list[Path] = field(default_factory=list)

    def in_the_way(self) -> Iterator[Path]:
        """Existing files that would be overwritten with something else."""
        for path, text in self.texts.items():
            if path.exists() and not _holds(path, text.encode()):
                yield path
        for path, name in self.media.items():
            if path.exists() and not _holds(path, self.reading.media[name]):
                yield path

    def write(self) -> None:
        """Write all files, the lock last. If one fails, the new ones before it are deleted."""
        try:
            for path, name in self.media.items():
                content = self.reading.media[name]
                if not path.exists():
                    self._made.append(path)
                with files.replacing(path) as stream:
                    stream.write(content)
            for path, text in self.texts.items():
                if not path.exists():
                    self._made.append(path)
                with files.replacing_with(path, text.encode()):
                    pass
            if self.lock:
                with files.replacing_with(*self.lock):
                    pass
        except BaseException:
            for path in self._made:
                with suppress(OSError):
                    path.unlink()
            raise


def bring_in(reading: Contents, project: Project, *, again: bool = False) -> Brought:
    """What importing a reading into a project writes.

    With `again`, cards whose guids are in the lock are imported again. Raises `ObverseError` if the
    project has errors, or a folder leads out of it.
    """
    custom, trouble = custom_note_types(project)
    if trouble:
        raise ObverseError(f"a custom note type cannot be read: {trouble[0]}")
    lock = locks.read(decode(project.read_lock()))
    adopted = adopt(reading, custom, () if again else lock.notes)
    cards = sum(len(deck.cards) for deck in adopted.sources.values())
    brought = Brought(reading, {}, {}, known=len(reading.cards) - cards)
    if any(card.in_anki for deck in adopted.sources.values() for card in deck.cards):
        claimed = _claimed(adopted, custom, project)
        texts, brought.drafts = claimed.texts, claimed.drafts
        brought.adopted = len(claimed.known)
        brought.lock = (project.lock, _lock(lock, claimed, adopted))
    else:
        texts = adopted.texts()
    for key, note_type in adopted.note_types.items():
        if key not in custom:
            folder = project.root / NOTE_TYPES / key
            brought.texts |= {folder / name: text for name, text in files_of(note_type).items()}
    brought.texts |= {project.content / path: text for path, text in texts.items()}
    if cards:
        brought.media = {project.content / MEDIA / name: name for name in reading.media}
    for folder in dict.fromkeys(path.parent for path in (*brought.texts, *brought.media)):
        project.inside(folder)  # no link may lead what is written to somewhere else
    return brought


def _claimed(adopted: Adopted, custom: dict[str, NoteType], project: Project) -> Claimed:
    types = {**adopted.note_types, **custom}

    def compiled(path: str, text: str) -> Compiled:
        return compile_source((path, text.encode()), project.rendering, types)

    keys = {path: project.key_of(project.content / path) for path in adopted.sources}
    return claim_guids(adopted, compiled, keys)


def _lock(lock: Lock, claimed: Claimed, adopted: Adopted) -> bytes:
    notes = {**lock.notes, **{known.guid: known for known in claimed.known}}
    types = {
        each.name: KnownType(each.name, as_loaded(each).digest, each.modified)
        for each in adopted.note_types.values()
    }
    unchecked = lock.unchecked - {known.guid for known in claimed.known}
    return locks.encode(notes.values(), {**types, **lock.types}.values(), unchecked)


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False
