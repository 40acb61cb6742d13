"""Forms in which sites and apps show cards, with marks and with lines of their own between them."""

from collections.abc import Callable, Sequence
from typing import Final

Shown = tuple[Sequence[str], Sequence[str]]
"""The lines of the two sides of a card."""


def lone(cards: Sequence[Shown], front: str, back: str, *, above: str = "", below: str = "") -> str:
    """Marks on lines of their own, with a line of the site above each card and below each side."""
    lines = ["Some cards"]
    for number, (one, two) in enumerate(cards, 1):
        lines += [above.format(n=number, front=one[0])] if above else []
        lines += [front, *one, *([below] if below else []), back, *two, *([below] if below else [])]
    return "\n".join(lines)


def tapped(cards: Sequence[Shown]) -> str:
    """`Question` and `Answer`, and what to tap below each side."""
    return lone(cards, "Question", "Answer", below="tap to flip")


def numbered_heads(cards: Sequence[Shown]) -> str:
    """A head with numbers glued to a word above each card."""
    return lone(cards, "Question", "Answer", above="Card {n}2.1.{n}definition")


def repeated_heads(cards: Sequence[Shown]) -> str:
    """A head that repeats the question."""
    lines = ["Some cards"]
    for number, (one, two) in enumerate(cards, 1):
        lines += [f"Card {number} — {one[0]}", f"Q: {one[0]}", *one[1:], "A:", *two]
    return "\n".join(lines)


def bulleted_numbers(cards: Sequence[Shown]) -> str:
    """A bullet and a number above each card, everything indented."""
    return lone(cards, "    Front\n", "\n    Back\n", above="  • {n}")


def glued(cards: Sequence[Shown]) -> str:
    """Marks without white space before the text."""
    lines = ["Some cards", f"Cards ({len(cards)})"]
    for number, (one, two) in enumerate(cards, 1):
        lines += [f"- {number}Front", *one, f"Back{two[0]}", *two[1:]]
    return "\n".join(lines)


def parts_below(cards: Sequence[Shown]) -> str:
    """Which card it is, of how many, below each."""
    lines: list[str] = []
    for number, (one, two) in enumerate(cards, 1):
        lines += [*one, *two, f"{number} of {len(cards)}"]
    return "\n".join(lines)


def boxed(cards: Sequence[Shown]) -> str:
    """Each side in a box of bars."""
    lines: list[str] = []
    for one, two in cards:
        lines += ["Term", *(f"  | {each} |  " for each in one), "          |"]
        lines += ["        Definition", *(f"  | {each} |  " for each in two), "          |"]
    return "\n".join(lines)


def ticked(cards: Sequence[Shown]) -> str:
    """A tick between question and answer, in one line."""
    return "\n".join(f"{' '.join(one)} ✔✔{' '.join(two)}" for one, two in cards)


def answers_inside(cards: Sequence[Shown]) -> str:
    """The word `Answers` between question and answer, in one line."""
    return "\n".join(f"{' '.join(one)} - Answers {' '.join(two)}" for one, two in cards)


def indented(cards: Sequence[Shown]) -> str:
    """A bullet before each question, the answer indented below it."""
    lines = ["Some cards", f"    Cards ({len(cards)})"]
    for one, two in cards:
        lines += [f"    • {' '.join(one)}", *(f"      {each}" for each in two)]
    return "\n".join(lines)


def prefixed(cards: Sequence[Shown]) -> str:
    """`Q:` and `A:` before the sides."""
    return "\n\n".join(f"Q: {one}\nA: {two}" for one, two in map(texts, cards))


def texts(card: Shown) -> tuple[str, str]:
    """The two sides as text."""
    return "\n".join(card[0]), "\n".join(card[1])


FORMS: Final[dict[str, Callable[[Sequence[Shown]], str]]] = {
    "tapped": tapped,
    "numbered heads": numbered_heads,
    "repeated heads": repeated_heads,
    "bulleted numbers": bulleted_numbers,
    "glued": glued,
    "parts below": parts_below,
    "boxed": boxed,
    "ticked": ticked,
    "answers inside": answers_inside,
    "indented": indented,
    "prefixed": prefixed,
}
ONE_LINE: Final = frozenset({"ticked", "answers inside", "indented"})
"""Forms whose sides are of one line each."""
