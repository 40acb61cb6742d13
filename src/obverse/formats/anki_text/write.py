"""Write a collection as Anki's text, with the headers of Anki's export."""

from collections.abc import Iterator
from typing import BinaryIO

from obverse.languages.table import Dialect, cell
from obverse.link.collection import Collection, CollectionNote

_TABS = Dialect("\t")


def write(collection: Collection, lock: bytes, stream: BinaryIO) -> None:  # noqa: ARG001
    """Guid, note type, deck, the fields as HTML, tags; short rows are padded before the tags."""
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
        stream.write(("\t".join(_quoted(each) for each in cells) + "\n").encode())


def _cells(note: CollectionNote, note_type: str, width: int) -> Iterator[str]:
    yield from (note.guid, note_type, note.deck, *note.fields)
    yield from [""] * (width - len(note.fields))
    yield " ".join(note.tags)


def _quoted(text: str) -> str:
    """A line that began with a bare `#` would be a comment."""
    return cell(text, _TABS, always="#")
