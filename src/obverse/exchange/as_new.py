"""Fresh: cards of foreign note types as cards of obverse's kinds, new to Anki."""

from dataclasses import replace

from obverse.cards.cards import WrittenCard
from obverse.formats import Reading
from obverse.note_types import NoteType

_TWO = 2
_OCCLUSION = "image-occlusion:"


def fresh(reading: Reading) -> Reading:
    """The reading without note types and guids: each card gets the kind that does the same."""
    cards = tuple(_card(card, reading.note_types.get(card.note_type)) for card in reading.cards)
    return replace(reading, cards=cards, note_types={})


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
        kinds=("cloze",) if note_type.is_cloze else _kinds(card, note_type),
    )
    if _OCCLUSION in card.front:
        why = "this card hides parts of a picture, which only its original note type can do"
        return replace(made, draft=True, comment=why)
    return made


def _kinds(card: WrittenCard, note_type: NoteType) -> tuple[str, ...]:
    """`reversed` if the note has a card that asks for the first field, `typing` likewise."""
    fields = card.in_anki.fields if card.in_anki else ()
    names = [name for name, _ in note_type.fields]
    kinds = []
    if len(fields) == len(names) >= _TWO:
        shown = [note_type.templates[number].front for number in note_type.cards(fields)]
        if any(f"{names[1]}}}}}" in front and f"{names[0]}}}}}" not in front for front in shown):
            kinds.append("reversed")
    if any("{{type:" in template.front for template in note_type.templates):
        kinds.append("typing")
    return tuple(kinds)
