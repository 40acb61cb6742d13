"""A question whose answer is typed and compared; what is compared is plain text."""

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from obverse.compile.kinds import Kind

if TYPE_CHECKING:
    from obverse.compile.sides import Sides
    from obverse.note_types import NoteType


def _fill(sides: "Sides") -> dict[str, str]:
    typed = escape(" ".join(sides.answer_text.split()), quote=False)
    return {"Front": sides.question, "Back": sides.answer, "Typing": typed}


def _is_like(note_type: "NoteType", fields: Sequence[str]) -> bool:  # noqa: ARG001
    return any("{{type:" in template.front for template in note_type.templates)


KIND = Kind(
    "obverse",
    _fill,
    asks_question=True,
    is_typed=True,
    switch="Typing",
    anki_name="type in",
    is_like=_is_like,
)
