"""The lines of a pasted page: decoded, one by one, each knowing the blank lines above it."""

import codecs
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import dedent
from typing import Final

LINE_BREAK: Final = re.compile(r"\r\n|[\n\r\u2028\u2029\x0b\x0c\x85]")
_TITLE: Final = 6  # words of a line that may be a heading
_ENDS: Final = (".", "?", "!", ":", ";")
INVISIBLE: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"))


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank.

    `text` has no outer white space and plain spaces inside, for analysis; `raw` is the line as it
    was pasted, except for white space at its end. `gap` is the number of blank lines above it and
    `number` the number of the line in the file, from one.
    """

    text: str
    raw: str
    gap: int
    number: int


def decode_page(raw: bytes) -> str:
    """The text of a file of unknown encoding: by its mark, else UTF-8, else Windows western."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def looked_at(raw: str) -> str:
    """The line `raw` with white space of every kind as single spaces, and none outside."""
    return " ".join(raw.translate(INVISIBLE).split())


def lines_of(text: str) -> list[Line]:
    """The lines of `text` that are not blank."""
    lines: list[Line] = []
    gap = 0
    for number, raw in enumerate(LINE_BREAK.split(text), 1):
        shown = looked_at(raw)
        if shown:
            lines.append(Line(shown, raw.rstrip().translate({0xFEFF: None}), gap, number))
            gap = 0
        else:
            gap += 1
    return lines


def with_text(line: Line, text: str) -> Line:
    """The line with another text in its place."""
    return Line(" ".join(text.split()), text.strip(), line.gap, line.number)


def continued(lines: Sequence[Line]) -> list[Line]:
    """The lines below the first that go on with its answer: all but headings of the page."""
    kept: list[Line] = []
    for above, line in pairwise(lines):
        heading = (
            above.text.endswith(_ENDS)
            and line.text[:1].isupper()
            and not line.text.endswith(_ENDS)
            and len(line.text.split()) <= _TITLE
        )
        if heading:
            break
        kept.append(line)
    return kept


def joined(lines: Iterable[Line]) -> str:
    """The lines as they were pasted, with the blank lines between them, without common indentation.

    Indentation that all lines share belongs to the page, not to the text.
    """
    text = ""
    for line in lines:
        text += ("\n" * (line.gap + 1) if text else "") + line.raw
    return dedent(text)
