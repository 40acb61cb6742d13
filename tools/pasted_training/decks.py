"""Reads real decks, whose text is never kept: only weights are learned from it.

A file holds a JSON list of decks, plain or as `.xz`: objects with `repo` (the author),
`deck` (its title) and `cards`, pairs of lists of lines. A line that begins with U+0001 is a point
of a list.
"""

import json
import lzma
from bisect import bisect
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import accumulate
from math import sqrt
from pathlib import Path
from random import Random
from typing import NamedTuple

Card = tuple[list[str], list[str]]
POINT = "\x01"
LONGEST = 25  # lines of an answer; a longer one is no answer that a page shows
HELD_OUT = 6  # one author in so many is learned nothing from


class Deck(NamedTuple):
    """The cards of one author under one title, in their order."""

    author: str
    title: str
    cards: Sequence[Card]


def read_decks(path: Path) -> list[Deck]:
    """The decks in a file, or in all files of a folder; raises OSError and ValueError."""
    files = sorted(path.glob("**/*.json*")) if path.is_dir() else [path]
    found = []
    for file in files:
        content = file.read_bytes()
        for deck in json.loads(lzma.decompress(content) if file.suffix == ".xz" else content):
            cards = [
                (front, back)
                for front, back in deck["cards"]
                if any(front) and any(back) and len(back) <= LONGEST
            ]
            if cards:
                found.append(Deck(deck["repo"], deck["deck"], cards))
    return found


def is_held_out(author: str) -> bool:
    """Whether this author is kept to measure with, by a digest of the name."""
    return blake2b(author.encode(), digest_size=2).digest()[0] % HELD_OUT == 0


class Shelf:
    """Decks to draw from, so that no author rules: an author by the root of the cards."""

    def __init__(self, decks: Iterable[Deck]) -> None:
        """Sort the decks by author."""
        self.decks: dict[str, list[Deck]] = {}
        for deck in decks:
            self.decks.setdefault(deck.author, []).append(deck)
        self.authors = sorted(self.decks)
        self.sums = [*accumulate(weight_of(self.decks[author]) for author in self.authors)]

    def draw(self, random: Random) -> Deck:
        """A deck taken at random: an author, then a deck by its size."""
        place = bisect(self.sums, random.random() * self.sums[-1])
        decks = self.decks[self.authors[min(place, len(self.authors) - 1)]]
        return random.choices(decks, [sqrt(len(deck.cards)) for deck in decks])[0]


def weight_of(decks: Sequence[Deck]) -> float:
    """How often an author is drawn; answers of several lines are rare and count twice."""
    cards = [card for deck in decks for card in deck.cards]
    return sqrt(len(cards)) + 2 * sqrt(sum(len(back) > 1 for _, back in cards))
