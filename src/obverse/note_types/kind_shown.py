"""What a summary calls a note: its kind, unless the project made its note type."""

from collections import Counter
from collections.abc import Iterable, Mapping

from obverse.note_types import NoteType, built_in_names


def kind_shown(note_type: NoteType, kind: str) -> str:
    """What a summary calls a note: its kind, or the note type that the project made for it."""
    return kind if note_type.key in built_in_names() else note_type.name


def kinds_counted(
    kinds: Iterable[tuple[str, str]], types: Mapping[str, NoteType]
) -> tuple[tuple[str, int], ...]:
    """What a summary calls notes, and how many there are; each is given as (note type, kind)."""
    counts: Counter[str] = Counter()
    for (name, kind), number in Counter(kinds).items():
        counts[kind_shown(types[name], kind)] += number
    return tuple(sorted(counts.items()))
