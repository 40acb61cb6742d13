"""`{{c1::text::hint}}`, a cloze deletion: its parts become tokens, the text between is Markdown.

A deletion may open in one list item or block of HTML and close in another, so a sign counts or not
by what is open in its card; what belongs together is decided where a whole field is seen (`cloze`).
"""

from collections.abc import Iterable, Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from obverse.languages import cloze, html
from obverse.languages.markdown.extensions import Extension
from obverse.languages.markdown.rendering import Rendering

_CARD = ("h1", "h2")


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


def _in_html(state: StateCore) -> None:
    """Find the signs in blocks of HTML: their children are pieces of HTML and signs."""
    for token in state.tokens:
        if token.type == "html_block":
            token.children = list(_pieces(token))


def _pieces(block: Token) -> Iterator[Token]:
    content, position = block.content, 0
    for start, end in cloze.in_html(html.without_markup(content)):
        yield Token("html_block", "", 0, content=content[position:start])
        yield Token(_name(content[start:end]), "", 0, content=content[start:end])
        position = end
    yield Token("html_block", "", 0, content=content[position:])


def _name(sign: str) -> str:
    return {"::": "deletion_hint", "}}": "deletion_close"}.get(sign, "deletion_open")


def _as_text(state: StateCore) -> None:
    """Make text of the signs that stand in no deletion of their card."""
    opened = 0
    for token in state.tokens:
        if token.type == "heading_open" and not token.level and token.tag in _CARD:
            opened = 0
        outside = within = False
        for child in token.children or ():
            if not child.type.startswith("deletion_"):
                continue
            opened += child.type == "deletion_open"
            if opened:
                within = True
                opened -= child.type == "deletion_close"
            else:
                child.type, outside = "html_block" if token.type == "html_block" else "text", True
        if token.type == "html_block":
            token.children = token.children if within else None
        elif outside:
            token.children = _joined(token.children or ())


def _joined(tokens: Iterable[Token]) -> list[Token]:
    """The tokens, texts that meet joined in the first of them: a highlight may know it too."""
    joined: list[Token] = []
    for token in tokens:
        if token.type == "text" and joined and joined[-1].type == "text":
            joined[-1].content += token.content
            token.content = ""
        else:
            joined.append(token)
    return joined


def _unwrap(state: StateCore) -> None:
    """Take the paragraph from round a sign that stands alone: what it opens over are blocks."""
    for index, token in enumerate(state.tokens):
        if not token.children or token.children[0].type[:9] != "deletion_":
            continue
        if state.tokens[index - 1].type != "paragraph_open":
            continue
        if all(each.type.startswith("deletion_") for each in token.children):
            state.tokens[index - 1].hidden = state.tokens[index + 1].hidden = True


def _plugin(markdown: MarkdownIt) -> None:
    markdown.inline.ruler.before("escape", "deletion", _tokenize)
    markdown.core.ruler.push("deletion_in_html", _in_html)
    markdown.core.ruler.push("deletion_text", _as_text)
    markdown.core.ruler.push("deletion", _unwrap)


def _open(token: Token, rendering: Rendering) -> str:
    return rendering.opening(token.content) if rendering.cloze else token.content


def _hint(token: Token, rendering: Rendering) -> str:
    return rendering.hint() if rendering.cloze else token.content


def _close(token: Token, rendering: Rendering) -> str:
    return rendering.closing() if rendering.cloze else token.content


_HTML = {"deletion_open": _open, "deletion_hint": _hint, "deletion_close": _close}
EXTENSION = Extension((cloze.START,), _plugin, _HTML, ("{{", "}}", "::"), frozenset(_HTML))
