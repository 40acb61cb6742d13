"""The custom note types of a project."""

from obverse.errors import TextError
from obverse.note_types import NoteType, built_in_names, load_custom
from obverse.project.project import NOTE_TYPES, Project
from obverse.values.diagnostic import Diagnostic, error, of_text_error
from obverse.values.source import Place


def custom_note_types(project: Project) -> tuple[dict[str, NoteType], list[Diagnostic]]:
    """The note types in the project's folder `note-types`, by the names of their folders."""
    types: dict[str, NoteType] = {}
    found: list[Diagnostic] = []
    for path in sorted((project.root / NOTE_TYPES).glob("*/note-type.toml")):
        name = path.parent.name
        try:
            types[name] = load_custom(name, path.parent, project.is_inside)
        except TextError as fault:
            found.append(of_text_error(project.key_of(path), fault))
    for name in types.keys() & built_in_names() if types else ():
        place = Place(project.key_of(project.root / NOTE_TYPES / name / "note-type.toml"))
        message = f"the name `{name}` is already that of a built-in note type"
        found.append(error(place, "note-type-invalid", message, "rename the folder"))
        del types[name]
    return types, found
