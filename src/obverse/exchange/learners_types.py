"""Learners' types: the ids that note types have in a collection, for a deck without them.

Anki knows a note type by its id alone, and refuses a note that it has of another one. The notes
that both have say which note type is which; else its name and fields do.
"""

import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from obverse.cards.rows import Rows
from obverse.formats import Contents
from obverse.note_types import NoteType, Template

_SQLITE = b"SQLite format 3\0"
_UNKNOWN = "note-type-unknown"


def learners_rows(raw: bytes) -> Rows:
    """What a package or a collection holds. Raises `ObverseError` if it is neither."""
    from obverse.formats.apkg.read.container import Container, Limits
    from obverse.formats.apkg.read.database import read_rows

    with tempfile.TemporaryDirectory(prefix="obverse-") as folder:
        path = Path(folder) / "collection"
        with path.open("wb") as stream:
            if raw.startswith(_SQLITE):
                stream.write(raw)
            else:
                Container(raw, Limits()).save_collection(stream)
        return read_rows(path)


def with_learners_types(reading: Contents, rows: Rows) -> Contents:
    """The reading with the ids of the learner's note types; findings about those are left out."""
    found = {}
    for key, each in reading.note_types.items():
        if theirs := _same(each, rows, {*_guids(reading, key)}):
            found[key] = _numbered(each, theirs)
    names = [reading.note_types[key].name for key in found]
    told = tuple(
        each
        for each in reading.diagnostics
        if each.rule != _UNKNOWN or not any(f"`{name}`" in each.message for name in names)
    )
    return reading._replace(note_types={**reading.note_types, **found}, diagnostics=told)


def _guids(reading: Contents, key: str) -> Iterator[str]:
    return (card.guid for card in reading.cards if card.note_type == key)


def _same(note_type: NoteType, rows: Rows, guids: set[str]) -> NoteType | None:
    """The learner's note type that has the most of these notes, else the one of this name."""
    used = Counter(note.note_type for note in rows.notes if note.guid in guids)
    ordered = [number for number, _ in used.most_common()]
    ordered += [n for n, each in rows.note_types.items() if each.name == note_type.name]
    known = (rows.note_types[number] for number in ordered if number in rows.note_types)
    return next((each for each in known if _names(each) == _names(note_type)), None)


def _names(note_type: NoteType) -> tuple[object, ...]:
    """What has to be the same: Anki refuses notes of a note type with other fields or templates."""
    fields = tuple(name for name, _ in note_type.fields)
    return note_type.is_cloze, fields, tuple(each.name for each in note_type.templates)


def _numbered(note_type: NoteType, theirs: NoteType) -> NoteType:
    """The note type with the learner's ids, and the texts that the deck has."""
    sides = zip(note_type.templates, theirs.templates, strict=True)
    templates = tuple(Template(own.name, each.id, own.front, own.back) for own, each in sides)
    return note_type._replace(id=theirs.id, fields=theirs.fields, templates=templates)
