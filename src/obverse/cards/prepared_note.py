"""A prepared note of Anki: what it takes to convert it, before the first one is."""

import re
from typing import NamedTuple

from obverse.cards.convert_notes import Unconverted
from obverse.cards.rows import StoredNote
from obverse.note_types import NoteType, built_in_names

_RENDERED = re.compile(r'class="|\bdir="|>\n')


class PreparedNote(NamedTuple):
    """A note with as many fields as its note type has; `number` counts the rows from one."""

    row: StoredNote
    fields: tuple[str, ...]
    note_type: NoteType
    number: int

    @property
    def is_custom(self) -> bool:
        """Whether its fields are converted one by one."""
        return self.note_type.key not in built_in_names()

    @property
    def unconverted(self) -> Unconverted:
        """Its fields, as they are converted where the note type is custom."""
        return Unconverted(self.fields, self.note_type.is_cloze, not self.note_type.heading)

    @property
    def may_be_ours(self) -> bool:
        """Whether obverse may have made the note."""
        return not self.is_custom or any(map(_RENDERED.search, self.fields))
