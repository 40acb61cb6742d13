"""As code: a card that Markdown cannot hold as a draft that shows what it was, to the letter."""

import re
from dataclasses import replace

from obverse.cards.cards import WrittenCard
from obverse.languages import escape

_WHY = "this card could not be written in Markdown: its fields are below as they were"
_TAG = re.compile(r"<[^<>]*>|[{}]")
_HEADING = 80  # characters


def as_code(card: WrittenCard) -> WrittenCard:
    """The card as a draft: its fields in Anki, or its own text, in a block of code each."""
    texts = card.in_anki.fields if card.in_anki else ()
    texts = texts or (card.front, card.back, *card.fields.values())
    heading = " ".join(_TAG.sub(" ", texts[0]).split())[:_HEADING]
    return replace(
        card,
        front=escape.heading(heading) or "card",
        back="\n\n".join(_block(text) for text in texts if text.strip()),
        fields={},
        kinds=(),
        draft=True,
        comment=_WHY,
    )


def _block(text: str) -> str:
    ticks = "`" * max(3, *(len(each) + 1 for each in re.findall("`+", text)), 0)
    return f"{ticks}html\n{text}\n{ticks}"
