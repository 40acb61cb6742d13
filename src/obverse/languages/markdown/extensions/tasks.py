"""`- [ ] task` and `- [x] done`: task lists, also the options of a choice card."""

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from obverse.languages.markdown.extensions import Extension
from obverse.languages.markdown.rendering import Rendering
from obverse.machine.late import late

_BOX = late(r"\[([ xX])\](?:\s+|$)")
_ABOVE = ("list_item_open", "paragraph_open", "inline")


def _mark(state: StateCore) -> None:
    lists: list[Token] = []
    tokens = state.tokens
    for index, token in enumerate(tokens):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(token)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "inline" and _begins_an_item(tokens[max(index - 2, 0) : index + 1]):
            box = _box(token)
            if box:
                tokens[index - 2].attrs["class"] = "task-list-item"
                tokens[index - 2].meta["ticked"] = box == "[x]"
                lists[-1].attrs["class"] = "contains-task-list"


def _begins_an_item(tokens: list[Token]) -> bool:
    return tuple(each.type for each in tokens) == _ABOVE


def _box(inline: Token) -> str | None:
    """The box with which an item begins; it becomes a separate token."""
    first = inline.children[0] if inline.children else None
    found = _BOX.match(first.content) if first and first.type == "text" else None
    if not first or not found or inline.children is None:
        return None
    first.content = first.content[found.end() :]
    box = f"[{found[1].lower()}]"
    inline.children.insert(0, Token("task", "", 0, content=box))
    return box


def _plugin(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("tasks", _mark)


def _input(token: Token, rendering: Rendering) -> str:
    ticked = " checked" if rendering.marked and token.content == "[x]" else ""
    return f'<input type="checkbox" disabled{ticked}> '


EXTENSION = Extension(("[ ]", "[x]", "[X]"), _plugin, {"task": _input})
