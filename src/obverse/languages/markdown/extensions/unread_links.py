"""What looks like a picture, a link or an embed and is not read: text, with a finding."""

from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from obverse.languages.markdown.extensions import Extension
from obverse.languages.markdown.rendering import Rendering

if TYPE_CHECKING:
    from obverse.languages.unread_links import Unread

_STARTS = ("![", "[", "! ", "!(", "<")


def _tokenize(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's signature
    """Mark the place, and leave the text after its first characters to the other rules."""
    if not state.src.startswith(_STARTS, state.pos):
        return False
    from obverse.languages.unread_links import unread  # nearly all that is written is read

    found = unread(state.src, state.pos, state.posMax)
    if found is None:
        return False
    start = next(each for each in _STARTS if state.src.startswith(each, state.pos))
    if not silent:
        state.push("unread_link", "", 0).meta = {"unread": found}
        state.pending += start
    state.pos += len(start)
    return True


def _plugin(markdown: MarkdownIt) -> None:
    markdown.inline.ruler.after("html_inline", "unread_link", _tokenize)


def _html(token: Token, rendering: Rendering) -> str:
    found: Unread = token.meta["unread"]
    rendering.warning(found.written, "unread-link", found.message, found.hint)
    return ""


EXTENSION = Extension(
    signs=("](", "] (", "]\xa0(", "![", ")[", "! [", "!(", "<file:", "<FILE:", "<File:"),
    plugin=_plugin,
    html={"unread_link": _html},
    starts=("! [", "!("),
)
