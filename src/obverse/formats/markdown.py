"""Markdown sources in canonical form: read as cards, written as files that say the same."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import BinaryIO

from obverse.as_written import as_written
from obverse.formats import Format, Reading, WrittenDeck
from obverse.source import decode
from obverse.unparse import unparse


def read(raw: bytes, name: str) -> Reading:
    """The cards of one source, what holds for all of them given to each."""
    deck = as_written(decode(raw))
    cards = tuple(
        replace(
            card,
            tags=tuple(dict.fromkeys((*deck.tags, *card.tags))),
            kinds=card.kinds or ((deck.card,) if deck.card else ()),
            draft=card.draft or deck.draft,
            deck=card.deck or deck.deck,
            note_type=deck.note_type,
        )
        for card in deck.cards
    )
    return Reading(deck.title or ("" if name == "-" else PurePath(name).stem), cards)


def write(decks: Sequence[tuple[str, WrittenDeck]], stream: BinaryIO) -> None:
    """The sources one below the other: of one source its canonical form."""
    stream.write("\n".join(unparse(deck) for _, deck in decks).encode())


FORMAT = Format(
    "Markdown sources in canonical form", (".md", ".markdown"), read=read, write_decks=write
)
