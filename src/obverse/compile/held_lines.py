"""Held lines: comments, displayed math, HTML and definitions, in which nothing marks a card."""

import re
from collections.abc import Sequence

from obverse.machine.late import late

_HEADING = late(r"#{1,6}(?:[ \t].*)?")
_DEFINITION = late(r"\[(\^?)([^\]]+)\]:(?!:)")
_HTML = late(
    r"</?(?:address|article|aside|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir"
    r"|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|head|header|hr|html|iframe|legend|li"
    r"|link|main|menu|nav|ol|optgroup|option|p|section|summary|table|tbody|td|tfoot|th|thead|title"
    r"|tr|track|ul|svg)(?=[\s/>]|$)",
    re.IGNORECASE,
)
_RAW = late(r"<(script|pre|style|textarea)(?=[\s>]|$)", re.IGNORECASE)
_SEPARATED = late(r" {0,3}#{1,2}(?:[ \t]|$)|\*\*\*[ \t]*$")
_COMMENT, _TWICE = "%%", 2


class HeldLines:
    """Where what begins at a line ends; what is never closed is looked for once."""

    def __init__(self, lines: Sequence[str]) -> None:
        """Take the lines of a note."""
        self._lines = lines
        self._unended: dict[str, int] = {}  # no line before this one has the text

    def end(self, at: int, *, continues: bool) -> int:
        """The line after a comment, math, HTML or a definition; 0 for any other line.

        `continues` says that the line goes on with a paragraph.
        """
        text = self._lines[at].strip()
        if text.startswith(_COMMENT):
            if _COMMENT not in text[2:]:
                return self._closed(_COMMENT, at + 1)
            return at + 1 if text.endswith(_COMMENT) and text.count(_COMMENT) == _TWICE else 0
        if text.startswith("<!--"):
            if "-->" not in text:
                return self._closed("-->", at + 1)
            return at + 1 if text.endswith("-->") else 0
        if text.startswith(("$$", "\\[")):
            sign = "$$" if text[0] == "$" else "\\]"
            return at + 1 if sign in text[2:] else self._closed(sign, at + 1, stops=True)
        return self._of_html(text, at) or (0 if continues else self._of_definition(text, at))

    def _of_html(self, text: str, at: int) -> int:
        """HTML ends above a heading that begins a card, as where it is parsed (`html_blocks`)."""
        raw = _RAW.match(text)
        if not raw and not _HTML.match(text):
            return 0
        for each in range(at, len(self._lines)):
            line = self._lines[each]
            if each > at and (_SEPARATED.match(line) or not (raw or line.strip())):
                return each
            if raw and f"</{raw[1]}>".lower() in line.lower():
                return each + 1
        return len(self._lines)

    def _of_definition(self, text: str, at: int) -> int:
        """The line after a link, or after a footnote with what is indented below it."""
        found = _DEFINITION.match(text)
        if not found:
            return 0
        end = at + 1
        for each in range(at + 1, len(self._lines)) if found[1] else ():
            line = self._lines[each]
            if line.strip() and not line.startswith(("    ", "\t")):
                break
            end = each + 1 if line.strip() else end
        return end

    def _closed(self, sign: str, start: int, *, stops: bool = False) -> int:
        if start < self._unended.get(sign, 0):
            return 0
        for at in range(start, len(self._lines)):
            line = self._lines[at]
            if stops and _HEADING.fullmatch(line.strip()):
                self._unended[sign] = at
                return 0
            if sign in line.lower():
                return at + 1
        self._unended[sign] = len(self._lines)
        return 0


def is_definition(line: str) -> bool:
    """Whether a line defines a link or a footnote."""
    return _DEFINITION.match(line.lstrip()) is not None
