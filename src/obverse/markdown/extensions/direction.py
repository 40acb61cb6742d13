"""Right-to-left text: each block takes its direction from its own first letter.

A card's sections do so as a whole, which is not enough where languages are mixed: a Hebrew list
under an English question.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from obverse.markdown.extensions import Extension

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufeff]")
_BLOCKS = frozenset(
    f"{name}_open"
    for name in "paragraph heading bullet_list ordered_list list_item blockquote table".split()
)


def _mark(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in _BLOCKS:
            token.attrs["dir"] = "auto"


def _plugin(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("direction", _mark)


EXTENSION = Extension(_RIGHT_TO_LEFT, _plugin)
