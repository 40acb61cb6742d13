"""Paragraphs: the lines of a text as Markdown, none of which begins a block."""

import re

from obverse.cards.from_html.inline import IN_MATH, SOFT
from obverse.languages import escape

# The second is for a text backwards: what ends in no space is not looked through from each one.
_SPACES, _SPACES_BACKWARDS = re.compile(r"(?:&nbsp;|\s)*+"), re.compile(r"(?:;psbn&|\s)*+")
_EDGES = re.compile(r"^ | $")
LINE_ENDS = f" \t\n{SOFT}"


def paragraph(text: str) -> str:
    """A paragraph's lines as Markdown, none of which begins a block."""
    return "\\\n".join(map(_line, text.split("\n")))


def _line(text: str) -> str:
    """What is between two hard breaks."""
    if SOFT not in text and IN_MATH not in text:
        return escape.start(text.strip())
    lines = text.strip(LINE_ENDS).split(SOFT)
    return "\n".join(escape.start(line.strip(" \t")) for line in lines).replace(IN_MATH, "\n")


def with_spaces(text: str) -> str:
    """Lines whose first and last spaces stay, which a comment that is not shown leaves."""
    lines = re.split(f"([\n{SOFT}])", text.strip(f"\n{SOFT}"))
    return "".join(
        _EDGES.sub("&#32;", line) if not line.isspace() else line for line in lines
    ).strip()


def without_spaces(text: str) -> str:
    """The text without spaces at its ends, of which some are entities."""
    if text[:1].isalnum() and text[-1:].isalnum():
        return text
    start, end = _SPACES.match(text), _SPACES_BACKWARDS.match(text[::-1])
    first, last = start.end() if start else 0, end.end() if end else 0
    return text[first : max(len(text) - last, first)]
