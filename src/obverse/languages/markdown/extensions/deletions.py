"""`{{c1::text::hint}}`, a cloze deletion: its parts become tokens, the text between is Markdown.

Only signs: a deletion may open in one list item and close in another, so `cloze`, which sees a
whole field, decides what belongs together.
"""

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from obverse.languages import cloze
from obverse.languages.markdown.extensions import Extension
from obverse.languages.markdown.rendering import Rendering


def _tokenize(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's signature
    sign = state.src[state.pos : state.pos + 2]
    if sign == "{{":
        found = cloze.OPENING.match(state.src, state.pos)
        if not found:
            return False
        name, text = "deletion_open", found[0]
    elif sign == "}}" and state.pos in cloze.closings(state.src):
        name, text = "deletion_close", sign
    elif sign == "::":
        name, text = "deletion_hint", sign
    else:
        return False
    if not silent:
        token = state.push(name, "", 0)
        token.content = text
    state.pos += len(text)
    return True


def _unwrap(state: StateCore) -> None:
    """Remove the paragraph around a sign that is alone, because the deletion contains blocks."""
    for index, token in enumerate(state.tokens):
        if not token.children or token.children[0].type[:9] != "deletion_":
            continue
        if state.tokens[index - 1].type != "paragraph_open":
            continue
        if all(each.type.startswith("deletion_") for each in token.children):
            state.tokens[index - 1].hidden = state.tokens[index + 1].hidden = True


def _plugin(markdown: MarkdownIt) -> None:
    markdown.inline.ruler.before("escape", "deletion", _tokenize)
    markdown.core.ruler.push("deletion", _unwrap)


def _open(token: Token, rendering: Rendering) -> str:
    return rendering.opening(token.content) if rendering.cloze else token.content


def _hint(token: Token, rendering: Rendering) -> str:
    return rendering.hint() if rendering.cloze else token.content


def _close(token: Token, rendering: Rendering) -> str:
    return rendering.closing() if rendering.cloze else token.content


_HTML = {"deletion_open": _open, "deletion_hint": _hint, "deletion_close": _close}
EXTENSION = Extension((cloze.START,), _plugin, _HTML, ("{{", "}}", "::"), frozenset(_HTML))
