"""Import base: what the deck said when it was last imported, in a file next to the lock.

With it an import of the deck's next version tells an edit of the author from one of the deck. One
line a note, sorted by guid, columns separated by tabs: the guid, its parts, its deck, its tags, a
check. A part is the digest of its HTML in the deck and, after `~`, that of its Markdown if it
differs. The line of a note type has the digests of its CSS and templates.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from obverse.languages.fingerprint import digest
from obverse.machine.files import read
from obverse.machine.late import late
from obverse.project.project import BASE, Project
from obverse.values.diagnostic import Diagnostic, error
from obverse.values.lock import escaped
from obverse.values.lock.line import check_of, unescaped
from obverse.values.source import Place

_DIGITS = 8  # of a digest: 48 bits, which tell two versions of one text apart
_APART = "~"
_OF_TYPE = "note type"  # a guid holds no space
_PARTS = late(rf"(?:[\w\-]{{0,{_DIGITS}}}(?:~[\w\-]{{0,{_DIGITS}}})?(?: |$))*")
_NOTE, _TYPE = 5, 4  # columns, with the check


class Part(NamedTuple):
    """Digests of a part of a note: as the deck has it, and as it was written in Markdown."""

    theirs: str = ""
    mine: str = ""


UNKNOWN = Part()


class BaseNote(NamedTuple):
    """A note as it was last imported; `tags` are Anki's."""

    guid: str
    parts: tuple[Part, ...]
    deck: str
    tags: tuple[str, ...]

    def part(self, at: int) -> Part:
        """A part; unknown if the note had fewer."""
        return self.parts[at] if at < len(self.parts) else UNKNOWN


class ImportBase(NamedTuple):
    """The notes by guid, and the digests of the CSS and the templates of note types by key."""

    notes: Mapping[str, BaseNote] = MappingProxyType({})
    types: Mapping[str, tuple[str, ...]] = MappingProxyType({})

    def text(self) -> str:
        """The content of the file."""
        types = (f"{_OF_TYPE}\t{key}\t{' '.join(of)}" for key, of in sorted(self.types.items()))
        notes = (_line(each) for _, each in sorted(self.notes.items()))
        return "".join(f"{line}\t{check_of(line)}\n" for line in (*types, *notes))


NO_BASE = ImportBase()


def part_digest(text: str) -> str:
    """The digest of a part."""
    return digest(text)[:_DIGITS]


def base_path(project: Project) -> Path:
    """Where the file is."""
    return project.beside_lock(BASE)


def base_of(project: Project) -> tuple[ImportBase, tuple[Diagnostic, ...]]:
    """What the decks of a project said, and what is wrong with the file."""
    path = base_path(project)
    if not path.exists():
        return NO_BASE, ()
    return _read(read(project.inside(path)), project.key_of(path))


def _read(raw: bytes, key: str) -> tuple[ImportBase, tuple[Diagnostic, ...]]:
    """What is in the file, and its lines that cannot be used; `key` is its path.

    Of two lines for one note, as a merge may leave them, only what they agree on is known.
    """
    notes: dict[str, BaseNote] = {}
    types: dict[str, tuple[str, ...]] = {}
    found = []
    for number, line in enumerate(raw.decode(errors="replace").splitlines(), start=1):
        columns = line.split("\t")
        is_type = columns[0] == _OF_TYPE
        if not _is_sound(line, columns, _TYPE if is_type else _NOTE):
            message = "this line was edited or damaged: it is not of an imported note"
            hint = "restore the file from version control"
            found.append(error(Place(key, number), "lock-damaged", message, hint))
        elif is_type:
            types[columns[1]] = tuple(columns[2].split(" "))
        else:
            note = _note(columns)
            notes[note.guid] = _agreed(notes.get(note.guid, note), note)
    return ImportBase(notes, types), tuple(found)


def _line(note: BaseNote) -> str:
    parts = " ".join(_written(each) for each in note.parts)
    return f"{note.guid}\t{parts}\t{escaped(note.deck)}\t{' '.join(note.tags)}"


def _written(part: Part) -> str:
    return part.theirs if part.theirs == part.mine != "" else _APART.join(part)


def _is_sound(line: str, columns: list[str], wanted: int) -> bool:
    if len(columns) != wanted or not columns[0]:
        return False
    parts = columns[2] if columns[0] == _OF_TYPE else columns[1]
    body = line.rpartition("\t")[0]
    return bool(_PARTS.fullmatch(parts)) and columns[-1] == check_of(body)


def _note(columns: list[str]) -> BaseNote:
    guid, parts, deck, tags, _ = columns
    return BaseNote(
        guid, tuple(_part(each) for each in parts.split(" ")), unescaped(deck), tuple(tags.split())
    )


def _part(written: str) -> Part:
    theirs, apart, mine = written.partition(_APART)
    return Part(theirs, mine if apart else theirs)


def _agreed(one: BaseNote, other: BaseNote) -> BaseNote:
    longest = max(len(one.parts), len(other.parts))
    parts = tuple(
        one.part(at) if one.part(at) == other.part(at) else UNKNOWN for at in range(longest)
    )
    return other._replace(parts=parts, tags=tuple(tag for tag in one.tags if tag in other.tags))


def joined_base(
    base: ImportBase, notes: Iterable[BaseNote], types: Mapping[str, tuple[str, ...]]
) -> ImportBase:
    """With further notes and note types, which replace those of the same guid and key."""
    return ImportBase(
        {**base.notes, **{each.guid: each for each in notes}}, {**base.types, **types}
    )
