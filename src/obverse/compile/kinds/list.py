"""A list whose items are asked one by one, with the others shown: one card for each item.

Each top-level item of the answer is a cloze deletion, what is nested in it included. The lock
numbers them, so a new item never takes the review history of another.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from obverse.compile.kinds import Kind, Unfilled
from obverse.languages import cloze
from obverse.machine.late import late

if TYPE_CHECKING:
    from obverse.compile.sides import Sides


_BLOCK = late(r"<(/?)(ul|ol|li|blockquote|table|details|div|section|dl|figure)\b[^>]*>\n?")
_CLOSES = "}}"


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


def _unfill(fields: Mapping[str, str]) -> Iterator[Unfilled]:
    """The list without the signs of its items, if each is a deletion with a number of its own."""
    if fields.get("Extra") or cloze.START not in fields["Text"]:
        return
    found = _items(fields["Text"])
    if found and len({*found[1]}) == len(found[1]) and cloze.START not in found[0]:
        yield Unfilled(fields["Title"], *found)


def _items(text: str) -> tuple[str, tuple[int, ...]] | None:
    """The text without the signs round its items, and their numbers; nothing if one has none."""
    out: list[str] = []
    numbers: list[int] = []
    depth = at = 0
    for tag in _BLOCK.finditer(text):
        is_item = tag[2] == "li" and depth == (2 if tag[1] else 1)
        depth += -1 if tag[1] else 1
        if is_item and tag[1]:
            inside = text[at : tag.start()]
            if not inside.endswith(_CLOSES):
                return None
            out.append(inside.removesuffix(_CLOSES))
            at = tag.start()
        elif is_item:
            opening = cloze.EXPLICIT.match(text, tag.end())
            if not opening:
                return None
            numbers.append(int(opening[1]))
            out.append(text[at : tag.end()])
            at = opening.end()
    return ("".join((*out, text[at:])), tuple(numbers)) if numbers else None


KIND = Kind(
    "obverse-cloze",
    _fill,
    unfill=_unfill,
    needs_blocks=True,
    edited_here="each item of the list is asked, with a number of its own: add items here",
)
