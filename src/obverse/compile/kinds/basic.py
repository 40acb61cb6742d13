"""A question and its answer: one card."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from obverse.compile.kinds import Kind, Unfilled

if TYPE_CHECKING:
    from obverse.compile.sides import Sides


def _fill(sides: "Sides") -> dict[str, str]:
    return {"Front": sides.question, "Back": sides.answer}


def _unfill(fields: Mapping[str, str]) -> Iterator[Unfilled]:
    yield Unfilled(fields["Front"], fields["Back"])


KIND = Kind("obverse", _fill, default_for="all", asks_question=True, unfill=_unfill)
