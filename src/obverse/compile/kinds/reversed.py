"""A question and its answer, asked both ways: a second card shows the answer first."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from obverse.compile.kinds import Kind

if TYPE_CHECKING:
    from obverse.compile.sides import Sides
    from obverse.note_types import NoteType

_TWO = 2


def _fill(sides: "Sides") -> dict[str, str]:
    # Any text switches on the template Backward.
    return {"Front": sides.question, "Back": sides.answer, "Reversed": "yes"}


def _is_like(note_type: "NoteType", fields: Sequence[str]) -> bool:
    """Whether the note has a card that asks for the second field and not for the first."""
    if len(note_type.fields) != len(fields) or len(fields) < _TWO:
        return False
    (first, _), (second, _), *_ = note_type.fields
    fronts = [note_type.templates[number].front for number in note_type.cards(fields)]
    return any(f"{second}}}}}" in front and f"{first}}}}}" not in front for front in fronts)


KIND = Kind(
    "obverse",
    _fill,
    joins=frozenset({"typing"}),
    asks_question=True,
    switch="Reversed",
    both_ways=True,
    alias="reverse",  # as flashcards-obsidian writes it
    anki_name="reversed",
    is_like=_is_like,
)
