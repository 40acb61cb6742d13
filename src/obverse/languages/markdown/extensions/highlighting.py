"""`==text==`, Obsidian's highlight: `<mark>`, or a deletion in a cloze card."""

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

from obverse.languages.markdown.extensions import Extension
from obverse.languages.markdown.plain import text
from obverse.languages.markdown.rendering import Rendering

_MARKER = ord("=")


def _tokenize(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's signature
    if state.src[state.pos] != "=" or silent:
        return False
    scanned = state.scanDelims(state.pos, True)  # noqa: FBT003
    if scanned.length != 2:  # noqa: PLR2004  # `=` and `===` are text, as in Obsidian
        # The run as a whole: what is left of it would be scanned again from each character.
        state.pending += "=" * scanned.length
        state.pos += scanned.length
        return True
    token = state.push("text", "", 0)
    token.content = "=="
    state.delimiters.append(
        Delimiter(
            marker=_MARKER,
            length=0,  # never matched by the rule of three
            token=len(state.tokens) - 1,
            end=-1,
            open=scanned.can_open,
            close=scanned.can_close,
        )
    )
    state.pos += 2
    return True


def _pair(state: StateInline) -> None:
    _pair_in(state, state.delimiters)
    for meta in state.tokens_meta:
        if meta and "delimiters" in meta:
            _pair_in(state, meta["delimiters"])


def _pair_in(state: StateInline, delimiters: list[Delimiter]) -> None:
    for start in delimiters:
        if start.marker == _MARKER and start.end != -1:
            for number, name, nesting in (
                (start.token, "mark_open", 1),
                (delimiters[start.end].token, "mark_close", -1),
            ):
                token = state.tokens[number]
                token.type, token.tag, token.markup, token.content = name, "mark", "==", ""
                token.nesting = 1 if nesting > 0 else -1
            inside = state.tokens[start.token + 1 : delimiters[start.end].token]
            state.tokens[start.token].meta["inside"] = inside


def _plugin(markdown: MarkdownIt) -> None:
    markdown.inline.ruler.before("emphasis", "mark", _tokenize)
    markdown.inline.ruler2.before("emphasis", "mark", _pair)


def _open(token: Token, rendering: Rendering) -> str:
    if not rendering.marks:
        return "<mark>"
    return rendering.deletion(text(token.meta["inside"]))


def _close(token: Token, rendering: Rendering) -> str:  # noqa: ARG001  # every rule's signature
    return rendering.end() if rendering.marks else "</mark>"


_HTML = {"mark_open": _open, "mark_close": _close}
EXTENSION = Extension(("==",), _plugin, _HTML, ("==",), frozenset(_HTML))
