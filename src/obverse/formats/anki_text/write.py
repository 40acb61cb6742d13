"""Write a collection as Anki's text, with the headers of Anki's export."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from obverse.languages.table import Dialect, cell
from obverse.link.collection import Collection, CollectionNote
from obverse.note_types import NoteType, built_in, built_in_names

# Most learners have note types of these names, which are not those of an adopted deck.
_OF_ANKI = (
    *("Basic", "Basic (and reversed card)", "Basic (optional reversed card)"),
    *("Basic (type in the answer)", "Cloze", "Image Occlusion"),
)
_TABS = Dialect("\t")


def write(collection: Collection, stream: BinaryIO) -> None:
    """Guid, note type, deck, the fields as HTML, tags; short rows are padded before the tags."""
    types = collection.note_types
    names = _names(types)
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
        cells = _cells(note, names[note.note_type], width)
        stream.write(("\t".join(_quoted(each) for each in cells) + "\n").encode())


def _names(types: Mapping[str, NoteType]) -> dict[str, str]:
    """What Anki finds each note type by: its name, or its id where several have that name."""
    of_built_in = [built_in(key).name for key in built_in_names() if key not in types]
    names = {key: each.name.rstrip("+") for key, each in types.items()}
    used = Counter([*of_built_in, *_OF_ANKI, *names.values()])
    return {
        key: each.name if used[names[key]] == 1 else str(each.id) for key, each in types.items()
    }


def _cells(note: CollectionNote, note_type: str, width: int) -> Iterator[str]:
    yield from (note.guid, note_type, note.deck, *note.fields)
    yield from [""] * (width - len(note.fields))
    yield " ".join(note.tags)


def _quoted(text: str) -> str:
    """A line that began with a bare `#` would be a comment."""
    return cell(text, _TABS, always="#")
