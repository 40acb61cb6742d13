"""Seeded histories of decks, build by build, with the truth of which card is which.

A history is a deck of 50 to 300 cards and three rounds of edits. Each card carries a number that
says which card it truly is; the compiler never sees it. What even a person could not tell is not
asked for: a question is rewritten beyond recognition only over an answer of more than a few
words, an answer only under a question that no other card of the deck has.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from random import Random

from deck_texts import FAMILIES, Family, Text

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Card:
    """A card: which one it truly is, its text, and how it was made."""

    truth: int
    text: Text
    family: Family


@dataclass(slots=True)
class Deck:
    """Files of cards by path, what was deleted with the round it was in, and the next number."""

    rng: Random
    files: dict[str, list[Card]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    deleted: list[tuple[int, str, Card]] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)
    edits: Counter[str] = field(default_factory=Counter)
    touched: set[int] = field(default_factory=set)
    asked: set[Text | str] = field(default_factory=set)

    def sources(self) -> dict[str, str]:
        """Each file as Markdown."""
        return {
            path: f"# {self.titles[path]}\n\n"
            + "\n".join(f"## {card.text.front}\n\n{card.text.back}\n" for card in cards)
            for path, cards in self.files.items()
            if cards
        }

    def cards(self) -> list[Card]:
        """All cards in the order a build reads them."""
        return [card for path in sorted(self.files) for card in self.files[path]]

    def fresh(self, family: Family) -> Card:
        """A card that no card of the deck ever was; only `Define:` is asked more than once."""
        for attempt in range(1000):
            text = family(self.rng) if attempt < 100 else self.rng.choice(FAMILIES)(self.rng)
            asked = text.front != "Define:" and text.front in self.asked
            if not asked and text not in self.asked:
                self.asked |= {text, text.front}
                return Card(next(self.numbers), text, family)
        raise AssertionError("the families have no more to ask")


def start(seed: int) -> Deck:
    """The first state of a deck: a few files, each of two or three families of cards."""
    rng = Random(seed)  # repeatable on purpose, not secret
    deck = Deck(rng)
    left = rng.randint(50, 300)
    for number in count():
        path = f"content/{number:02}-topic.md"
        deck.titles[path] = f"Topic {number} {rng.choice(['basics', 'law', 'terms'])}"
        families = rng.sample(FAMILIES, rng.randint(2, 3))
        deck.files[path] = []
        for _ in range(min(left, rng.randint(15, 60))):
            deck.files[path].append(deck.fresh(rng.choice(families)))
            left -= 1
        if not left:
            return deck
    raise AssertionError
