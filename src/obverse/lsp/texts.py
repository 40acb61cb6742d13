"""Texts as an editor has them: open, perhaps unsaved, with columns in the units it counts in.

In obverse lines and columns count from one, in characters; in the protocol from zero, in the units
of the encoding that both sides agreed on.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from lsprotocol import types

from obverse.values.source import Place

_LINE_END = re.compile(r"\r\n|\n|\r")
_NOTHING: Sequence[str] = ()
_ENCODINGS = {
    types.PositionEncodingKind.Utf8: ("utf-8", 1),
    types.PositionEncodingKind.Utf16: ("utf-16-le", 2),
}


def editor_lines(text: str) -> list[str]:
    """The lines of a text as editors count them."""
    if "\r" in text:
        text = _LINE_END.sub("\n", text)
    return text.split("\n")


class ColumnUnits:
    """What the columns of positions count: bytes, 16-bit units, or characters."""

    def __init__(self, kind: types.PositionEncodingKind | str | None = None) -> None:
        """ColumnUnits of the encoding that was agreed on; 16 bits where none was."""
        known = types.PositionEncodingKind
        self.kind = known(kind) if kind in {each.value for each in known} else known.Utf16
        self._encoding, self._size = _ENCODINGS.get(self.kind, ("", 1))

    def count(self, text: str) -> int:
        """How many units a text has."""
        if not self._encoding or text.isascii():
            return len(text)
        return len(text.encode(self._encoding, "surrogatepass")) // self._size

    def characters(self, line: str, units: int) -> int:
        """How many characters of a line have so many units; all of a line that has fewer."""
        if not self._encoding or line.isascii():
            return min(units, len(line))
        raw = line.encode(self._encoding, "surrogatepass")[: units * self._size]
        return len(raw.decode(self._encoding, "ignore"))

    def position(self, lines: Sequence[str], line: int, column: int) -> types.Position:
        """The protocol's position of a line and a character in it, both from zero."""
        written = lines[line] if 0 <= line < len(lines) else ""
        # Of a line that is not known the characters are what comes nearest.
        return types.Position(max(line, 0), self.count(written[:column]) if written else column)

    def span(self, lines: Sequence[str], line: int, first: int, end: int) -> types.Range:
        """The range of some characters of a line, all from zero."""
        return types.Range(self.position(lines, line, first), self.position(lines, line, end))

    def of_place(self, place: Place, lines: Sequence[str] = _NOTHING) -> types.Range:
        """The range that a place covers: the rest of its line, where it says nothing of that."""
        line, first = place.line - 1, place.column - 1
        end = first + place.length
        if not place.length and 0 <= line < len(lines):
            end = max(first, len(lines[line]))
        return self.span(lines, line, first, end)


class OpenText(NamedTuple):
    """A text that is open in the editor, under the address by which the editor knows it."""

    uri: str
    version: int
    text: str
    lines: Sequence[str]

    def changed(
        self, version: int, change: types.TextDocumentContentChangeEvent, units: ColumnUnits
    ) -> "OpenText":
        """The text after a change."""
        text = change.text
        if isinstance(change, types.TextDocumentContentChangePartial):
            first, end = (self.offset(each, units) for each in _ends(change.range))
            text = f"{self.text[:first]}{text}{self.text[max(first, end) :]}"
        return opened_text(self.uri, version, text)

    def offset(self, position: types.Position, units: ColumnUnits) -> int:
        """Where a position is in the text; its end, where it is beyond that."""
        if position.line >= len(self.lines):
            return len(self.text)
        before = 0
        if "\r" in self.text:
            ends = _LINE_END.finditer(self.text)
            for _ in range(position.line):
                before = next(ends).end()
        else:
            before = sum(map(len, self.lines[: position.line])) + position.line
        return before + units.characters(self.lines[position.line], position.character)


def opened_text(uri: str, version: int, text: str) -> OpenText:
    """A text with its lines."""
    return OpenText(uri, version, text, editor_lines(text))


def _ends(given: types.Range) -> tuple[types.Position, types.Position]:
    return given.start, given.end
