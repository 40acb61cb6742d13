"""A compiled source: the result of compiling, and the input of linking."""

from typing import NamedTuple

from obverse.values.diagnostic import Diagnostic
from obverse.values.note import Note
from obverse.values.outline import Outline

_NOWHERE = Outline()


class Passage(NamedTuple):
    """Lines of a source that mean the same whatever its other lines say.

    `digests` are those of its parts, of which each but the first begins with a line `## `; `lines`
    is how many it has. Links of the whole source may use what it `defines`.
    """

    digests: tuple[str, ...]
    lines: int
    defines: bool = False


class Compiled(NamedTuple):
    """A compiled source: its notes, its drafts, how many cards it has in all, the findings.

    `blocks` are its blocks of code with colours (`highlight.CodeBlocks`) and `passages` all of its
    lines, for when it is compiled again; there are no passages where some line reaches too far.
    `outline` says what its lines are. `left_out` is why nothing of it is
    read, if that is so.
    """

    path: str
    notes: tuple[Note, ...]
    drafts: tuple[Note, ...]
    cards: int
    diagnostics: tuple[Diagnostic, ...]
    blocks: tuple[tuple[int, str, str], ...] = ()
    outline: Outline = _NOWHERE
    passages: tuple[Passage, ...] = ()
    left_out: str = ""

    def card_at(self, line: int) -> Note | None:
        """The last card or draft that begins at a line or above it, if it goes on to there."""
        cards = sorted((*self.notes, *self.drafts), key=lambda each: each.place)
        fitting = [each for each in cards if line in self.outline.card(each.place.line)]
        return fitting[-1] if fitting else None
