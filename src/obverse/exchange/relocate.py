"""Relocate: references to media as seen from a source's folder, by the name that a file gets."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from html import escape

from obverse.cards.cards import WrittenCard
from obverse.cards.from_html.inline import FOLDER
from obverse.cards.from_html.links import link_destination

# A destination in Markdown, an address in HTML, a sound, all as `from_html` writes them.
_REFERENCE = re.compile(
    rf"""(?<=\]\()(?:<{FOLDER}(?:\\.|[^<>\\\n])++>|{FOLDER}[^\s()]+)"""
    rf"""|(?<=src="){FOLDER}[^"\n]+|(?<=poster="){FOLDER}[^"\n]+|(?<=\[sound:){FOLDER}[^\]\n]+"""
)


def references(names: Mapping[str, str], depth: int) -> dict[str, str]:
    """How each file is referred to so many folders down, by how it is referred to beside them.

    `names` are the new names by the old.
    """
    up = "../" * depth
    found: dict[str, str] = {}
    for old, new in names.items():
        before, after = FOLDER + old, f"{up}{FOLDER}{new}"
        if before != after:
            found[link_destination(before)] = link_destination(after)
            # In HTML and sounds entities are read, in a destination that needs no brackets too.
            found.setdefault(escape(before), escape(after))
    return found


def relocate(cards: Iterable[WrittenCard], written: Mapping[str, str]) -> list[WrittenCard]:
    """The cards with these references as they are `written` now."""
    cards = list(cards)
    if not written:
        return cards

    def moved(text: str) -> str:
        if FOLDER not in text:
            return text
        return _REFERENCE.sub(lambda found: written.get(found[0], found[0]), text)

    return [
        replace(
            card,
            front=moved(card.front),
            back=moved(card.back),
            extra=moved(card.extra),
            fields={name: moved(text) for name, text in card.fields.items()},
        )
        if any(
            FOLDER in each for each in (card.front, card.back, card.extra, *card.fields.values())
        )
        else card
        for card in cards
    ]
