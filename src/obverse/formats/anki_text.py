"""Anki's own text format: a line of cells a note, behind headers that say what they mean.

The headers are those of Anki's manual ("Text files") and of its own export, notes in plain text.
Media are not part of it.
"""

from collections.abc import Iterator
from typing import BinaryIO

from obverse.collection import Collection, CollectionNote
from obverse.formats import Format

_QUOTED = frozenset('\t\n\r"')


def write(collection: Collection, lock: str, stream: BinaryIO) -> None:  # noqa: ARG001
    """Guid, note type, deck, the fields as HTML, tags; short rows are filled up before the tags."""
    types = collection.note_types
    width = max((len(note.fields) for note in collection.notes), default=0)
    headers = (
        "#separator:tab",
        "#html:true",
        "#guid column:1",
        "#notetype column:2",
        "#deck column:3",
        f"#tags column:{4 + width}",
    )
    stream.write("".join(f"{each}\n" for each in headers).encode())
    for note in collection.notes:
        cells = _cells(note, types[note.note_type].name, width)
        stream.write(("\t".join(map(_quoted, cells)) + "\n").encode())


def _cells(note: CollectionNote, note_type: str, width: int) -> Iterator[str]:
    yield from (note.guid, note_type, note.deck, *note.fields)
    yield from [""] * (width - len(note.fields))
    yield " ".join(note.tags)


def _quoted(cell: str) -> str:
    """Quoted where it must be; a line that began with a bare `#` would be a comment."""
    if _QUOTED.isdisjoint(cell) and not cell.startswith("#"):
        return cell
    return '"' + cell.replace('"', '""') + '"'


FORMAT = Format(
    "Anki's text with headers (Notes in Plain Text)",
    (".txt", ".tsv"),
    write=write,
    knows=lambda start: start.removeprefix(b"\xef\xbb\xbf").startswith(b"#separator:"),
    is_package=True,
    media_folder="collection.media",
)
