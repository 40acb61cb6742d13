"""A small deck whose cards often meet, and random small edits to it.

The words are few, so that questions, answers and whole cards come twice, come back after they were
deleted, and move: all that makes an edit reach further than the file it is in.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Final

THINGS: Final = (
    "lease",
    "rent",
    "notice",
    "deposit",
    "survey",
    "boundary",
    "valuation",
    "easement",
)
ANSWERS: Final = (
    "True.",
    "It is what the parties agreed on in writing before the work began.",
    "A right over the land of another, which binds whoever buys that land.",
    "The sum that is paid on each quarter day unless the contract says otherwise.",
    "Nothing but the {{c1::land}} itself, and what is fixed to {{c2::it}}.",
    "A {{report}} on the state of the {{building}} and on what it will cost.",
    "![a plan](plan.png)\n\nThe plan of the site.",
    "- one reason\n- another reason\n- a third one that is much longer than the others",
)
TAGS: Final = ("", "", "#law", "#law #fees", "#card/reversed", "#card/draft")


@dataclass(slots=True)
class Small:
    """Files of cards, each a text, by path; and the cards that were deleted."""

    rng: Random
    files: dict[str, list[str]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    deleted: list[str] = field(default_factory=list)
    written: int = 0

    def sources(self) -> dict[str, bytes]:
        """All files in order."""
        return {
            path: f"# {self.titles[path]}\n\n{''.join(cards)}".encode()
            for path, cards in sorted(self.files.items())
        }

    def card(self) -> str:
        """A card; one in four is of a text that others may have."""
        rng, self.written = self.rng, self.written + 1
        many = rng.random() < 1 / 4
        told = "" if many else f", case {self.written}"
        front = f"What is a {rng.choice(THINGS)}{told}?"
        back = rng.choice(ANSWERS)
        if not many and "{{" not in back:
            back += f"\n\nSee section {self.written} of the act on {rng.choice(THINGS)}s."
        tags = rng.choice([each for each in TAGS if "{{" not in back or "reversed" not in each])
        end = "\n\n" if rng.random() < 0.95 else f"\n\n^pin-{self.written}\n\n"
        return f"## {front}\n\n{back}\n\n{tags}{end}"


def small(seed: int) -> Small:
    """A deck of a few files."""
    deck = Small(Random(seed))
    for number in range(5):
        path = f"notes/{number}.md"
        deck.titles[path] = f"Topic {number}"
        deck.files[path] = [deck.card() for _ in range(6)]
    return deck


def _add(deck: Small, cards: list[str]) -> None:
    cards.insert(deck.rng.randint(0, len(cards)), deck.card())


def _delete(deck: Small, cards: list[str]) -> None:
    if len(cards) > 1:
        deck.deleted.append(cards.pop(deck.rng.randrange(len(cards))))


def _bring_back(deck: Small, cards: list[str]) -> None:
    if deck.deleted:
        cards.append(deck.deleted.pop(deck.rng.randrange(len(deck.deleted))))


def _reword(deck: Small, cards: list[str]) -> None:
    at = deck.rng.randrange(len(cards))
    old, new = deck.rng.sample(THINGS, 2)
    cards[at] = cards[at].replace(old, new, 1).replace("of the", "on the", 1)


def _retag(deck: Small, cards: list[str]) -> None:
    at = deck.rng.randrange(len(cards))
    cards[at] = cards[at].replace("#law", "#fees", 1)


def _swap(deck: Small, cards: list[str]) -> None:
    one, other = deck.rng.randrange(len(cards)), deck.rng.randrange(len(cards))
    cards[one], cards[other] = cards[other], cards[one]


def _push_down(deck: Small, cards: list[str]) -> None:
    at = deck.rng.randrange(len(cards))
    cards[at] = f"<!-- a remark -->\n\n{cards[at]}"


def _copy(deck: Small, cards: list[str]) -> None:
    cards.append(deck.rng.choice(deck.rng.choice([*deck.files.values()])))


def _move(deck: Small, cards: list[str]) -> None:
    if len(cards) > 1:
        card = cards.pop(deck.rng.randrange(len(cards)))
        deck.rng.choice([*deck.files.values()]).append(card)


EDITS: Final[tuple[Callable[[Small, list[str]], None], ...]] = (
    *(_add, _add, _delete, _bring_back, _reword, _reword, _reword),
    *(_retag, _swap, _push_down, _copy, _move),
)


def edit(deck: Small) -> None:
    """One edit or two, in one file; rarely its title too."""
    path = deck.rng.choice([*deck.files])
    for _ in range(deck.rng.randint(1, 2)):
        deck.rng.choice(EDITS)(deck, deck.files[path])
    if deck.rng.random() < 0.03:
        deck.titles[path] += " again"
