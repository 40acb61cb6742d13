"""A compiled source: the result of compiling, and the input of linking."""

from typing import NamedTuple

from obverse.values.diagnostic import Diagnostic
from obverse.values.note import Note
from obverse.values.outline import Outline

_NOWHERE = Outline()


class Compiled(NamedTuple):
    """A compiled source: its notes, its drafts, how many cards it has in all, the findings.

    `blocks` are its blocks of code with colours, for when it is compiled again
    (`highlight.Blocks`). `outline` says what its lines are. `left_out` is why nothing of it is
    read, if that is so.
    """

    path: str
    notes: tuple[Note, ...]
    drafts: tuple[Note, ...]
    cards: int
    diagnostics: tuple[Diagnostic, ...]
    blocks: tuple[tuple[str, str], ...] = ()
    outline: Outline = _NOWHERE
    left_out: str = ""
