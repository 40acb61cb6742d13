"""Markdown sources in canonical form: read as cards, written as equivalent files."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import BinaryIO

from obverse.cards.cards import WrittenDeck
from obverse.cards.reparse import reparse
from obverse.cards.unparse import unparse
from obverse.compile.parse import parse
from obverse.errors import ObverseError
from obverse.formats import Contents, DeckWriter, Format, Reader
from obverse.values.source import Source, decode


def read(raw: bytes, name: str) -> Contents:
    """The cards of one source, what holds for all of them given to each."""
    text = decode(raw)
    deck = reparse(text)
    title = deck.title or ("" if name == "-" else PurePath(name).stem)
    said = () if deck.cards else parse(Source(name, text)).diagnostics
    return Contents(title, deck.standing_alone(), diagnostics=said)


def write(decks: Sequence[tuple[str, WrittenDeck]], stream: BinaryIO) -> None:
    """The source in canonical form. Raises `ObverseError` for more than one.

    What applies to a whole source is in its front matter: two of them in one file would be one
    source, with the cards of the second under the tags and the deck of the first.
    """
    if len(decks) != 1:
        message = f"a Markdown file holds one source, but there are {len(decks)}"
        raise ObverseError(message, "name one source, or a folder to write them to: `-o FOLDER/`")
    ((_, deck),) = decks
    stream.write(unparse(deck).encode())


FORMAT = Format(
    "Markdown sources in canonical form", (".md", ".markdown"), Reader(read), DeckWriter(write)
)
