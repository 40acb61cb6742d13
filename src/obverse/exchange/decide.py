"""Decide: go through the doubtful cards of a pasted page, and let a person decide each.

The caller, which has a terminal, asks: `ask` gets the card as text and returns a word.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from obverse.cards.cards import WrittenCard

CHOICES = ("keep", "up", "down", "join", "skip", "quit")


def decide(cards: Sequence[WrittenCard], ask: Callable[[str], str]) -> tuple[WrittenCard, ...]:
    """The cards, as decided.

    `keep` makes a card sure; `up` and `down` move the border between its front and back by a
    line and ask again; `join` adds it to the back of the card before; `skip` leaves it doubtful;
    `quit` leaves this and all that follow.
    """
    done: list[WrittenCard] = []
    left = sum(not card.sure for card in cards)
    number = 0
    quitting = False
    for card in cards:
        current = card
        if not card.sure and not quitting:
            number += 1
            while (word := ask(_shown(current, done, f"{number} of {left}"))) in ("up", "down"):
                current = _moved(current, -1 if word == "up" else 1)
            quitting = word == "quit"
            if word == "join" and done:
                done[-1] = _joined(done[-1], current)
                continue
            if word == "keep":
                current = replace(current, sure=True, draft=False, confidence=1.0, comment="")
        done.append(current)
    return tuple(done)


def _moved(card: WrittenCard, step: int) -> WrittenCard:
    """Move the border a line up or down; the front keeps at least one line."""
    front = card.front.split("\n")
    lines = [*front, *(card.back.split("\n") if card.back else [])]
    border = min(max(len(front) + step, 1), len(lines))
    return replace(card, front="\n".join(lines[:border]), back="\n".join(lines[border:]))


def _joined(before: WrittenCard, card: WrittenCard) -> WrittenCard:
    lines = [part for part in (before.back, card.front, card.back) if part]
    return replace(before, back="\n".join(lines))


def _shown(card: WrittenCard, done: Sequence[WrittenCard], place: str) -> str:
    lines = [f"doubtful card {place}: {card.comment}".rstrip(": ")]
    if done:
        lines += ["  before:", *_indented(done[-1].back or done[-1].front)[-2:]]
    lines += ["  front:", *_indented(card.front), "  back:", *_indented(card.back)]
    return "\n".join(lines)


def _indented(text: str) -> list[str]:
    return [f"    {line}" for line in text.split("\n")] if text else ["    (nothing)"]
