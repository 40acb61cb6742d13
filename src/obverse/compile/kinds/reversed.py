"""A question and its answer, asked both ways: a second card shows the answer first."""

from obverse.compile.kinds import Kind, Sides


def _fill(sides: Sides) -> dict[str, str]:
    # Any text switches on the template Backward.
    return {"Front": sides.question, "Back": sides.answer, "Reversed": "yes"}


KIND = Kind("obverse", _fill, joins=frozenset({"typing"}))
