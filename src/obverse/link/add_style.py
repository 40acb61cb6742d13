"""Add style: the CSS that a project adds to its note types."""

from obverse.compile import conflict_markers
from obverse.errors import ObverseError, TextError
from obverse.machine import files, paths, unfetched
from obverse.note_types import NoteType
from obverse.project import styles
from obverse.project.project import Project
from obverse.values.diagnostic import Diagnostic, error, of_text_error
from obverse.values.source import Place, decode

_Types = dict[str, NoteType]


def add_style(types: _Types, project: Project) -> tuple[_Types, list[Diagnostic]]:
    """The note types with the project's CSS after theirs, and what is wrong with it."""
    name = project.settings.style
    if not name:
        return types, []
    path = styles.file_of(project.root, name)
    try:
        raw = files.read_regular(path)
        if missing := unfetched.of_content(raw, path):
            return types, [_unfetched(name, missing)]
        text = decode(raw)
        conflict_markers.check_text(text)
        extra = text.strip()
    except TextError as fault:
        return types, [of_text_error(project.key_of(path), fault)]
    except ObverseError as fault:
        if missing := unfetched.of_link(path, paths.shown(path)):
            return types, [_unfetched(name, missing)]
        message = f"cannot read the style `{name}`: {fault.message.rpartition(': ')[2]}"
        hint = "`style` is a path below the folder of the configuration"
        return types, [error(Place(name), "unreadable-style", message, hint)]
    return {
        # The plain style is where the CSS of the built-in note types begins.
        key: each if extra in each.css else each._replace(css=f"{each.css}\n{extra}\n")
        for key, each in types.items()
    }, []


def _unfetched(name: str, missing: unfetched.Reason) -> Diagnostic:
    what, hint = missing
    return error(Place(name), "unfetched-file", f"cannot use the style `{name}`: {what}", hint)
