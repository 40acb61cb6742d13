"""Parts: the texts of a card that an import compares one by one."""

import re
from collections.abc import Sequence
from dataclasses import replace

from obverse.cards.cards import InAnki, WrittenCard
from obverse.cards.from_html.inline import FOLDER
from obverse.languages import escape
from obverse.note_types import NoteType

_BUILT_IN = ("question", "answer", "kind")
_FIRST = 2  # fields that are the front and the back of a card
# How references to imported files begin, from wherever a source is.
_REFERENCE = re.compile(
    rf"""(?:(?<=\]\()|(?<=\]\(<)|(?<=src=")|(?<=poster=")|(?<=\[sound:))(?:\.\./)*{FOLDER}"""
)


def part_names(note_type: NoteType | None) -> tuple[str, ...]:
    """What the parts are called: fields, or what a card of a built-in note type has."""
    if note_type is None:
        return _BUILT_IN
    names = tuple(name for name, _ in note_type.fields)
    return names if len(names) > 1 else names * _FIRST


def part_texts(card: WrittenCard, note_type: NoteType | None) -> tuple[str, ...]:
    """The Markdown of the parts, the same wherever the source of the card is."""
    texts: tuple[str, ...]
    if note_type is None:
        texts = (card.front, card.back, " ".join(card.kinds))
    elif note_type.heading:
        said = {note_type.heading: card.front, part_names(note_type)[1]: card.back, **card.fields}
        texts = tuple(said.get(name, "") for name in part_names(note_type))
    else:
        further = part_names(note_type)[_FIRST:]
        texts = (card.front, card.back, *(card.fields.get(name, "") for name in further))
    return tuple(_moved(each, "") for each in texts)


def part_raws(
    card: WrittenCard, there: InAnki | None, note_type: NoteType | None
) -> tuple[str, ...]:
    """The parts as the deck has them `there`: HTML where its fields are the parts."""
    fields = there.fields if there and note_type else ()
    if note_type is None or len(fields) != len(note_type.fields):
        return part_texts(card, note_type)
    return fields if len(fields) > 1 else fields * _FIRST


def with_parts(
    card: WrittenCard, texts: Sequence[str], note_type: NoteType | None, depth: int
) -> WrittenCard:
    """The card with these parts, in a source that is so many folders down."""
    texts = tuple(_moved(each, "../" * depth) for each in texts)
    if note_type and note_type.heading:
        return _named(card, dict(zip(part_names(note_type), texts, strict=True)), note_type)
    front, back, *others = texts
    if note_type is None:
        return replace(card, front=front, back=back, kinds=tuple(others[0].split()))
    further = zip(part_names(note_type)[_FIRST:], others, strict=True)
    fields = {name: text for name, text in further if text}
    return replace(card, front=front, back=back, fields=fields)


def _named(card: WrittenCard, said: dict[str, str], note_type: NoteType) -> WrittenCard:
    """The card of a note type whose heading is not its first field (`occlusion`)."""
    back = said.pop(part_names(note_type)[1])
    header = said.pop(note_type.heading)
    fields = {name: text for name, text in said.items() if text}
    is_heading = header and escape.start(header) == header and "\n" not in header
    if card.fields.get(note_type.heading) or not is_heading:
        return replace(card, back=back, fields={**fields, note_type.heading: header})
    return replace(card, front=header, back=back, fields=fields)


def _moved(text: str, up: str) -> str:
    return _REFERENCE.sub(up + FOLDER, text) if FOLDER in text else text
