"""What few pages have, printed more often than it is met, so that it is learned.

Numbers before the questions, an ending that all of them share, a lead above or a second question
below, heads that only count, topics that open alike, answers of many lines, narrow lines, sentences
to go on with, options without letters.
"""

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from pasted_training.decks import POINT, Card, Deck
from pasted_training.pages import wrapped
from pasted_training.quizzes import OPTIONS, with_options

HEADS = ("Grade", "Card", "Step", "Phase", "Term", "Level", "Case", "Rule")
LEADS = ("Advantage:", "Fill in the blank", "Define:", "Statement:", "Example:", "Give the term")
AGAIN = ("Why?", "Give an example.", "How is it treated?", "What follows from it?", "Explain.")
MARKS = (". ", ") ", " - ", ": ")
ENDINGS = (" ({t})", " ({t})", " [{t}]", " - {t}", ", {t}")
OPENINGS = ("{t}: ", "{t} - ", "[{t}] ", "In {t}, ")
OPENERS = (
    "Important points on ", "Key facts about ", "Examples of ", "Signs of ", "Main features of ",
    "Things to remember about ", "Common mistakes with ", "Important factors for stage {n} of ",
)  # fmt: skip


class Oddities(NamedTuple):
    """The oddities of a page: shares of its cards from 0 to 1, or what is put to each of them."""

    random: Random
    topics: float
    opener: str
    merged: float
    lead: str
    again: str
    asked_again: float
    ending: str
    opening: str
    quiz: str | None
    first: int
    mark: str
    head: str
    width: int
    both: bool
    torn: float
    cut: float
    short: bool


def oddities_of(random: Random) -> Oddities:
    """The oddities of a page taken at random; more than half of the pages have none."""

    def often(share: float) -> bool:
        return random.random() < share

    ending = random.choice(ENDINGS) if often(0.07) else ""
    opening = random.choice(OPENINGS) if often(0.03) else ""
    first = random.randint(1, 60) if often(0.06) else 0
    # What fronts share says most where the answers are long.
    shared = bool(ending or opening or first)
    topics = random.choice([0.2, 0.5, 0.9]) if often(0.14) else 0.0
    return Oddities(
        random=random,
        topics=topics,
        opener=random.choice(OPENERS) if often(0.6) else "",
        merged=random.choice([0.2, 0.5, 0.8]) if often(0.4 if shared or topics else 0.1) else 0.0,
        lead=random.choice(LEADS) if often(0.03) else "",
        again=random.choice(AGAIN),
        asked_again=random.choice([0.4, 0.8]) if often(0.05) else 0.0,
        ending=ending,
        opening=opening,
        quiz=random.choice([*OPTIONS, "", ""]) if often(0.06) else None,
        first=first,
        mark=random.choice(MARKS),
        head=random.choice(HEADS) if often(0.03) else "",
        width=random.randint(20, 72) if often(0.35 if shared else 0.08) else 0,
        both=often(0.5),
        torn=random.choice([0.0, 0.0, 0.1, 0.2]),
        cut=random.choice([0.4, 1.0]) if often(0.025) else 0.0,
        short=often(0.5),
    )


def odd_cards(cards: Sequence[Card], odd: Oddities, others: Sequence[Card]) -> list[Card]:
    """The cards with topics that open alike, and with answers of several lines."""
    found = []
    for front, back in cards:
        shown, below = list(front), list(back)
        if odd.random.random() < odd.topics and len(front) == 1:
            text = front[0].lstrip(POINT).rstrip("?: ")
            shown = [odd.opener.format(n=odd.random.randint(1, 4)) + text]
        if odd.quiz is not None and len(others) > 3 and any(front) and any(back):
            among = shortest(others) if odd.short else others
            shown, below = with_options(front, back, odd.random, among, odd.quiz)
        elif odd.random.random() < odd.cut:
            shown, below = in_parts(front, back, odd.random)
        elif odd.random.random() < odd.merged:
            below = merged(back, odd.random, others)
        found.append((shown, below))
    return found


def shortest(cards: Sequence[Card]) -> Sequence[Card]:
    """The half of the cards with the shorter answers, from which options are taken."""
    return sorted(cards, key=lambda card: len(card[1][0]))[: max(4, len(cards) // 2)]


def in_parts(front: Sequence[str], back: Sequence[str], random: Random) -> Card:
    """A sentence of the card as one to go on with: how it begins, and how it ends."""
    words = max((line.lstrip(POINT) for line in (*front, *back)), key=len).rstrip("?").split()
    if len(words) < 5:
        return list(front), list(back)
    place = random.randint(2, min(8, len(words) - 2))
    dots = random.choice(["", "", "", "...", ":"])
    return [" ".join(words[:place]) + dots], [" ".join(words[place:])]


def merged(back: Sequence[str], random: Random, others: Sequence[Card]) -> list[str]:
    """An answer of several lines: what other cards of the deck say, now and then what they ask."""
    side = int(random.random() < 0.8)
    place = random.randrange(len(others))
    lines = [card[side][0].lstrip(POINT) for card in others[place : place + random.randint(1, 5)]]
    shown = lines if side else [line.rstrip("? ") for line in lines]
    return [*back, *(line for line in shown if line)]


def odd_page(cards: Sequence[Card], odd: Oddities, deck: Deck, *, turned: bool) -> list[Card]:
    """The printed cards with what their fronts share, and with narrow lines.

    `turned` is whether the meanings are above the terms, which is hardest to see in narrow lines.
    """
    found = []
    if turned and odd.random.random() < 0.2:
        odd = odd._replace(width=odd.random.randint(18, 44), both=True)
    for number, (front, back) in enumerate(cards):
        if not front:
            continue
        shown, below = odd_front(front, number, odd, deck.title.strip()), list(back)
        if odd.head and len(shown) == 1:
            shown, below = [f"{odd.head} {number + 1}"], [*shown, *below]
        if odd.width:
            shown = narrow(shown, odd) if odd.both else shown
            below = narrow(below, odd)
        found.append((shown, below))
    return found


def odd_front(front: Sequence[str], number: int, odd: Oddities, title: str) -> list[str]:
    """The front of card `number` with what the fronts of the page share."""
    shown = list(front)
    if odd.lead and len(shown) == 1:
        shown.insert(0, odd.lead)
    elif len(shown) == 1 and odd.random.random() < odd.asked_again:
        shown.append(odd.again)
    if odd.ending:
        shown[-1] += odd.ending.format(t=title)
    if odd.opening:
        shown[0] = odd.opening.format(t=title) + shown[0]
    if odd.first:
        shown[0] = f"{number + odd.first}{odd.mark}{shown[0]}"
    return shown


def narrow(side: Sequence[str], odd: Oddities) -> list[str]:
    """The lines of a side broken at the width of the page, and now and then within."""
    return [part for line in wrapped(side, odd.width) for part in torn(line, odd)]


def torn(line: str, odd: Oddities) -> list[str]:
    """The line, now and then in two, as where a link or a formula stood in it."""
    words = line.split(" ")
    if len(words) < 4 or odd.random.random() >= odd.torn:
        return [line]
    place = odd.random.randrange(1, len(words) - 1)
    return [" ".join(words[:place]), " ".join(words[place:])]
