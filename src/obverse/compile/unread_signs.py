"""Unread signs: what stands in every text with a line that `unread_lines` finds something in."""

from typing import Final

from obverse.compile.sections import Cut
from obverse.languages import cloze
from obverse.values.card_settings import MARK

SHOWN_KINDS: Final = "tags that choose a kind"
SHOWN_KEYS: Final = "keys as in front matter"
SHOWN_QUESTIONS: Final = "questions in an answer"
SHOWN_DELETIONS: Final = "deletions in math"
MARKS: Final = (f"#{MARK}", f"#{MARK.title()}", f"#{MARK.upper()}")
_SIGNS = {
    **dict.fromkeys(MARKS, SHOWN_KINDS),
    **dict.fromkeys(("ags:", "AGS:", "ag:", "eck:", "DECK:", "ags**:", "eck**:"), SHOWN_KEYS),
    **dict.fromkeys(
        ("Q", "?**", "?__", "\uff1f**", "\uff1f__", "\u061f**", "\u061f__"), SHOWN_QUESTIONS
    ),
    cloze.START: SHOWN_DELETIONS,
}


def unread_signs(text: str, whole: Cut) -> set[str]:
    """What may be unread in a source, below its front matter: most have nothing of it."""
    start = sum(len(line) + 1 for line in whole.lines[: whole.front.lines])
    return {what for sign, what in _SIGNS.items() if text.find(sign, start) >= 0}
