"""A list whose items are asked one by one, with the others shown: one card for each item.

Each top-level item of the answer is a cloze deletion, what is nested in it included. The lock
numbers them, so a new item never takes the review history of another.
"""

from typing import TYPE_CHECKING

from obverse.compile.kinds import Kind

if TYPE_CHECKING:
    from obverse.compile.sides import Sides


def _fill(sides: "Sides") -> dict[str, str]:
    rendering = sides.rendering
    title = sides.question
    rendering.items = True
    text = sides.answer
    rendering.items = False
    if not rendering.deletions:
        message = "a list card without a list has nothing to ask"
        hint = "write the answer as list items, `- ...` or `1. ...`, at the left margin"
        rendering.begin(sides.tokens[0])
        rendering.error("", "list-without-items", message, hint)
    return {"Title": title, "Text": text}


KIND = Kind("obverse-cloze", _fill, needs_blocks=True)
