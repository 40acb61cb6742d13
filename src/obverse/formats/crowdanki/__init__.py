"""CrowdAnki's folder: `deck.json` with a deck, its subdecks and note types, next to `media`.

The format is that of the add-on (github.com/Stvad/CrowdAnki, `crowd_anki/representation`). It
names decks, note types and settings by UUIDs; ours are the same in every export.
"""

from hashlib import blake2b
from typing import BinaryIO
from uuid import UUID, uuid5

from obverse.cards.kept_html import kept_html
from obverse.formats import Contents, Format, NotesWriter, Reader
from obverse.link.collection import Collection

DECK_MEDIA = "media"
# A UUID of version 8 (RFC 9562, 5.8) is free except for version and variant: its last 48 bits are
# the id of the note type, so that it comes back when the export is read.
_OF_NOTE_TYPE = UUID("6f627665-7273-8065-8000-000000000000")
_NODE = (1 << 48) - 1


def uuid_of_note_type(number: int) -> str:
    """The UUID of a note type, from Anki's id for it."""
    return str(UUID(int=_OF_NOTE_TYPE.int | (number & _NODE)))


def holds_id(uuid: str) -> bool:
    """Whether the UUID of a note type contains its id."""
    try:
        return UUID(uuid).int & ~_NODE == _OF_NOTE_TYPE.int
    except ValueError:
        return False


def note_type_id(uuid: str) -> int:
    """The id in a UUID of ours; for any other UUID a unique number as large as Anki's ids."""
    if holds_id(uuid):
        return UUID(uuid).int & _NODE
    hashed = blake2b(uuid.encode(), digest_size=5).digest()
    return int.from_bytes(hashed, "big") + (1 << 40)


def uuid_of(what: str, name: str) -> str:
    """The UUID of a deck or of settings, from its name."""
    return str(uuid5(_OF_NOTE_TYPE, f"{what}:{name}"))


def _read(raw: bytes, name: str, *, styles: str = "keep", trust: bool = False) -> Contents:
    from obverse.formats.crowdanki.read import read

    return read(raw, name, kept_html(styles, trust=trust))


def _write(collection: Collection, stream: BinaryIO) -> None:
    from obverse.formats.crowdanki.write import deck_json

    stream.write(deck_json(collection).encode())


FORMAT = Format(
    "CrowdAnki's deck.json, with media in a folder next to it",
    (".json",),
    Reader(
        _read,
        ("styles",),
        trusts=True,
        knows=lambda start: b'"__type__"' in start and b'"Deck"' in start,
    ),
    NotesWriter(_write, DECK_MEDIA),
)
