"""Together with `choice`: the options are in a different order each day, the same on both sides.

Needs JavaScript; without it the options are in the order in which they are written.
"""

from typing import TYPE_CHECKING

from obverse.compile.kinds import Kind

if TYPE_CHECKING:
    from obverse.compile.sides import Sides


def _fill(sides: "Sides") -> dict[str, str]:
    if "choice" in sides.kinds:
        return {}
    sides.rendering.begin(sides.tokens[0])
    message = "only the options of a choice card can be shuffled"
    sides.rendering.error("", "shuffled-without-choice", message, "add the tag `#card/choice`")
    return {"Front": sides.question, "Back": sides.answer}


KIND = Kind(
    "obverse", _fill, joins=frozenset({"choice"}), mark=' data-shuffle="', needs_blocks=True
)
