"""Note type times: Anki takes over how notes look when the note type is newer than its own."""

from collections.abc import Mapping

from obverse.note_types import NoteType
from obverse.values.lock import KnownType, Lock


def note_type_times(types: Mapping[str, NoteType], lock: Lock, now: int) -> dict[str, NoteType]:
    """The note types with the times Anki compares: never older than before, newer when changed."""
    return {key: _dated(each, lock, now) for key, each in types.items()}


def known_types(types: Mapping[str, NoteType], lock: Lock) -> list[KnownType]:
    """What the next lock knows of note types, including unused ones."""
    now_known = {
        each.name: KnownType(each.name, each.digest, each.modified) for each in types.values()
    }
    return list({**lock.types, **now_known}.values())


def _dated(note_type: NoteType, lock: Lock, now: int) -> NoteType:
    """A custom note type has no time in its files: it changes when a build finds a change."""
    before = lock.types.get(note_type.name)
    if before is None:
        return note_type._replace(modified=note_type.modified or now)
    if before.digest == note_type.digest:
        return note_type._replace(modified=max(note_type.modified, before.modified))
    return note_type._replace(modified=max(note_type.modified or now, before.modified + 1))
