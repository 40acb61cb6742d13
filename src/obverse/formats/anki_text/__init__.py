"""Anki's text format: one line of cells for each note, after headers that say what they mean.

The headers are those of Anki's manual ("Text files") and of its export, "Notes in Plain Text".
Media are not part of it.
"""

import re
from typing import BinaryIO

from obverse.cards.kept_html import kept_html
from obverse.formats import Contents, Format, NotesWriter, Reader
from obverse.link.collection import Collection

_HEADERS = (
    r'(?i)(?:"?#(?:tags|deck):[^\n]*\n){0,9}"?'
    r"#(?:separator|html|columns|notetype|if matches|(?:guid|notetype|deck|tags) column):"
)
COLLECTION_MEDIA = "collection.media"


def _read(raw: bytes, name: str, *, styles: str = "keep", trust: bool = False) -> Contents:
    from obverse.formats.anki_text.read import read

    return read(raw, name, kept_html(styles, trust=trust))


def _write(collection: Collection, stream: BinaryIO) -> None:
    from obverse.formats.anki_text.write import write

    write(collection, stream)


def _knows(start: bytes) -> bool:
    is_wide = start[:2] in (b"\xff\xfe", b"\xfe\xff")
    # A piece of UTF-16 may end within a character.
    text = start.decode("utf-16" if is_wide else "utf-8-sig", "ignore")
    # Headers come in any order, and some of them may be a line of anyone's notes.
    return bool(re.match(_HEADERS, text))


FORMAT = Format(
    "Anki's text with headers (Notes in Plain Text)",
    (".txt", ".tsv"),
    Reader(
        _read,
        ("styles",),
        trusts=True,
        knows=_knows,
    ),
    NotesWriter(_write, COLLECTION_MEDIA),
)
