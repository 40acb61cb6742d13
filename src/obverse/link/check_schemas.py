"""Check schemas: Anki would refuse the notes of a note type whose fields or templates changed."""

from collections.abc import Iterator, Mapping

from obverse.note_types import NoteType
from obverse.project.project import NOTE_TYPES, Project
from obverse.values.diagnostic import Diagnostic, error
from obverse.values.lock import Lock
from obverse.values.source import Place

_SCHEMA = 11  # characters of a digest


def check_schemas(
    types: Mapping[str, NoteType], project: Project, lock: Lock
) -> Iterator[Diagnostic]:
    """Findings for note types whose fields or templates have changed since the lock was written."""
    for key, each in types.items():
        before = lock.types.get(each.name)
        if before is None or before.digest.startswith(each.schema):
            continue
        if len(before.digest) > _SCHEMA:
            path = project.key_of(project.root / NOTE_TYPES / key / "note-type.toml")
            yield _changed(each.name, Place(path))


def _changed(name: str, place: Place) -> Diagnostic:
    message = (
        f"the fields, templates or kind of the note type `{name}` changed, and Anki would "
        "refuse every note of it that a learner has"
    )
    hint = (
        "undo the change; or give the note type another `name`, which makes its cards new "
        "ones without a history"
    )
    return error(place, "note-type-changed", message, hint)
