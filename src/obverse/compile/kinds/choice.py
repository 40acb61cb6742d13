"""A choice: the options of a task list on the front, the right ones marked on the back.

The first task list of the card at the left margin has the options; the text above it stays with the
question, and the text below it with the answer.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from obverse.compile.kinds import Kind
from obverse.languages.fingerprint import digest

if TYPE_CHECKING:
    from obverse.compile.sides import Sides
    from obverse.languages.markdown import Token

_LISTS = ("bullet_list", "ordered_list")
_FEWEST = 2


def _fill(sides: "Sides") -> dict[str, str]:
    tokens = [*sides.above, *sides.below]
    start, end = _options(tokens)
    options = tokens[start:end]
    _check(sides, options)
    cut = len(sides.above) if sides.separated and start >= len(sides.above) else start
    for token in options[:1]:
        token.attrs["class"] = "contains-task-list options"
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


KIND = Kind("obverse", _fill, needs_blocks=True)
