"""Right-to-left text: each block has the direction of its first letter.

A card's sections take theirs from their own first letter, which is not enough where languages are
mixed: a Hebrew list under an English question. Written out, because `dir="auto"` on a list looks
past the paragraphs in it that have a direction of their own.
"""

import re
from unicodedata import bidirectional

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from obverse.languages.markdown.extensions import Extension

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufeff]")
_BLOCKS = frozenset(
    f"{name}_open"
    for name in "paragraph heading bullet_list ordered_list list_item blockquote table".split()
)


def _mark(state: StateCore) -> None:
    direction = "ltr"
    for token in reversed(state.tokens):
        if token.type == "inline":
            direction = _direction(token.content) or direction
        elif token.type in _BLOCKS:
            token.attrs["dir"] = direction


def _direction(text: str) -> str | None:
    """That of the first letter that has one (Unicode 9, rules P2 and P3)."""
    for character in text:
        kind = bidirectional(character)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return None


def _plugin(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("direction", _mark)


EXTENSION = Extension(_RIGHT_TO_LEFT, _plugin)
