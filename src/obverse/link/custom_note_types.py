"""The custom note types of a project."""

from obverse.errors import TextError
from obverse.note_types import OURS, NoteType, load_own
from obverse.project.project import NOTE_TYPES, Project
from obverse.values.diagnostic import Diagnostic, error, of_text_error
from obverse.values.source import Place


def own_note_types(project: Project, found: list[Diagnostic]) -> dict[str, NoteType]:
    """The note types in the project's folder `note-types`, by the names of their folders."""
    types: dict[str, NoteType] = {}
    for path in sorted((project.root / NOTE_TYPES).glob("*/note-type.toml")):
        name = path.parent.name
        try:
            types[name] = load_own(name, path.parent)
        except TextError as fault:
            found.append(of_text_error(project.key_of(path), fault))
    for name in types.keys() & OURS:
        place = Place(project.key_of(project.root / NOTE_TYPES / name / "note-type.toml"))
        message = f"the name `{name}` is already that of a built-in note type"
        found.append(error(place, "note-type-invalid", message, "rename the folder"))
        del types[name]
    return types
