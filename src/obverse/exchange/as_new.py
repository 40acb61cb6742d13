"""As new: cards of foreign note types as cards of the built-in kinds, new to Anki."""

from dataclasses import replace

from obverse.cards.cards import WrittenCard
from obverse.compile import kinds
from obverse.formats import Contents
from obverse.note_types import NoteType

_OCCLUSION = "image-occlusion:"


def as_new(reading: Contents) -> Contents:
    """The contents without note types and guids: each card gets the kind that does the same."""
    cards = tuple(_card(card, reading.note_types.get(card.note_type)) for card in reading.cards)
    return reading._replace(cards=cards, note_types={})


def _card(card: WrittenCard, note_type: NoteType | None) -> WrittenCard:
    card = replace(card, guid="", note_type="", pin="")
    if note_type is None:
        return replace(card, in_anki=None)
    further = [f"### {name}\n\n{text}" for name, text in card.fields.items() if text]
    back = "\n\n".join(part for part in (card.back, *further) if part)
    front = card.front
    if note_type.is_cloze and "\n" not in front:
        # Text below the separator is shown with the answer only.
        front += "\n"
    made = replace(
        card,
        front=front,
        back=back,
        fields={},
        in_anki=None,
        kinds=_kinds(card, note_type),
    )
    if any(_OCCLUSION in text for text in (card.front, *card.fields.values())):
        why = "this card hides parts of a picture, which only its original note type can do"
        return replace(made, draft=True, comment=why)
    return made


def _kinds(card: WrittenCard, note_type: NoteType) -> tuple[str, ...]:
    """The kinds that ask for what the note's own cards do."""
    if note_type.is_cloze:
        return (kinds.default(deletions=True),)
    return kinds.like(note_type, card.in_anki.fields if card.in_anki else ())
