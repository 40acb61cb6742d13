"""HTML and marks of bold text, pasted as they are written: lines are looked at without them."""

import re
from collections.abc import Sequence
from typing import Final

from obverse.formats.pasted.lines import Line

_TAG: Final = re.compile(
    r"</?(?:p|br|div|span|li|ul|ol|b|i|u|em|strong)(?:\s[^<>]*+)?/?>|\*\*", re.IGNORECASE
)
_PARAGRAPH: Final = re.compile(r"<(/?)(?:p|li)(?:\s[^<>]*+)?>", re.IGNORECASE)
_LONGEST: Final = 12  # lines of a paragraph


def as_shown(line: Line) -> Line:
    """The line as it is shown, to look at."""
    if "<" not in line.text and "**" not in line.text:
        return line
    text = _TAG.sub("", line.text).strip()
    return Line(text, line.raw, line.gap, line.number) if text else line


def inside_paragraphs(lines: Sequence[Line]) -> list[int]:
    """The lines that go on with a paragraph of HTML that was opened on a line above them."""
    found: list[int] = []
    opened = -1
    for place, line in enumerate(lines):
        tags = _PARAGRAPH.findall(line.text) if "<" in line.text else []
        if opened >= 0 and tags and tags[0] == "/" and place - opened < _LONGEST:
            found.extend(range(opened + 1, place + 1))
        if tags:
            opened = place if tags[-1] == "" else -1
    return found
