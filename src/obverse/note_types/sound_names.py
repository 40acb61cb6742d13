"""Names of fields as Anki repairs them (rslib, `fix_field_names` and `ensure_names_unique`).

Older decks and other programs have names that Anki does not take: with signs of a template, with
white space at their ends, or the same but for case. Anki changes them where it imports such a deck,
and so does an import here. An empty name, for which Anki refuses a deck, becomes one with a number.
Control characters, and the second of two names that differ only in white space, are changed too:
they cannot be headings.
"""

import re
import unicodedata

from obverse.machine.late import late
from obverse.note_types import NoteType, Template
from obverse.note_types.template import TAG

_NOT_IN_A_NAME = late(r'[:{}"\x00-\x1f]')
_AT_START = late(r"^[\s#^/]+")
_ONE_MORE = "+"


def with_sound_names(note_type: NoteType) -> NoteType:
    """The note type with names of fields that Anki takes, each once; its templates follow them."""
    before = [name for name, _ in note_type.fields]
    names = _sound(before)
    if names == before:
        return note_type
    renamed: dict[str, str] = {}
    for old, new in zip(before, names, strict=True):
        renamed.setdefault(old, new)  # of two that are the same, templates mean the first
    return note_type._replace(
        fields=tuple((name, of) for name, (_, of) in zip(names, note_type.fields, strict=True)),
        templates=tuple(_following(each, renamed) for each in note_type.templates),
    )


def _sound(before: list[str]) -> list[str]:
    names: list[str] = []
    taken: set[str] = set()
    for number, old in enumerate(before, start=1):
        bare = unicodedata.normalize("NFC", _NOT_IN_A_NAME.sub("", old))
        name = _AT_START.sub("", bare, count=1).strip() or f"Field {number}"
        while _seen(name) in taken:
            name += _ONE_MORE
        taken.add(_seen(name))
        names.append(name)
    return names


def _seen(name: str) -> str:
    """A name as a heading is compared with it."""
    return " ".join(name.split()).casefold()


def _following(template: Template, renamed: dict[str, str]) -> Template:
    """The template with the new names in its tags."""

    def made(found: re.Match[str]) -> str:
        filters, colon, name = found[2].rpartition(":")
        if found[2] in renamed:
            return f"{{{{{found[1]}{renamed[found[2]]}}}}}"
        return f"{{{{{found[1]}{filters}{colon}{renamed.get(name.strip(), name)}}}}}"

    return template._replace(front=TAG.sub(made, template.front), back=TAG.sub(made, template.back))
