"""Says why a card is doubtful, and what the other reading was."""

from collections.abc import Sequence
from typing import Final

from obverse.formats.pasted.lines import Line
from obverse.formats.pasted.segment import CardCut

SURE_ENOUGH: Final = 0.84
WIDTH: Final = 60
OTHERWISE: Final = {
    "start": "{line} may start a separate card",
    "front": "{line} may still belong to the question above it",
    "back start": "{line} may be where the answer starts",
    "back": "{line} may belong to the answer above it",
    "title": "{line} may be part of the page's title",
    "heading": "{line} may be a heading of the page",
}
NO_ANSWER: Final = "no answer was found below this question"
NO_QUESTION: Final = "this answer has no question"
NOT_SPLIT: Final = "nothing marks where the answer to this question starts"
GLUED: Final = "nothing but a capital marks where the answer starts"
PATTERN: Final = "the page's own words may be left in it: most cards have the same line or word"
SAME: Final = "the question and its answer are the same"


def quoted(text: str) -> str:
    """The text in quotation marks, cut if it is long."""
    return f"“{text if len(text) <= WIDTH else text[: WIDTH - 1].rstrip() + '…'}”"


def trust(cut: CardCut, page: float) -> float:
    """How far a card can be trusted, from 0 to 1: as far as it is probable, on a page that is.

    `page` is how probable the cards of its page are on the whole. On a page that was not understood
    a card may look probable and be wrong.
    """
    return cut.probability * page


def is_sure(cut: CardCut, lines: Sequence[Line], page: float) -> bool:
    """Whether a card needs no review: it is to be trusted, and has an answer of its own."""
    return trust(cut, page) >= SURE_ENOUGH and not empty_reason(cut, lines)


def confidence(cut: CardCut, page: float, *, sure: bool) -> float:
    """How sure the card is, from 0 to 1; doubtful cards are below all sure ones."""
    value = trust(cut, page)
    return round(value if sure else min(value, SURE_ENOUGH - 0.01), 3)


def empty_reason(cut: CardCut, lines: Sequence[Line]) -> str:
    """Why a card is doubtful whatever its probability, or nothing."""
    if cut.middle == cut.end:
        return NO_ANSWER
    front = [line.text for line in lines[cut.start : cut.middle]]
    back = [line.text for line in lines[cut.middle : cut.end]]
    return SAME if front == back else ""


def comment(cut: CardCut, lines: Sequence[Line]) -> str:
    """Why a doubtful card is doubtful, and the other reading."""
    line = quoted(lines[cut.doubt].text)
    other = OTHERWISE[cut.instead].format(line=line)
    return f"{empty_reason(cut, lines) or 'it is not certain where the cards divide'}: {other}"
