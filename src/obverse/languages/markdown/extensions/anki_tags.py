"""`[sound:x.mp3]`, `[latex]..[/latex]`, `[$]..[/$]`, `[anki:tts]..[/anki:tts]`: Anki's own tags.

A sound is one as `![](x.mp3)` is. The others are passed on as they are written, and reported, since
Markdown has a better form for them. In code, and as `\\[sound:x.mp3]`, they are text.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from obverse.languages.markdown.extensions import Extension
from obverse.languages.markdown.rendering import Rendering
from obverse.machine.late import late

if TYPE_CHECKING:  # most sources have none
    from obverse.languages.anki_tags import Advice

_CODE = late(r"<(/?)(?:code|pre|kbd|samp|tt)\b", re.IGNORECASE)


def _tokenize(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's signature
    text, at = state.src, state.pos
    if text[at] != "[":
        return False
    from obverse.languages import anki_tags

    if found := anki_tags.SOUND.match(text, at):
        token = Token("image", "img", 0, markup=found[0], children=[])
        token.attrs = {"src": anki_tags.sound_file(found), "alt": ""}
        token.meta = {"embed": True, "sound": True}
    elif found := anki_tags.pair_at(text, at):
        token = _written("anki_tag", found[0], anki_tags.markdown_for(found))
    elif found := anki_tags.ALONE.match(text, at):
        token = _written("anki_text", found[0], anki_tags.unclosed(found[0]))
    elif found := anki_tags.LONE.match(text, at):
        token = _written("text", found[0])
    else:
        return False
    if not silent:
        state.push(token.type, token.tag, 0)
        token.level = state.level
        state.tokens[-1] = token
    state.pos = found.end()
    return True


def _written(kind: str, text: str, advice: "Advice | None" = None) -> Token:
    return Token(kind, "", 0, content=text, markup=text, meta={"advice": advice} if advice else {})


def _as_text(state: StateCore) -> None:
    """Make text of the tags in HTML of code, as in Markdown's, and in the texts of pictures."""
    for token in state.tokens:
        if not token.children or token.type != "inline" or "[" not in token.content:
            continue
        inside = [each for child in token.children for each in child.children or ()]
        for child in (*_within_code(token.children), *filter(_is_tag, inside)):
            child.type, child.content, child.children = "text", child.markup, None


def _is_tag(token: Token) -> bool:
    return token.type in _HTML or "sound" in token.meta


def _within_code(children: list[Token]) -> Iterator[Token]:
    depth = 0
    for child in children:
        if child.type == "html_inline" and (found := _CODE.match(child.content)):
            depth = max(depth + (-1 if found[1] else 1), 0)
        elif depth and _is_tag(child):
            yield child


def _plugin(markdown: MarkdownIt) -> None:
    markdown.inline.ruler.after("link", "anki_tag", _tokenize)
    markdown.core.ruler.push("anki_tags", _as_text)


def _tag(token: Token, rendering: Rendering) -> str:
    from obverse.languages import anki_tags

    _report(token, rendering)
    return anki_tags.live(escapeHtml(token.content))


def _text(token: Token, rendering: Rendering) -> str:
    _report(token, rendering)
    return escapeHtml(token.content)


def _report(token: Token, rendering: Rendering) -> None:
    written = token.content.partition("]")[0] + "]"
    rendering.warning_once(written, "anki-markup", *token.meta["advice"])


_HTML = {"anki_tag": _tag, "anki_text": _text}
EXTENSION = Extension(
    signs=("[sound:", "[$]", "[$$]", "[anki:", "[latex]", "[LATEX]", "[LaTeX]", "[Latex]"),
    plugin=_plugin,
    html=_HTML,
)
