"""Composes whole pages: lines with the state of each, as the bare form of a page has them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final, NamedTuple

from obverse.formats.pasted.lines import Line, looked_at
from obverse.formats.pasted.shape import shape_of
from obverse.formats.pasted.weights import ABOVE, BACK, BACK_2, BACK_ON, BETWEEN, FRONT, FRONT_ON
from pasted_training.authors import author
from pasted_training.backs import SHORT, back
from pasted_training.compose import Composer, composer, tongue, upper
from pasted_training.sides import Author, front

TITLES: Final = (
    "{t}|{t} and {t}|{T}|{t} ({T})|Unit {n}: {t}|Chapter {n}|Lecture {n} - {t}|{n}. {t}|{t} {U}|"
    "Paper {n}|Exam {n}"
).split("|")
BELOW_TITLES: Final = (
    "Level {n}|{T}|{t}|{U} of {t}|Year {n}, {T}|This set covers {t}, {t} and {t}.|"
    "Flashcards on {t} and {t}|{T} exam {y}"
).split("|")


@dataclass(frozen=True, slots=True)
class Made:
    """A page that was composed: its lines, the state of each, and the kind it is of."""

    lines: list[Line]
    states: list[int]


def title(random: Random, compose: Composer) -> list[str]:
    """What stands above the first card: a title, and what a site puts below it."""
    name = upper(compose.fill(random.choice(TITLES)))
    lines = [f"{name} Flashcards" if random.random() < 0.85 else name]
    if random.random() < 0.05:
        lines = [f"{compose.fill('{T}')} > {name} > Flashcards"]
    if random.random() < 0.07:
        lines.append(compose.fill(random.choice(BELOW_TITLES)))
    return lines if random.random() > 0.06 else []


def wanted_back(by: Author, wants: str) -> str:
    """The sort of a back: mostly a list where many things are wanted, seldom where one is."""
    kind = by.one_of(by.backs)
    lists = {name: share for name, share in by.backs.items() if name not in SHORT}
    if wants == "many" and sum(lists.values()) > 0.01:
        if kind in SHORT and by.chance(0.6):
            return by.one_of(lists)
        return "commas" if kind in SHORT and by.chance(0.6) else kind
    if wants == "one" and kind not in SHORT and by.chance(0.5):
        return by.one_of(by.backs)
    return kind


def card(by: Author) -> tuple[list[str], list[str]]:
    """The two sides of a card by an author."""
    by.compose.turn()
    sort = by.one_of(by.fronts)
    lines = front(by, sort)
    shape = shape_of(lines[-1])
    if sort == "asked" and shape.first == "verb" and by.chance(0.4):
        return lines, back(by, "judged", sort)
    promised = shape.promise if by.chance(0.75) else 0
    if promised and by.chance(0.65):
        by = replace(by, points=(promised, promised))
        return lines, back(by, by.random.choice(["bare", "bullets"]), sort)
    if sort in {"gap", "definition", "statement"}:
        return lines, back(by, by.random.choices(["term", "figure", "commas"], [8, 1, 1])[0], sort)
    kind = wanted_back(by, shape.wants)
    if promised and kind in SHORT:
        kind = "commas"
    elif sort in {"term", "quote"} and kind in {"term", "figure"} and by.chance(0.7):
        kind = by.random.choice(["definition", "definition", "sentence", "commas"])
    return lines, back(by, kind, sort)


def cards(random: Random, compose: Composer) -> list[tuple[list[str], list[str]]]:
    """The cards of a page."""
    if random.random() < 0.12:
        pairs = tongue(random)[: random.randint(5, 30)]
        return [([one], [other]) for one, other in pairs]
    by = author(random, compose)
    count = min(70, max(2, int(random.lognormvariate(2.5, 0.7))))
    made = [card(by) for _ in range(count)]
    if random.random() < 0.15:
        for _ in range(random.randint(1, 3)):
            place = random.randrange(len(made))
            made.insert(place, made[place])
    if random.random() < 0.2:
        made = [(one, [] if random.random() < 0.12 else other) for one, other in made]
    if random.random() < 0.04:
        made = [(one, one if random.random() < 0.1 else other) for one, other in made]
    return made


def wrapped(lines: Sequence[str], width: int) -> list[str]:
    """The lines broken at `width` characters, as copied from a narrow page."""
    broken: list[str] = []
    for line in lines:
        words, now = line.split(" "), ""
        for word in words:
            if now and len(now) + len(word) >= width:
                broken.append(now)
                now = word
            else:
                now = f"{now} {word}" if now else word
        broken.append(now)
    return broken


class Page(NamedTuple):
    """What is on a page: the lines above, the cards, where blank lines are, and its headings.

    `heading` gives the next line that is between cards, of the share `headings`.
    """

    above: Sequence[str]
    cards: Sequence[tuple[Sequence[str], Sequence[str]]]
    spacing: str
    headings: float = 0.0
    heading: Callable[[], str] = str


def page(seed: int) -> Made:
    """The page number `seed`, the same whenever it is made."""
    random = Random(seed)
    compose = composer(random)
    above = title(random, compose)
    width = random.choice([40, 50, 60, 75]) if random.random() < 0.04 else 0
    spacing = random.choices(["none", "paragraphs", "cards", "all", "sides"], [76, 8, 7, 5, 4])[0]
    headings = 0.15 if random.random() < 0.03 else 0.0
    made = [
        (wrapped(one, width), wrapped(other, width)) if width else (one, other)
        for one, other in cards(random, compose)
    ]

    def between() -> str:
        return compose.fill(random.choice(["{T}", "Part {n}: {T}", "Chapter {n}"])).upper()

    return laid_out(random, Page(above, made, spacing, headings, between))


def laid_out(random: Random, shown: Page) -> Made:
    """The lines of a page, and the state of each."""
    texts: list[tuple[str, int, int]] = [(line, ABOVE, 0) for line in shown.above]
    spacing = shown.spacing
    for card_lines in shown.cards:
        front_lines, back_lines = ([t for t in side if looked_at(t)] for side in card_lines)
        if not front_lines:
            continue
        if texts and shown.headings and random.random() < shown.headings:
            texts.append((shown.heading(), BETWEEN, 1))
        apart = spacing in {"cards", "all", "sides"}
        texts += [
            (t, FRONT_ON if n else FRONT, int(spacing == "all" if n else apart))
            for n, t in enumerate(front_lines)
        ]
        for number, text in enumerate(back_lines):
            gap = int(spacing in {"all", "sides"} if not number else spacing == "all")
            if spacing == "paragraphs" and number and random.random() < 0.12:
                gap = 1
            texts.append((text, (BACK, BACK_2, BACK_ON)[min(number, 2)], gap))
    if random.random() < 0.04 and len(texts) > 8:
        texts = texts[: random.randint(len(texts) - 3, len(texts))]
    kept = [(t, s, g) for t, s, g in texts if looked_at(t)]
    lines = [Line(looked_at(t), t, g, n) for n, (t, _, g) in enumerate(kept, 1)]
    return Made(lines, repaired([s for _, s, _ in kept]))


def repaired(states: list[int]) -> list[int]:
    """The states as steps allow: a heading counts to the card above only where it has a back."""
    for place in range(1, len(states)):
        if states[place] == BETWEEN and states[place - 1] in {ABOVE, FRONT, FRONT_ON}:
            states[place] = ABOVE if states[place - 1] == ABOVE else FRONT_ON
    return states
