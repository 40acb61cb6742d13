"""Occlusion: notes of Anki's image occlusion, whose first field is not text but masks.

The heading of such a card is its header, or the name of its picture, and the masks are below a
`###` heading, on one line as Anki's editor writes them.
"""

import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from urllib.parse import unquote

from obverse.cards.cards import WrittenCard
from obverse.languages import escape
from obverse.note_types import NoteType
from obverse.note_types.anki_settings import settings_of

_STOCK, _HEADER = 6, 2  # numbers of Anki: the note type, and the tag of the field
_SETUP = "imageOcclusion.setup"
_BREAK = re.compile(r"(?:\\|(?<! )  ++)?\n")
_LAST_BREAK = re.compile(r"<br\s*/?>\s*$", re.IGNORECASE)
_PICTURE = re.compile(r"\]\(<?([^)>\n]+)|src=\"([^\"\n]+)")
_LONGEST = 120  # characters of a heading


def heading_field(note_type: NoteType) -> str:
    """The field that names a card of this note type, if its first one holds masks."""
    names = [name for name, _ in note_type.fields]
    is_stock = settings_of(note_type.anki.of_type).get("originalStockKind") == _STOCK
    shows_masks = any(_SETUP in each.front for each in note_type.templates)
    if not note_type.is_cloze or not (is_stock or shows_masks):
        return ""
    found = [settings_of(text).get("tag") for text in note_type.anki.fields]
    if _HEADER in found[2:]:
        return names[found.index(_HEADER, 2)]
    return "Header" if "Header" in names[2:] else ""


def named_by_header(
    texts: Sequence[str], masks: str, header: str, note_type: NoteType
) -> WrittenCard:
    """A card of the Markdown of its fields; `masks` is the HTML of the first one.

    `header` is the header as a heading. A header that cannot be one stays below a `###` heading of
    its own, and so does an empty one: then the card is named after its picture.
    """
    names = [name for name, _ in note_type.fields]
    fields = {name: text for name, text in zip(names, texts, strict=True) if text}
    fields[names[0]] = _in_one_line(texts[0], masks)
    back = fields.pop(names[1], "")
    written = fields.pop(note_type.heading, "")
    front = written
    if not written or header != written or "\n" in written or len(written) > _LONGEST:
        fields[note_type.heading] = written
        front = _picture(back)
    return WrittenCard(front, back, note_type=note_type.key, fields=fields)


def _in_one_line(text: str, masks: str) -> str:
    line = _BREAK.sub("<br>", text)
    return f"{line}<br>" if _LAST_BREAK.search(masks) and text else line


def _picture(text: str) -> str:
    found = _PICTURE.search(text)
    name = PurePosixPath(unquote(found[1] or found[2])).stem if found else ""
    return escape.heading(" ".join(re.split(r"[\s_]+", name))) or "picture"
