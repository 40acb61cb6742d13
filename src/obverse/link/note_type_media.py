"""Note type media: the files that templates and CSS show by name, such as `_logo.png`.

Anki ships files whose names begin with `_` whether a note names them or not. They keep their names,
for only the learner's copy of the note type refers to them.
"""

from collections.abc import Iterable

from obverse.note_types import NoteType, built_in_names
from obverse.note_types.shown_files import shown_files
from obverse.project.project import MEDIA, NOTE_TYPES, Project


def note_type_media(note_types: Iterable[NoteType], project: Project) -> dict[str, str]:
    """The path of each file that custom note types show, by its name.

    It is in the folder of the note type, or among the media of the content folder.
    """
    found: dict[str, str] = {}
    for each in note_types:
        if each.key in built_in_names():
            continue
        folders = (project.root / NOTE_TYPES / each.key, project.content / MEDIA)
        for name in shown_files(each):
            there = next((f / name for f in folders if (f / name).is_file()), None)
            if there and project.is_inside(there):
                found.setdefault(name, str(there))
    return dict(sorted(found.items()))
