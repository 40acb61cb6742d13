"""A question and its answer: one card."""

from typing import TYPE_CHECKING

from obverse.compile.kinds import Kind

if TYPE_CHECKING:
    from obverse.compile.sides import Sides


def _fill(sides: "Sides") -> dict[str, str]:
    return {"Front": sides.question, "Back": sides.answer}


KIND = Kind("obverse", _fill, default_for="all", asks_question=True)
