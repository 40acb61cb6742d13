"""`[[page|text]]`, a link in Obsidian, shown as text; `![[file|300]]`, an embed, shown."""

from html import escape

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from obverse.languages import media
from obverse.languages.markdown.extensions import Extension
from obverse.languages.markdown.rendering import Rendering
from obverse.machine.late import late

_LINK = late(r"!?\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]*))?\]\]")


def _tokenize(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's signature
    if not state.src.startswith(("[[", "![["), state.pos):
        return False
    found = _LINK.match(state.src, state.pos, state.posMax)
    if not found or found[1].startswith("type:"):  # Anki's field to type in, which is not meant
        return False
    if not silent:
        target, text = found[1].strip(), (found[2] or "").strip()
        if not found[0].startswith("!"):
            state.push("text", "", 0).content = text or _shown(target)
        elif media.is_media(path := target.partition("#")[0]):
            _embed(state, path, text)
        else:
            token = state.push("page_embed", "", 0)
            token.content = text or _shown(target)
            token.markup = found[0]
    state.pos = found.end()
    return True


def _shown(target: str) -> str:
    """A link's target as Obsidian shows it: `page > heading`."""
    return " > ".join(part for part in target.split("#") if part)


def _embed(state: StateInline, path: str, text: str) -> None:
    """A picture token, like the one Markdown makes."""
    token = state.push("image", "img", 0)
    token.attrs = {"src": path, "alt": ""}
    alt = f"|{text}" if media.SIZE.fullmatch(text) else text
    token.children = [Token("text", "", 0, content=alt)]
    token.content = alt
    token.meta["embed"] = True


def _plugin(markdown: MarkdownIt) -> None:
    markdown.inline.ruler.before("link", "wiki_link", _tokenize)


def _page(token: Token, rendering: Rendering) -> str:
    if rendering.settings.embeds:
        return rendering.embed(token.markup, token.content)
    message = f"the page `{token.markup}` cannot be embedded in a card; only its name is shown"
    hint = "copy its text into the card"
    rendering.warning(token.markup, "embedded-page", message, hint)
    return escape(token.content)


EXTENSION = Extension(("[[",), _plugin, {"page_embed": _page}, ("[[",))
