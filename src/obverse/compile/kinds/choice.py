"""A choice: the options of a task list on the front, the right ones marked on the back.

The first task list of the card at the left margin has the options; the text above it stays with the
question, and the text below it with the answer.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from obverse.compile.kinds import Kind, Unfilled
from obverse.languages.fingerprint import digest
from obverse.machine.late import late

if TYPE_CHECKING:
    from obverse.compile.sides import Sides
    from obverse.languages.markdown import Token

_LISTS = ("bullet_list", "ordered_list")
_FEWEST = 2
_CLASS = "contains-task-list options"
_SHOWN = late(rf'<(ul|ol)\b[^>]{{0,500}} class="{_CLASS}"[^>]{{0,500}}>')
_ADDED = late(r' data-shuffle="[^"]*"|(?<=class="contains-task-list) options')
_HEADING = late(r"<p>.*?</p>\n", re.DOTALL)
_RIGHT = late(r'(?<=class="task-list-item) right(?=")')


def _fill(sides: "Sides") -> dict[str, str]:
    tokens = [*sides.above, *sides.below]
    start, end = _options(tokens)
    options = tokens[start:end]
    _check(sides, options)
    cut = len(sides.above) if sides.separated and start >= len(sides.above) else start
    for token in options[:1]:
        token.attrs["class"] = _CLASS
        if "shuffled" in sides.kinds:
            # For the script of the card template.
            token.attrs["data-shuffle"] = digest(sides.text(options))
    rendering = sides.rendering
    rendering.marked = False
    if sides.separated and start < len(sides.above):
        front = sides.html(sides.above)
        rest = sides.below
    else:
        front = sides.html(tokens[:cut], options)
        rest = [*tokens[cut:start], *tokens[end:]]
    rendering.marked = True
    for token in options:
        if token.type == "list_item_open" and token.level == 1 and token.meta.get("ticked"):
            token.attrs["class"] = "task-list-item right"
    return {"Front": sides.titled(front), "Back": sides.html(options, rest)}


def _options(tokens: Sequence["Token"]) -> tuple[int, int]:
    """Where the first task list at the left margin begins and ends; (0, 0) without one."""
    for start, token in enumerate(tokens):
        if not token.level and "contains-task-list" in str(token.attrs.get("class", "")):
            closing = token.type.replace("_open", "_close")
            for end in range(start, len(tokens)):
                if tokens[end].type == closing and not tokens[end].level:
                    return start, end + 1
    return 0, 0


def _check(sides: "Sides", options: Sequence["Token"]) -> None:
    ticks = [token.meta.get("ticked") for token in options if token.type == "list_item_open"]
    rendering = sides.rendering
    rendering.begin(options[0] if options else sides.tokens[0])
    if len(ticks) < _FEWEST:
        message = "a choice card without options has nothing to choose from"
        hint = "write two options or more as a task list, `- [ ] wrong` and `- [x] right`"
        rendering.error("", "choice-without-options", message, hint)
    elif not any(ticks):
        message = "no option of this choice card is marked as right"
        rendering.error("", "choice-without-answer", message, "tick the right ones: `- [x] ...`")


def _unfill(fields: Mapping[str, str]) -> Iterator[Unfilled]:
    """The options with their ticks, which only the back has, in their place on the front.

    What is below them on the back was below a separator, or there is none.
    """
    front, back = (_cut(fields[name]) for name in ("Front", "Back"))
    if not front or not back or back[0].strip():
        return
    (before, _, after), (_, options, rest) = front, back
    heading = _HEADING.match(before)
    title, text = (heading[0], before[heading.end() :]) if heading else ("", before)
    above = Unfilled(f"{before}{options}{after}", rest.strip("\n"))
    below = Unfilled(before + after.lstrip("\n"), options + rest)
    without = Unfilled(title + after.lstrip("\n"), text + options + rest)
    yield from (above, without, below) if rest.strip() else (without, below, above)


def _cut(field: str) -> tuple[str, str, str] | None:
    """The field before the list of options, the list without what marks it, and what follows it."""
    found = _SHOWN.search(field)
    if not found:
        return None
    depth = 0
    for tag in re.finditer(rf"<(/?){found[1]}\b[^>]*>", field[found.start() :]):
        depth += -1 if tag[1] else 1
        if not depth:
            end = found.start() + tag.end()
            options = field[found.start() : end]
            opening = _ADDED.sub("", found[0])
            options = opening + _RIGHT.sub("", options[len(found[0]) :])
            return field[: found.start()], options, field[end:]
    return None


KIND = Kind(
    "obverse",
    _fill,
    unfill=_unfill,
    needs_blocks=True,
    edited_here="the options of a choice are on both sides, each with a box: change them here",
)
