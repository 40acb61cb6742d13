"""Where the lines of a source begin and end, found without a loop over every character."""

from bisect import bisect_right
from itertools import accumulate
from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from obverse.machine.late import late

_INDENT = late(r"\n[ \t]+")
_TAB = 4


class BlockState(StateBlock):
    """markdown-it's state of a block parse, set up by the line and not by the character.

    `ended` is the source with a line break at its end. `declined` is the first line of a block
    that the shortcuts leave to the rules. `deepest` is the level of the deepest block of the rules.
    """

    def __init__(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> None:  # noqa: ANN401  # markdown-it's signature
        """Find all lines of `src`."""
        super().__init__("", md, env, tokens)
        self.src = src
        self.ended = src if src.endswith("\n") else f"{src}\n"
        self.declined = -1
        self.deepest = 0
        lines = src.split("\n")
        if not lines[-1].strip(" \t"):
            del lines[-1]
        after = list(accumulate([len(line) + 1 for line in lines]))
        count = len(lines)
        self.bMarks = [0, *after]
        self.bMarks[-1] = len(src)
        self.eMarks = [each - 1 for each in after]
        self.eMarks.append(len(src))
        self.tShift = [0] * (count + 1)
        self.sCount = [0] * (count + 1)
        self.bsCount = [0] * (count + 1)
        self.lineMax = count
        # A line break in front, so that what is searched for begins with one character.
        for found in _INDENT.finditer(f"\n{src}"):
            line = bisect_right(self.bMarks, found.start(), 0, count) - 1
            if line >= 0 and self.bMarks[line] == found.start():
                self.tShift[line] = found.end() - found.start() - 1
                self.sCount[line] = _columns(found[0][1:])

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Add a block that a rule has read."""
        token = super().push(ttype, tag, nesting)
        self.deepest = max(self.deepest, token.level)
        return token


def _columns(indent: str) -> int:
    if "\t" not in indent:
        return len(indent)
    columns = 0
    for each in indent:
        columns += _TAB - columns % _TAB if each == "\t" else 1
    return columns
