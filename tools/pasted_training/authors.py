"""Takes authors at random: how each writes the cards of a page."""

from random import Random
from typing import Final

from pasted_training.backs import BULLETS
from pasted_training.compose import Composer
from pasted_training.sides import Author

Shares = dict[str, float]
QUESTIONS: Final[Shares] = {
    "asked": 4.0,
    "ordered": 1.4,
    "wh": 0.8,
    "hinted": 1.0,
    "term": 0.5,
    "definition": 0.2,
}
TERMS: Final[Shares] = {
    "term": 4.0,
    "hinted": 1.0,
    "asked": 0.3,
    "definition": 0.3,
    "headed": 0.1,
    "quote": 0.15,
    "year": 0.15,
}
REVERSED: Final[Shares] = {
    "definition": 4.0,
    "statement": 0.5,
    "gap": 0.6,
    "asked": 0.6,
    "term": 0.2,
}
TESTS: Final[Shares] = {
    "choice": 1.5,
    "truth": 1.0,
    "gap": 1.0,
    "asked": 1.5,
    "scenario": 0.5,
    "statement": 0.5,
}
RARE: Final[Shares] = {
    "gap": 0.02,
    "truth": 0.02,
    "choice": 0.02,
    "scenario": 0.02,
    "headed": 0.01,
    "statement": 0.02,
    "quote": 0.02,
    "year": 0.02,
}
SHORT_BACKS: Final = {
    "term": 2.0, "definition": 2, "sentence": 3, "figure": 0.6, "commas": 1, "judged": 0.3,
    "paragraph": 1.2,
}  # fmt: skip
LONG_BACKS: Final = {
    "bare": 5.0, "bullets": 3.0, "introduced": 0.8, "paragraphs": 1.4, "sections": 0.4,
}  # fmt: skip


def peaked(random: Random, shares: dict[str, float], peak: float) -> dict[str, float]:
    """Shares drawn at random about the given ones, the more uneven the smaller `peak`."""
    return {
        name: random.gammavariate(share * peak + 0.02, 1) + 1e-6 for name, share in shares.items()
    }


def author(random: Random, compose: Composer) -> Author:
    """An author taken at random: most keep to a way or two of writing, some mix all."""
    base = random.choices([QUESTIONS, TERMS, REVERSED, TESTS], [6, 3, 1, 1.1])[0]
    fronts = peaked(random, base, random.choice([0.1, 0.2, 0.4, 0.4, 1, 3]))
    if base is QUESTIONS:
        most = random.choices([0.0, 0.1, 1.0], [55, 28, 17])[0]
        for name in ("hinted", "term", "definition"):
            fronts[name] = (
                min(fronts[name], most * sum(fronts.values()) / 3) if most < 1 else fronts[name]
            )
    total = sum(fronts.values())
    for name, share in RARE.items():
        if random.random() < 0.4:
            fronts[name] = fronts.get(name, 0) + share * total
    many = random.choice([0, 0, 0, 0.03, 0.08, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.85, 1.0])
    if base is REVERSED:
        many = 0
    short = peaked(random, SHORT_BACKS if base is not REVERSED else {"term": 5, "commas": 0.2}, 0.7)
    long = peaked(random, LONG_BACKS, random.choice([0.2, 0.6]))
    one, more = sum(short.values()), sum(long.values())
    backs = {name: share / one * (1 - many) for name, share in short.items()}
    backs |= {name: share / more * many for name, share in long.items()}
    often = random.choice
    return Author(
        random=random,
        compose=compose,
        fronts=fronts,
        backs=backs,
        bullet=often(BULLETS),
        front_capital=often([1, 1, 1, 0.97, 0.9, 0.5, 0.05]),
        back_capital=often([1, 0.97, 0.9, 0.6, 0.3, 0.1, 0]),
        full_stop=often([1, 0.9, 0.5, 0.15, 0, 0]),
        question_mark=often([1, 1, 1, 1, 0.97, 0.9, 0.7, 0.4, 0]),
        explains=often([0, 0, 0, 0.05, 0.1, 0.3, 0.8]),
        asks_back=often([0, 0, 0, 0, 0.02, 0.06]),
        points=often([(2, 3), (2, 4), (2, 6), (3, 7), (2, 12), (3, 5)]),
    )
