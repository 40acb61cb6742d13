"""Scan lines: what each line of a note is, in one pass, as CommonMark and Obsidian read it."""

import re
from collections.abc import Sequence

from obverse.compile.held_lines import HeldLines
from obverse.compile.note_lines import Heading, LineKind, NoteLines, width_of_indent
from obverse.languages import table_rows
from obverse.machine.late import late

_HEADING = late(r"(#{1,6})(?:[ \t]++(.*?))?(?:(?<![ \t])[ \t]++#++)?")  # of a line without its ends
_FENCE = late(r"(`{3,})[^`]*|(~{3,}).*")
_ITEM = late(r"([-*+]|\d{1,9}[.)])(?:([ \t]+)(?=\S)|[ \t]*$)")
_RULE = late(r"(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}")
_UNDERLINE = late(r"(=+|-+)[ \t]*")
_CODE_INDENT = 4
_PARAGRAPH = (LineKind.TEXT, LineKind.ITEM)


def scan_lines(lines: Sequence[str], front: int = 0) -> NoteLines:
    """What the lines are; the first `front` are front matter."""
    return _Scan(lines, front).result()


class _Scan:
    """One pass over the lines, with what is open at each."""

    def __init__(self, lines: Sequence[str], front: int) -> None:
        self.lines = lines
        self.kinds = [LineKind.HELD] * len(lines)
        self.begins = [*range(len(lines))]
        self.indents = [0] * len(lines)
        self.offsets = [0] * len(lines)
        self.headings: list[Heading] = []
        self.items: list[int] = []  # the columns at which the open items' text begins
        self.at = front
        self.front = front
        self.held = HeldLines(lines)

    def result(self) -> NoteLines:
        while self.at < len(self.lines):
            self._line()
        return NoteLines(
            self.lines, self.kinds, self.begins, self.indents, self.offsets, self.headings
        )

    def _set(self, kind: LineKind, end: int | None = None) -> None:
        """Say what the lines are from here to `end`, and go there."""
        end = self.at + 1 if end is None else end
        for at in range(self.at, end):
            self.kinds[at] = (
                kind if self.lines[at].strip() or kind is LineKind.CODE else LineKind.BLANK
            )
            self.offsets[at] = self.items[-1] if self.items else 0
            self.indents[at] = width_of_indent(self.lines[at])
        self.at = end

    def _line(self) -> None:
        line = self.lines[self.at]
        text = line.strip()
        if not text:
            self._set(LineKind.BLANK)
            return
        indent = width_of_indent(line)
        above = self.kinds[self.at - 1] if self.at > self.front else LineKind.BLANK
        continues = above in _PARAGRAPH
        outer = [each for each in self.items if each <= indent]
        rest = indent - (outer[-1] if outer else 0)
        if rest >= _CODE_INDENT:
            if continues:
                self._continue()
            else:
                self.items = outer
                self._set(LineKind.CODE)
            return
        if self._block(text, indent, outer, continues=continues):
            return
        if continues:
            self._continue()
        elif above is LineKind.QUOTE and _is_open(self.lines[self.at - 1]):
            self._set(LineKind.QUOTE)  # a paragraph in a quote goes on without its sign
        else:
            self.items = outer
            self._set(LineKind.TEXT)

    def _continue(self) -> None:
        begins = self.begins[self.at - 1]
        self.begins[self.at] = begins
        self._set(LineKind.TEXT)

    def _block(  # noqa: PLR0911  # one for each kind of block
        self, text: str, indent: int, outer: list[int], *, continues: bool
    ) -> bool:
        """A line that begins a block of its own, or ends one."""
        first = text[0]
        same = outer == self.items  # else it is not in the item of the line above
        if first == "#" and (found := _HEADING.fullmatch(text)):
            self.items = outer
            if not outer:
                heading = Heading(len(found[1]), found[2] or "", self.at, self.at + 1)
                self.headings.append(heading)
            self._set(LineKind.HELD if outer else LineKind.HEADING)
            return True
        if first in "`~" and (found := _FENCE.fullmatch(text)):
            self.items = outer
            self._set(LineKind.CODE, self._fence_end(found[1] or found[2]))
            return True
        is_one = continues and self.begins[self.at - 1] == self.at - 1
        if first in "=-" and is_one and same and _UNDERLINE.fullmatch(text):
            self._underline(text)
            return True
        if first in "-*_" and _RULE.fullmatch(text):
            self.items = outer
            self._set(LineKind.RULE)
            return True
        if found := _ITEM.match(text):
            return self._item(found, text, indent, outer, continues=continues)
        if first == ">":
            self.items = outer
            self._set(LineKind.QUOTE)
            return True
        if "|" in text and self._table(text, outer):
            return True
        if first in "<%$[\\":
            return self._held(outer, continues=continues)
        return False

    def _item(
        self,
        found: re.Match[str],
        text: str,
        indent: int,
        outer: list[int],
        *,
        continues: bool,
    ) -> bool:
        is_empty = not text[found.end() :]
        number = found[1][:-1]
        goes_on = continues and outer == self.items and not self._is_sibling(indent)
        # What goes on with a paragraph outside lists (CommonMark 5.2).
        if goes_on and (is_empty or (number and number != "1")):
            return False
        width = len(found[1])
        spaces = len((found[2] or " ").expandtabs(4)) if found[2] else 1
        offset = indent + width + (spaces if spaces <= _CODE_INDENT else 1)
        self.items = [*outer, offset]
        inner = text[found.end() :]
        if fence := _FENCE.fullmatch(inner) if inner[:1] in ("`", "~") else None:
            self._set(LineKind.CODE, self._fence_end(fence[1] or fence[2]))
            return True
        at = self.at
        self._set(LineKind.ITEM if inner and inner[0] not in ">|" else LineKind.HELD)
        if self.kinds[at] is LineKind.ITEM and inner[0] == "#" and _HEADING.fullmatch(inner):
            self.kinds[at] = LineKind.ITEM_HEADING
        return True

    def _is_sibling(self, indent: int) -> bool:
        """Whether an item stands at the indent of one that is open."""
        return any(indent < each for each in self.items)

    def _underline(self, text: str) -> None:
        """The line under a paragraph of one line that makes a heading of it.

        Below more lines a `---` is a rule: so people part what they write line by line.
        """
        first = self.begins[self.at - 1]
        if self.items or self.kinds[first] is LineKind.ITEM:
            self._set(LineKind.HELD)
            return
        written = self.lines[first].strip()
        self.headings.append(Heading(1 if text[0] == "=" else 2, written, first, self.at + 1))
        self.kinds[first] = LineKind.HEADING
        self._set(LineKind.UNDERLINE)

    def _fence_end(self, sign: str) -> int:
        """The line after a block of code: its fence, or the end of what it stands in."""
        base = self.items[-1] if self.items else 0
        closing = re.compile(rf"[ \t]*{re.escape(sign[0])}{{{len(sign)},}}[ \t]*")
        for at in range(self.at + 1, len(self.lines)):
            line = self.lines[at]
            if base and line.strip() and width_of_indent(line) < base:
                return at
            if closing.fullmatch(line):
                return at + 1
        return len(self.lines)

    def _table(self, text: str, outer: list[int]) -> bool:
        """A table: a header above a line of dashes with as many cells, and rows to a blank line."""
        below = self.lines[self.at + 1 : self.at + 2]
        if not below or not table_rows.is_dashes(below[0]):
            return False
        if len(table_rows.cells(text)) != len(table_rows.cells(below[0].strip())):
            return False
        end = self.at + 2
        while end < len(self.lines) and _is_row(self.lines[end]):
            end += 1
        self.items = outer
        self._set(LineKind.TABLE, end)
        return True

    def _held(self, outer: list[int], *, continues: bool) -> bool:
        end = self.held.end(self.at, continues=continues)
        if end:
            self.items = outer
            self._set(LineKind.HELD, end)
        return bool(end)


def _is_row(line: str) -> bool:
    text = line.strip()
    return (
        bool(text)
        and not text.startswith(("#", ">", "```", "~~~"))
        and ("|" in text or not (_ITEM.match(text) or _RULE.fullmatch(text)))
    )


def _is_open(line: str) -> bool:
    """Whether the paragraph in a line of a quote may go on without its sign."""
    text = line.lstrip(" \t>")
    return bool(text) and not text.startswith(("#", "```", "~~~", "|"))
