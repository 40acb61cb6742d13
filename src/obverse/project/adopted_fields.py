r"""Adopted fields: the HTML that notes of imported decks had, in a file next to the lock.

Markdown renders to other HTML than Anki's editor writes, which looks the same. So a note keeps its
own HTML as long as its card is not edited: then an unedited deck changes nothing. One line a note,
sorted by guid, as in the lock; the columns are separated by tabs: the guid, a digest of what its
card rendered to when it was imported, one of how the card was written, the fields as JSON, and `#`
with the CRC-32 of the line before it.

A card is edited when it has neither digest any more. A text that is only written in another way
renders to the same; a later obverse that renders it in another way finds it written as it was. A
line stays when its card is edited or gone: whoever undoes that gets the HTML back.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from obverse.machine import files
from obverse.project.project import FIELDS, Project
from obverse.values.diagnostic import Diagnostic, error
from obverse.values.source import Place

_COLUMNS = 5
_CHECK = 10  # characters, with the tab
_RESTORE = "restore the file from version control"
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")


class AdoptedNote(NamedTuple):
    """The digests of a note's card as it was imported, and its fields as a JSON text.

    `line` is that of the file, from one; 0 for one that is not in it yet.
    """

    rendered: str
    written: str
    fields: str
    line: int = 0

    def values(self) -> tuple[str, ...]:
        """The fields. Raises `ValueError` or `RecursionError` if they are not a list of texts."""
        values = json.loads(self.fields)
        if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
            raise ValueError(self.fields)
        return tuple(values)


class AdoptedFields(NamedTuple):
    """What is kept of each note, by guid; a merge of two imports leaves two lines for one."""

    notes: Mapping[str, tuple[AdoptedNote, ...]]

    def text(self) -> str:
        """The content of the file."""
        lines = sorted(
            f"{guid}\t{each.rendered}\t{each.written}\t{each.fields}"
            for guid, notes in self.notes.items()
            for each in notes
        )
        return "".join(f"{line}\t#{crc32(line.encode()):08x}\n" for line in lines)

    def joined(self, guids: Iterable[str], notes: Mapping[str, AdoptedNote]) -> "AdoptedFields":
        """With these notes in the place of all that was known of `guids`."""
        gone = {*guids}
        left = {guid: of for guid, of in self.notes.items() if guid not in gone}
        return AdoptedFields(left | {guid: (each,) for guid, each in notes.items()})


NO_FIELDS = AdoptedFields({})


def adopted_note(rendered: str, written: str, fields: Iterable[str]) -> AdoptedNote:
    """What is kept of a note with these digests and fields."""
    return AdoptedNote(rendered, written, json.dumps([*fields], ensure_ascii=False))


def path_of(project: Project) -> Path:
    """Where the file is."""
    return project.beside_lock(FIELDS)


def read_adopted_fields(project: Project) -> tuple[AdoptedFields, tuple[Diagnostic, ...]]:
    """What is in the file, and its lines that were edited or damaged."""
    path = path_of(project)
    if not path.exists():
        return NO_FIELDS, ()
    return _parsed(files.read(project.inside(path)), project.key_of(path))


def _parsed(raw: bytes, key: str) -> tuple[AdoptedFields, tuple[Diagnostic, ...]]:
    notes: dict[str, list[AdoptedNote]] = defaultdict(list)
    found = []
    for number, line in enumerate(raw.decode(errors="replace").split("\n"), start=1):
        line = line.removesuffix("\r")  # noqa: PLW2901  # what an editor put there
        if not line:
            continue
        columns = line.split("\t")
        if len(columns) != _COLUMNS or not _is_whole(line):
            found.append(error(Place(key, number), "lock-damaged", _what(line), _RESTORE))
            continue
        guid, rendered, written, fields, _ = columns
        notes[guid].append(AdoptedNote(rendered, written, fields, number))
    return AdoptedFields({guid: tuple(of) for guid, of in notes.items()}), tuple(found)


def _is_whole(line: str) -> bool:
    return line[-_CHECK:] == f"\t#{crc32(line[:-_CHECK].encode()):08x}"


def _what(line: str) -> str:
    if line.startswith(_CONFLICT):
        return f"this file contains git's conflict marker `{line[:20]}`"
    return "this line was edited or damaged: the check at its end is of another text"
