"""Fit: the note types of a deck as the ones that the project has of them already.

Anki refuses the notes of a note type that gained or lost a field, so the project keeps its own, and
what a newer deck has more or less is said.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from obverse.cards.cards import WrittenCard
from obverse.formats import Contents
from obverse.note_types import NoteType


class Fitted(NamedTuple):
    """A reading whose note types have the ids and fields of the project's.

    By the project's key: `gone` are fields that the deck no longer has, `extra` those that only it
    has, with the number of notes that say something there. `types` are the deck's own note types.
    """

    reading: Contents
    gone: dict[str, frozenset[str]]
    extra: dict[str, Counter[str]]
    types: dict[str, NoteType]


def fit_note_types(reading: Contents, custom: Mapping[str, NoteType]) -> Fitted:
    """The reading as the project would have it; a note type that is new to it stays as it is."""
    pairs: dict[str, str] = {}
    for key, each in reading.note_types.items():
        if found := _of_project(each, custom, {*pairs.values()}):
            pairs[key] = found
    gone = {
        of: frozenset(_names(custom[of]))
        - set(_sources(reading.note_types[key], custom[of]).values())
        for key, of in pairs.items()
    }
    extra: dict[str, Counter[str]] = {of: Counter() for of in pairs.values()}
    cards = []
    for card in reading.cards:
        if card.note_type in pairs:
            of = pairs[card.note_type]
            made, more = _fitted(card, reading.note_types[card.note_type], custom[of])
            extra[of].update(more)
            cards.append(made)
        else:
            cards.append(card)
    types = {
        key: custom[pairs[key]] if key in pairs else each
        for key, each in reading.note_types.items()
    }
    for key, of in pairs.items():
        unsaid = set(_names(reading.note_types[key])) - set(
            _sources(reading.note_types[key], custom[of])
        )
        extra[of].update(dict.fromkeys(unsaid, 0))
    shown = {of: reading.note_types[key] for key, of in pairs.items()}
    return Fitted(reading._replace(cards=tuple(cards), note_types=types), gone, extra, shown)


def _of_project(note_type: NoteType, custom: Mapping[str, NoteType], taken: set[str]) -> str:
    """The key of the project's note type that this is: of one id, else of one name and fields.

    A deck that was exported from another collection has the same note type under another id.
    """
    free = {
        key: each
        for key, each in custom.items()
        if key not in taken and each.heading == note_type.heading
    }
    same = (key for key, each in free.items() if each.id == note_type.id)
    alike = (
        key
        for key, each in free.items()
        if each.name == note_type.name
        and each.is_cloze == note_type.is_cloze
        and _names(each) == _names(note_type)
        and len(each.templates) == len(note_type.templates)
    )
    return next(same, "") or next(alike, "")


def _names(note_type: NoteType) -> list[str]:
    return [name for name, _ in note_type.fields]


def _sources(theirs: NoteType, ours: NoteType) -> dict[str, str]:
    """Our name of each of their fields that we have: by its name, else by its id."""
    names = {*_names(ours)}
    by_id = {number: name for name, number in ours.fields if number}
    found = {name: name for name, _ in theirs.fields if name in names}
    left = names - {*found}
    for name, number in theirs.fields:
        if name not in found and number and by_id.get(number) in left:
            found[name] = by_id[number]
            left.discard(by_id[number])
    return found


def _fitted(card: WrittenCard, theirs: NoteType, ours: NoteType) -> tuple[WrittenCard, list[str]]:
    """The card with our fields, and the fields that say something and that we do not have."""
    if _names(theirs) == _names(ours):
        return card, []
    source = _sources(theirs, ours)
    names = _names(theirs)
    texts = {**dict(zip(names, (card.front, card.back), strict=False)), **card.fields}
    by_name = {source[name]: text for name, text in texts.items() if name in source}
    first, *others = _names(ours)
    made = replace(
        card,
        front=by_name.get(first, ""),
        back=by_name.get(others[0], "") if others else "",
        fields={name: by_name[name] for name in others[1:] if by_name.get(name)},
    )
    if card.in_anki and len(card.in_anki.fields) == len(names):
        raws = {
            source[name]: text
            for name, text in zip(names, card.in_anki.fields, strict=True)
            if name in source
        }
        fields = tuple(raws.get(name, "") for name in _names(ours))
        made = replace(made, in_anki=replace(card.in_anki, fields=fields))
    return made, [name for name, text in texts.items() if text and name not in source]
