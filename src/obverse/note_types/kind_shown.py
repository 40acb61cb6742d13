"""What a summary calls a note: its kind, unless the project made its note type."""

from obverse.note_types import NoteType, built_in_names


def kind_shown(note_type: NoteType, kind: str) -> str:
    """What a summary calls a note: its kind, or the note type that the project made for it."""
    return kind if note_type.key in built_in_names() else note_type.name
