"""Extensions of CommonMark: one file each, switched on only if a source has their characters.

An extension is a plug-in of markdown-it and the HTML of its tokens. A rule that cannot match still
costs time at every character, so an extension says which text it needs.
"""

import re
import sys
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from obverse.languages.markdown.rendering import Rendering
from obverse.languages.markdown.shortcuts.spans import PlainReader
from obverse.languages.signs import has_sign
from obverse.machine.late import late

# Where the parser keeps how far it looked for an end: (first line, last line).
LOOKED = "looked"
TO_THE_END = sys.maxsize
DROPPED = "dropped"  # where it keeps the rows of tables that lost cells
if TYPE_CHECKING:
    from obverse.languages.markdown.readers import MarkdownOf

# The line that begins a card: a block that is never closed must not take one in unsaid.
BEGINS_CARD = late(r" {0,3}##[ \t]+\S")

RenderRule = Callable[[Token, Rendering], str]


class DroppedCells(NamedTuple):
    """A row that has more cells than the `columns` of its table: its line, from zero, and text."""

    columns: int
    line: int
    row: str


class Extension(NamedTuple):
    """One extension: the text that it needs, its plug-in, HTML by token type.

    `signs` are texts (or a pattern) of which a source must have one; `starts` are the first
    characters of what its inline rules look for. `bare` are token types whose HTML is left as it is
    in a cloze card: all other HTML is guarded against being read as the sign of a deletion.

    `reads` turns elements of its HTML back into Markdown, by a class that only it writes, or an
    element (`<ruby>`); `adds`
    are attributes of blocks that it works out from their text, so nobody has to write them.

    `plain` reads without the rules what begins with a character, if that can be read in only one
    way. It is asked only where the text has one of the `signs`, and all before the place is plain.
    """

    signs: tuple[str, ...] | re.Pattern[str]
    plugin: Callable[[MarkdownIt], None]
    html: Mapping[str, RenderRule] = MappingProxyType({})
    starts: tuple[str, ...] = ()
    bare: frozenset[str] = frozenset()
    reads: "Mapping[str, MarkdownOf]" = MappingProxyType({})
    adds: frozenset[str] = frozenset()
    plain: Mapping[str, PlainReader] = MappingProxyType({})

    def is_in(self, text: str) -> bool:
        """Whether the text needs this extension."""
        if isinstance(self.signs, tuple):
            return any(has_sign(text, sign) for sign in self.signs)
        return not text.isascii() and self.signs.search(text) is not None
