"""Where sections begin and end: the headings that cut a source, and the line between two sides."""

from collections.abc import Sequence
from typing import Final

from obverse.languages.markdown import Token

SEPARATOR: Final = "***"
TITLE, CARD = 1, 2  # depths of headings
DEPTHS: Final = {"h1": TITLE, "h2": CARD}


def ends_section(token: Token) -> bool:
    """Whether a block is a heading that begins a section, and so ends the one above it."""
    return token.type == "heading_open" and not token.level and token.tag in DEPTHS


def is_separator(token: Token, lines: Sequence[str]) -> bool:
    """Whether a block is `***`: a parsed tree cannot tell it from `---` or `* * *`."""
    return token.type == "hr" and not token.level and lines[first_line(token)].rstrip() == SEPARATOR


def first_line(token: Token) -> int:
    """The first line of a block, from zero."""
    return token.map[0] if token.map else 0
