"""Note types over time: extra CSS, changes that Anki would refuse, and the times it compares."""

from dataclasses import replace

from obverse.errors import TextError
from obverse.machine import files
from obverse.note_types import NoteType
from obverse.project import styles
from obverse.project.project import NOTE_TYPES, Project
from obverse.values.diagnostic import Diagnostic, error, of_text_error
from obverse.values.lock import KnownType, Lock
from obverse.values.source import Place, decode

_SCHEMA = 11  # characters of a digest


def styled(
    types: dict[str, NoteType], project: Project, found: list[Diagnostic]
) -> dict[str, NoteType]:
    """The note types with the CSS of the project's `style` after theirs."""
    name = project.settings.style
    if not name:
        return types
    path = styles.file_of(project.root, name)
    try:
        extra = decode(path.read_bytes()).strip()
    except TextError as fault:
        found.append(of_text_error(project.key_of(path), fault))
        return types
    except OSError as fault:
        message = f"cannot read the style `{name}`: {files.why(fault, path)[0]}"
        hint = "`style` is a path below the folder of the configuration"
        found.append(error(Place(name), "unreadable-style", message, hint))
        return types
    return {
        # The plain style is where the CSS of our own note types begins.
        key: each if extra in each.css else replace(each, css=f"{each.css}\n{extra}\n")
        for key, each in types.items()
    }


def check_schemas(types: dict[str, NoteType], project: Project, lock: Lock) -> list[Diagnostic]:
    """Findings for note types whose fields or templates have changed since the lock was written."""
    found = []
    for key, each in types.items():
        before = lock.types.get(each.name)
        if before is None or before.digest.startswith(each.schema):
            continue
        path = project.root / NOTE_TYPES / key / "note-type.toml"
        message = (
            f"the fields, templates or kind of the note type `{each.name}` changed, and Anki would "
            "refuse every note of it that a learner has"
        )
        hint = (
            "undo the change; or give the note type another `name`, which makes its cards new "
            "ones without a history"
        )
        place = Place(project.key_of(path))
        if len(before.digest) > _SCHEMA:
            found.append(error(place, "note-type-changed", message, hint))
    return found


def dated(types: dict[str, NoteType], lock: Lock, now: int) -> dict[str, NoteType]:
    """The note types with the times Anki compares: never older than before, newer when changed."""
    return {key: _dated(each, lock, now) for key, each in types.items()}


def known_types(types: dict[str, NoteType], lock: Lock) -> list[KnownType]:
    """What the next lock knows of note types, including unused ones."""
    now_known = {
        each.name: KnownType(each.name, each.digest, each.modified) for each in types.values()
    }
    return list((lock.types | now_known).values())


def _dated(note_type: NoteType, lock: Lock, now: int) -> NoteType:
    """A custom note type has no time in its files: it changes when a build finds a change."""
    before = lock.types.get(note_type.name)
    if before is None:
        return replace(note_type, modified=note_type.modified or now)
    if before.digest == note_type.digest:
        return replace(note_type, modified=max(note_type.modified, before.modified))
    return replace(note_type, modified=max(note_type.modified or now, before.modified + 1))
