"""`[^1]` and `^[text]`, footnotes: shown at the end of each side that refers to them.

The plug-in reads them; a definition is removed from its place (usually at the end of a file, below
the last card) and attached to every reference to it.
"""

from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from obverse.languages.markdown.extensions import LOOKED, TO_THE_END, Extension
from obverse.languages.markdown.labels import label_end
from obverse.languages.markdown.rendering import Rendering
from obverse.machine.late import late

if TYPE_CHECKING:
    from obverse.languages.markdown.readers import Element, MarkdownWriter


_NUMBER = late("[1-9][0-9]{0,3}")


def _attach(state: StateCore) -> None:
    """Remove the definitions, and attach each to the references to it."""
    notes: dict[int, Any] = state.env.get("footnotes", {}).get("list", {})
    definitions: dict[str, list[Token]] = {}
    used = {each.get("label") for each in notes.values()}
    kept: list[Token] = []
    within = [kept]
    for token in state.tokens:
        if token.type == "footnote_reference_open":
            # The first definition of a label counts, as with links.
            mine: list[Token] = []
            label = token.meta["label"]
            if definitions.setdefault(label, mine) is not mine or label not in used:
                unused = Token("unused_footnote", "", 0, map=token.map, content=f"[^{label}]")
                within[-1].append(unused)
            within.append(mine)
        elif token.type == "footnote_reference_close":
            within.pop()
        else:
            within[-1].append(token)
    state.tokens = kept
    if definitions:
        state.env.setdefault(LOOKED, []).append((0, TO_THE_END))
    for block in (kept, *definitions.values()):
        for inline in block:
            for child in inline.children or ():
                _give(child, inline, notes, definitions)


def _give(
    child: Token, inline: Token, notes: dict[int, Any], definitions: dict[str, list[Token]]
) -> None:
    if child.type != "footnote_ref":
        return
    note, label = notes[child.meta["id"]], child.meta.get("label")
    if label:
        child.content, child.meta["tokens"] = f"[^{label}]", definitions[label]
        return
    child.content = f"^[{note['content']}]"
    text = Token("inline", "", 0, map=inline.map, content=inline.content, children=note["tokens"])
    child.meta["tokens"] = [
        Token("paragraph_open", "p", 1),
        text,
        Token("paragraph_close", "p", -1),
    ]
    for each in note["tokens"]:
        if each.type == "text_special":
            each.type = "text"
        _give(each, inline, notes, definitions)


def _inline(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's signature
    """`^[text]`: as the plug-in reads it, but for where its label ends."""
    if not state.src.startswith("^[", state.pos):
        return False
    start, end = state.pos + 2, label_end(state, state.pos + 1)
    if end < 0:
        return False
    if not silent:
        notes = state.env.setdefault("footnotes", {"refs": {}}).setdefault("list", {})
        content, tokens = state.src[start:end], list[Token]()
        # Its number comes before those of the footnotes in it.
        number = len(notes)
        notes[number] = {"content": content, "tokens": tokens}
        state.md.inline.parse(content, state.md, state.env, tokens)
        state.push("footnote_ref", "", 0).meta = {"id": number}
    state.pos = end + 1
    return True


def _plugin(markdown: MarkdownIt) -> None:
    from mdit_py_plugins.footnote import footnote_plugin  # most sources have none

    footnote_plugin(markdown, inline=False, move_to_end=False)
    markdown.inline.ruler.before("footnote_ref", "footnote_inline", _inline)
    markdown.core.ruler.push("footnotes", _attach)


def _reference(token: Token, rendering: Rendering) -> str:
    number = rendering.refer(token.meta["id"], token.meta["tokens"])
    return f'<sup class="footnote-ref">{number}</sup>'


def _unused(token: Token, rendering: Rendering) -> str:
    rendering.begin(token)
    message = f"no text refers to the footnote `{token.content}`, or it is defined twice"
    rendering.warning(token.content, "unused-footnote", message, "delete it, or refer to it")
    return ""


def _read_reference(element: "Element", writer: "MarkdownWriter") -> str | None:
    number = element.text
    return f"[^{writer.label(int(number))}]" if _NUMBER.fullmatch(number) else None


def _read_notes(element: "Element", writer: "MarkdownWriter") -> str | None:
    """Nothing: the texts are kept, to be written at the end of the card."""
    lists = (each for each in element.children if not isinstance(each, str))
    notes = [note for each in lists for note in each.children if not isinstance(note, str)]
    if not all(_NUMBER.fullmatch(each.attributes.get("value", "")) for each in notes):
        return None
    for each in notes:
        writer.define(int(each.attributes["value"]), writer.blocks(each.children))
    return ""


EXTENSION = Extension(
    ("[^", "^["),
    _plugin,
    {"footnote_ref": _reference, "unused_footnote": _unused},
    ("[^", "^["),
    reads={"footnote-ref": _read_reference, "footnotes": _read_notes},
)
