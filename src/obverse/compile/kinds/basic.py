"""A question and its answer: one card."""

from obverse.compile.kinds import Kind, Sides


def _fill(sides: Sides) -> dict[str, str]:
    return {"Front": sides.question, "Back": sides.answer}


KIND = Kind("obverse", _fill)
