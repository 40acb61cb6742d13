"""Prints pages from real decks, as sites and apps show them: habits are drawn once a page."""

import re
from collections.abc import Callable, Sequence
from random import Random
from typing import NamedTuple

from obverse.formats.pasted.shape import shape_of
from pasted_training.backs import bulleted
from pasted_training.compose import upper
from pasted_training.decks import POINT, Card, Deck, Shelf
from pasted_training.oddities import odd_cards, odd_page, oddities_of
from pasted_training.pages import Made, Page, laid_out, wrapped
from pasted_training.quizzes import judged, with_options

OPENING = re.compile(
    r"^(?:what|which) (?:are|is|were|was) (?:the |an? )?|^define |^list (?:the )?", re.IGNORECASE
)
SENTENCE = re.compile(r"(?<=[.;!?]) +(?=\w)")
LISTED = re.compile(r"; |, (?:and )?")
BELOW = (
    "things I mix up", "for the exam", "Level 2", "chapter 3", "from the book", "week 4",
    "This set covers the basics.", "questions and answers", "Definitions", "what to know",
)  # fmt: skip
BULLETS = ("- ", "- ", "• ", "* ", "number", "bracket", "letter", "– ")


class Habits(NamedTuple):
    """What a site and an author do to every card of a page, each from 0 to 1 or on and off."""

    bullet: str
    lists_commas: bool
    question_marks: bool
    lowered: bool
    full_stops: bool
    swapped: bool
    capitals: bool
    options: float
    judged: float
    topics: float
    empty: float
    sentences: float
    asks_twice: float
    doubled: bool


def habits_of(random: Random) -> Habits:
    """The habits of a page taken at random."""

    def often(share: float) -> bool:
        return random.random() < share

    return Habits(
        bullet="" if often(0.5) else random.choice(BULLETS),
        lists_commas=often(0.3),
        question_marks=not often(0.22),
        lowered=often(0.1),
        full_stops=not often(0.3),
        swapped=often(0.12),
        capitals=often(0.05),
        options=random.choice([0.2, 0.5, 1.0]) if often(0.09) else 0.0,
        judged=random.choice([0.2, 0.6, 1.0]) if often(0.04) else 0.0,
        topics=random.choice([0.1, 0.3, 0.6]) if often(0.2) else 0.0,
        empty=random.uniform(0.05, 0.6) if often(0.08) else 0.0,
        sentences=random.choice([0.2, 0.5, 1.0]) if often(0.18) else 0.0,
        asks_twice=random.choice([0.2, 0.5]) if often(0.08) else 0.0,
        doubled=often(0.04),
    )


def printed(seed: int, shelf: Shelf, *, odd: bool = True) -> Made:
    """The page number `seed`, the same whenever it is made from the same decks.

    `odd` also gives pages what few of them have.
    """
    random = Random(seed)
    deck = shelf.draw(random)
    count = min(45, max(3, int(random.lognormvariate(2.4, 0.7))))
    first = random.randrange(max(1, len(deck.cards) - count + 1))
    habits = habits_of(random)
    chosen = deck.cards[first : first + count]
    oddities = oddities_of(Random(f"odd {seed}")) if odd else None
    if oddities:
        chosen = odd_cards(chosen, oddities, deck.cards)
    cards = [card_of(card, habits, random, deck.cards) for card in chosen]
    # Nobody turns a question and its answer round; terms and meanings are turned often.
    turned = habits.swapped and all(back for _, back in cards) and not any(map(asks, chosen))
    if turned:
        cards = [(back, front) for front, back in cards]
    width = random.randint(24, 60) if random.random() < 0.05 else 0
    if width:
        cards = [(wrapped(front, width), wrapped(back, width)) for front, back in cards]
    if oddities:
        cards = odd_page(cards, oddities, deck, turned=turned)
    spacing = random.choices(["none", "paragraphs", "cards", "all", "sides"], [80, 6, 6, 4, 4])[0]
    return laid_out(random, Page(heading(deck, random), cards, spacing))


def asks(card: Card) -> bool:
    """Whether the front asks, with a question mark or without."""
    return any(shape_of(line.lstrip(POINT)).asks for line in card[0])


def heading(deck: Deck, random: Random) -> list[str]:
    """The title of the page, and what a site puts below it."""
    if random.random() > 0.84:
        return []
    title = " ".join(re.split(r"[_\W]+", deck.title)).strip() or "Cards"
    lines = [f"{title} Flashcards" if random.random() < 0.6 else title]
    if random.random() < 0.2:
        lines.append(random.choice(BELOW))
    return lines


def card_of(card: Card, habits: Habits, random: Random, others: Sequence[Card]) -> Card:
    """A card as it is printed."""
    front, back = ([line for line in side if line.strip(f"{POINT} ")] for side in card)
    if random.random() < habits.options and len(others) > 3 and asks(card):
        return with_options(front, back, random, others)
    if random.random() < habits.judged:
        return judged(front, back, random)
    if random.random() < habits.topics:
        front = as_topic(front)
    back = back_lines(back, habits, random)
    if random.random() < habits.asks_twice:
        front = sentences(front) if len(front) == 1 else front
    if habits.doubled and len(back) == 1:
        back = in_two(back[0])
    if random.random() < habits.empty:
        back = []
    return styled(front, habits), styled(back, habits)


def back_lines(back: Sequence[str], habits: Habits, random: Random) -> list[str]:
    """The lines of an answer: points with bullets, commas as a list, or sentence by sentence."""
    lines = list(back)
    if len(lines) == 1 and habits.lists_commas:
        parts = LISTED.split(lines[0].rstrip("."))
        if len(parts) > 2 and max(map(len, parts)) < 40:
            lines = [POINT + part for part in parts if part]
    if len(lines) == 1 and random.random() < habits.sentences:
        lines = sentences(lines)
    points = sum(line.startswith(POINT) for line in lines)
    number = 0
    shown = []
    for line in lines:
        is_point = line.startswith(POINT) or (not points and len(lines) > 2)
        number += is_point
        text = line.lstrip(f"{POINT} ")
        shown.append(bulleted(habits.bullet, number, text) if is_point and habits.bullet else text)
    return shown


def sentences(lines: Sequence[str]) -> list[str]:
    """The sentences of these lines, one a line."""
    return [part for line in lines for part in SENTENCE.split(line.lstrip(POINT)) if part.strip()]


def in_two(line: str) -> list[str]:
    """A line as two, at its first comma or full stop."""
    for sign in ("; ", ". ", ", ", ": ", " - "):
        one, found, other = line.partition(sign)
        if found and other.strip():
            return [one, other]
    return [line]


def as_topic(front: Sequence[str]) -> list[str]:
    """A question as the topic that it asks for."""
    if len(front) != 1:
        return list(front)
    text = OPENING.sub("", front[0].lstrip(POINT)).rstrip("?: ")
    return [upper(text)] if text else list(front)


def styled(lines: Sequence[str], habits: Habits) -> list[str]:
    """The lines with the capitals, full stops and question marks of the page."""
    changes: list[tuple[bool, Callable[[str], str]]] = [
        (not habits.question_marks, lambda text: text.rstrip("? ")),
        (not habits.full_stops, lambda text: text.removesuffix(".")),
        (habits.lowered, lambda text: text[:1].lower() + text[1:]),
        (habits.capitals, str.upper),
    ]
    shown = [line.lstrip(f"{POINT} ") for line in lines]
    for wanted, change in changes:
        if wanted:
            shown = [change(line) or line for line in shown]
    return shown
