"""Note in Anki: its fields as they would have to be here, with its files by their names here."""

from collections.abc import Mapping
from html import escape, unescape
from typing import NamedTuple

from obverse.cards.from_html.tree import cleaned
from obverse.cards.media_folder import named
from obverse.exchange.pull.taken import Taken
from obverse.exchange.pull.three_ways import as_seen
from obverse.languages import media
from obverse.languages.fingerprint import digest
from obverse.link.collection import CollectionNote
from obverse.note_types import source_at, with_source

FOLLOWS = "Typing"  # a field that follows from another, and that no one sees


class EditedNote(NamedTuple):
    """A note whose fields in Anki are others: the note here, the fields to have, its new files.

    `theirs` has the names that new files get in a build; `in_anki` are the fields as Anki has them,
    and `there` is their digest.
    """

    mine: CollectionNote
    theirs: tuple[str, ...]
    files: Mapping[str, bytes]
    there: str
    in_anki: tuple[str, ...]

    @property
    def changed(self) -> list[int]:
        """The numbers of the fields that differ."""
        pairs = enumerate(zip(self.mine.fields, self.theirs, strict=True))
        return [number for number, (mine, theirs) in pairs if _differs(mine, theirs)]


def note_in_anki(note: CollectionNote, fields: tuple[str, ...], taken: Taken) -> EditedNote:
    """A note with these fields in Anki, which are as many as it has here."""
    # Where a note was written is in no comparison: the package has it under the note's old time.
    at = source_at(note.note_type)
    in_anki = with_source(note.note_type, fields)
    there = with_source(note.note_type, fields, note.fields[at]) if at >= 0 else fields
    if there == note.fields:
        return EditedNote(note, there, {}, digest(*in_anki), in_anki)
    theirs, new = with_stored_names(there, named(note.fields), taken)
    return EditedNote(note, theirs, new, digest(*in_anki), in_anki)


def with_stored_names(
    fields: tuple[str, ...], known: set[str], taken: Taken
) -> tuple[tuple[str, ...], dict[str, bytes]]:
    """Fields with the names that a build gives the files they show, and these files.

    Files that are `known` keep their names, and so do those that Anki does not have.
    """
    new = dict[str, bytes]()
    for name in sorted(named(fields) - known):
        content = None if media.is_remote(name) else taken.media(name)
        if content is not None:
            stored = media.stored_name(name, content)
            fields = tuple(_renamed(field, name, stored) for field in fields)
            new[stored] = content
    return fields, new


def own_digest(note: CollectionNote) -> str:
    """The digest that the lock has of the fields of a note: where it was written does not count."""
    return digest(*with_source(note.note_type, note.fields))


def _differs(mine: str, theirs: str) -> bool:
    return mine != theirs and (as_seen(mine) != as_seen(theirs) or bool(cleaned(theirs).lost))


def _renamed(field: str, name: str, stored: str) -> str:
    for written in {name, escape(name, quote=False), escape(name), unescape(name)}:
        field = field.replace(f'"{written}"', f'"{stored}"').replace(f":{written}]", f":{stored}]")
        field = field.replace(f"'{written}'", f"'{stored}'")
    return field
