"""Block ids: Obsidian's `^id` at the end of a paragraph or list item, which is not shown."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from obverse.compile.places import Places
from obverse.languages import markdown, pin
from obverse.languages.markdown import Token
from obverse.values.diagnostic import Diagnostic, Severity, warning

_RULE = "pin-not-last-line"
HEADING = -1  # where an id is that a heading ended with


class BlockId(NamedTuple):
    """An id that was taken out: its name, its line from zero, the index `at` of its text.

    `alone` says whether it was on a line of its own, as a pin is, `gone` whether nothing else was
    in its paragraph.
    """

    name: str
    line: int
    at: int
    alone: bool
    gone: bool


def take_block_ids(tokens: Sequence[Token], gone: Collection[int]) -> Iterator[BlockId]:
    """Take the ids out of a run of blocks, whose texts are changed in place.

    `gone` are the indexes of tokens that are not left. An id is the last thing in its paragraph,
    lines of metadata aside. A list item of nothing but an id keeps it.
    """
    for index, token in enumerate(tokens):
        if token.type != "inline" or "^" not in token.content or index in gone:
            continue
        children = token.children
        if tokens[index - 1].type != "paragraph_open" or not children:
            continue
        if taken := _block_id(token, children, index):
            if taken.gone and token.level > 1:
                continue
            _cut(children)
            yield taken


def take_heading_id(heading: Sequence[Token]) -> BlockId | None:
    """Take the id out of the end of a heading, which is changed in place.

    A heading of nothing but an id keeps it.
    """
    inline = heading[1]
    written = pin.block_id(inline.content) if "^" in inline.content else None
    if not written or not inline.children:
        return None
    taken = _block_id(inline, inline.children, HEADING)
    if taken is None or taken.alone or taken.name != written[0]:
        return None
    _cut(inline.children)
    inline.content = inline.content[: written[1]].rstrip()
    return taken


def _block_id(token: Token, children: Sequence[Token], index: int) -> BlockId | None:
    last = children[-1]
    found = pin.block_id(last.content) if last.type == "text" else None
    if not found:
        return None
    name, at = found
    alone = not at and (len(children) == 1 or children[-2].type in markdown.BREAKS)
    for number, line in reversed([*enumerate(token.content.split("\n"))]):
        written = pin.block_id(line)
        # Before an `^` that is escaped no white space is.
        if written and written[0] == name:
            line_number = (token.map or (0,))[0] + number
            return BlockId(name, line_number, index, alone, alone and len(children) == 1)
    return None


def _cut(children: list[Token]) -> None:
    """Take the id out of the last text, and what is then empty."""
    found = pin.block_id(children[-1].content)
    children[-1].content = children[-1].content[: found[1] if found else None].rstrip()
    while children and (
        children[-1].type in markdown.BREAKS
        or (children[-1].type == "text" and not children[-1].content)
    ):
        children.pop()


def block_id_findings(
    ids: Sequence[BlockId], places: Places, *, last: int | None
) -> Iterator[Diagnostic]:
    """What to say of the ids of a card that may be meant as its pin.

    `last` is where the last text is of a card that has no pin.
    """
    for each in ids:
        written = f"^{each.name}"
        column = places.lines[each.line].rfind(written) + 1
        place = places.within(each.line + 1, column, len(written))
        if each.alone:
            message = f"`{written}` is not the last line of its card, so it has no effect"
            yield warning(place, _RULE, message, "move it to the end of the card")
        elif each.at in (last, HEADING) and not pin.is_made(each.name):
            what = "heading" if each.at == HEADING else "paragraph"
            message = f"`{written}` is the id of this {what}, not of the card, and not shown"
            hint = "to pin the card, put it on a line of its own at the end of the card"
            yield Diagnostic(place, Severity.INFO, message, _RULE, hint)
