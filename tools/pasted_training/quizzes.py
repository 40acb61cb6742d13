"""Prints cards as quizzes do: with options to choose from, or as statements to be judged."""

from collections.abc import Sequence
from random import Random

from pasted_training.compose import upper
from pasted_training.decks import POINT, Card

OPTIONS = ("A) ", "A. ", "a) ", "a. ", "(a) ", "", "", "- ")


def with_options(
    front: Sequence[str],
    back: Sequence[str],
    random: Random,
    others: Sequence[Card],
    mark: str | None = None,
) -> Card:
    """A card with options to choose from, and the right one as its answer.

    `mark` is what the first option begins with, taken at random if it is not given.
    """
    right = back[0].lstrip(POINT)[:70]
    wrong = [
        other[0].lstrip(POINT)[:70] for _, other in random.sample([*others], min(4, len(others)))
    ]
    wrong = list(dict.fromkeys(each for each in wrong if each != right))[: random.choice([2, 3, 3])]
    options = random.sample([right, *wrong], len(wrong) + 1)
    mark = random.choice(OPTIONS) if mark is None else mark
    shown = [
        mark.replace("A", "ABCDE"[n]).replace("a", "abcde"[n]) + each
        for n, each in enumerate(options)
    ]
    letter = "ABCDE"[options.index(right)]
    letter = letter if "A" in mark else letter.lower()
    answer = random.choice([shown[options.index(right)], right])
    if mark.strip(" -") and random.random() < 0.3:
        answer = letter
    lines = [answer]
    if len(back) > 1 or random.random() < 0.3:
        told = back[1].lstrip(POINT) if len(back) > 1 else f"{upper(right)}, as was said."
        lines = random.choice([[answer, told], [told, answer]])
    return [line.lstrip(POINT) for line in front] + shown, lines


def judged(front: Sequence[str], back: Sequence[str], random: Random) -> Card:
    """A statement to be judged: its lead is on a line of its own, or before it."""
    said = max((line.lstrip(POINT) for line in (*front, *back)), key=len).rstrip("?")
    lead = random.choice(["True or False", "True or false?", "T/F", "True or False:"])
    asked = [lead, said] if random.random() < 0.6 else [f"{lead} {said}"]
    word = random.choice(["True", "False", "TRUE", "FALSE", "true"])
    told = [back[0].lstrip(POINT)] if random.random() < 0.3 else []
    return asked, [word, *told]
