"""Written cards as JSON, for programs."""

import json
from collections.abc import Iterable
from typing import Any

from obverse.cards.cards import WrittenCard

# Always present, in this order; the others if they are not empty.
_ALWAYS = ("front", "back", "tags", "confidence", "sure")
_SOMETIMES = (
    *("deck", "kinds", "draft", "comment", "note_type", "fields", "guid", "pin", "source"),
    *("extra", "context"),
)


def to_json(cards: Iterable[WrittenCard]) -> str:
    """A list of cards, with a line break at the end."""
    return json.dumps([_card(card) for card in cards], ensure_ascii=False, indent=2) + "\n"


def _card(card: WrittenCard) -> dict[str, Any]:
    written = {name: getattr(card, name) for name in _ALWAYS}
    return written | {name: value for name in _SOMETIMES if (value := getattr(card, name))}
