"""Right-to-left text: each block has the direction of its first letter.

A card's sections take theirs from their own first letter, which is not enough where languages are
mixed: a Hebrew list under an English question. Written out, because `dir="auto"` on a list looks
past the paragraphs in it that have a direction of their own. Only in sections with a right-to-left
letter: a card must not change because another card of its file has one.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from unicodedata import bidirectional

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from obverse.languages.markdown.extensions import Extension
from obverse.machine.late import late

_RIGHT_TO_LEFT = late("[\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufeff]")
DECLARATIONS = ("<?", "<!")  # HTML that no browser shows, and that a card shows as text
_TOP = frozenset({"h1", "h2"})
_BLOCKS = frozenset(
    f"{name}_open"
    for name in "paragraph heading bullet_list ordered_list list_item blockquote table".split()
)


def _mark(state: StateCore) -> None:
    for section in _sections(state.tokens):
        if any(_RIGHT_TO_LEFT.search(token.content) for token in section):
            _mark_section(section)


def _sections(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The runs of blocks that headings of the first two levels begin: no card is in two of them."""
    cuts = [at for at, token in enumerate(tokens) if _begins(token)]
    for start, end in pairwise((0, *cuts, len(tokens))):
        yield tokens[start:end]


def _begins(token: Token) -> bool:
    return token.type == "heading_open" and token.tag in _TOP and not token.level


def _mark_section(section: Sequence[Token]) -> None:
    direction = "ltr"
    for token in reversed(section):
        if token.type == "inline":
            direction = _direction(token.content) or direction
        elif token.type == "html_block" and token.content.startswith(DECLARATIONS):
            direction = _direction(token.content) or direction
            token.attrs["dir"] = direction
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


EXTENSION = Extension(_RIGHT_TO_LEFT, _plugin, adds=frozenset({"dir"}))
