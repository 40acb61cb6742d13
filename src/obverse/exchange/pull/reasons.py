"""Reasons: why no change of the Markdown gives what Anki has, as far as the card says."""

from collections.abc import Sequence
from typing import NamedTuple

from obverse.compile import kinds
from obverse.compile.sections import Cut, Section
from obverse.exchange.pull.note_in_anki import EditedNote
from obverse.exchange.pull.splices import top_blocks

NO_WAY = "no change of the Markdown gives what Anki has"
_OF_FIELD = {
    "Context": "`Context` shows the headings above the card: change them here",
    "Reversed": "`Reversed` is what `#card/reversed` fills: add or remove that tag here",
    "Typing": "`Typing` is what `#card/typing` fills: add or remove that tag here",
}
_ROW = "a cell of a table holds one paragraph: make a `##` section of the row for more"
_LINE = "a card on one line holds one line: make a `##` section of it for more"
_FOOTNOTES = "footnotes end a side: text goes above them, and a new one needs its `[^1]`"
_BLANK = "the answer ends at a blank line here, and so holds no second paragraph"
_EXTRA = "`Extra` is for further columns of a row, and for clozes: write it into the answer"
_ITEM = "the answer of a list item is nested in it: change its form here"
_UNTIL_BLANK = frozenset({"question-mark", "marked"})


class Refused(NamedTuple):
    """An edit that is refused: the note, the names of its fields, its kind, where it is written."""

    note: EditedNote
    names: Sequence[str]
    kind: str
    whole: Cut
    section: Section | None

    @property
    def reason(self) -> str:
        """Why, in one sentence."""
        fields = [(self.names[at], self.note.mine.fields[at]) for at in self.note.changed]
        for name, mine in fields:
            if name in _OF_FIELD:
                return _OF_FIELD[name]
            if name == "Extra" and not mine and not self._is_row:
                return _EXTRA
        return self._of_text("".join(mine for _, mine in fields))

    def _of_text(self, mine: str) -> str:
        if said := next((each.edited_here for each in kinds.of(self.kind) if each.edited_here), ""):
            return said
        if 'class="footnotes' in mine:
            return _FOOTNOTES
        if self.whole.shaped and self._has_more_blocks:
            return self._of_shape()
        return NO_WAY

    def _of_shape(self) -> str:
        if self._is_row:
            return _ROW
        if self._is_one_line:
            return _LINE
        words = self.whole.shaped.settings.words if self.whole.shaped else ()
        if self.section and self.section.given and self.section.given.depth == 0:
            if "marked" in words and self.whole.shaped and self._is_nested:
                return _ITEM
            if _UNTIL_BLANK & {*words}:
                return _BLANK
        return NO_WAY

    @property
    def _has_more_blocks(self) -> bool:
        pairs = ((self.note.mine.fields[at], self.note.theirs[at]) for at in self.note.changed)
        return any(top_blocks(mine) != top_blocks(theirs) for mine, theirs in pairs)

    @property
    def _is_row(self) -> bool:
        shaped, section = self.whole.shaped, self.section
        return bool(
            shaped
            and section
            and section.given
            and (shaped.is_kept or (not shaped.front.lines and not shaped.headings))
        )

    @property
    def _is_one_line(self) -> bool:
        given = self.section.given if self.section else None
        return bool(given and given.answer and given.answer[0][0] == given.question[0][0])

    @property
    def _is_nested(self) -> bool:
        given = self.section.given if self.section else None
        shaped = self.whole.shaped
        return bool(given and shaped and given.answer and given.answer[0][1][:1] in "-*+ ")
