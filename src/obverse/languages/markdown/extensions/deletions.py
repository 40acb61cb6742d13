"""`{{c1::text::hint}}`, a cloze deletion: its parts become tokens, the text between is Markdown.

A deletion may open in one list item or block of HTML and close in another, so a sign counts or not
by what is open in its card; what belongs together is decided where a whole field is seen (`cloze`).
"""

from collections.abc import Iterable, Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from obverse.languages import cloze, html
from obverse.languages.markdown.extensions import Extension
from obverse.languages.markdown.rendering import Rendering
from obverse.languages.markdown.shortcuts import read_by_rules
from obverse.languages.markdown.shortcuts.made import span, text_span
from obverse.machine.late import late

_CARD = ("h1", "h2")
_WORDS = r"[^\W_](?:[^\W_]|[ .,;()'/+\-])*+"  # nothing that any rule begins with
_PLAIN = late(rf"({cloze.PLAIN})({_WORDS})(?:::({_WORDS}))?\}}\}}")


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


def _plain(text: str, at: int) -> tuple[list[Token], int] | None:
    """A deletion of plain words."""
    found = _PLAIN.match(text, at)
    if not found or found.end() - 2 not in cloze.closings(text):
        return None
    opening, words, hint = found.groups()
    tokens = [span("deletion_open", "", 0, opening), text_span(words)]
    if hint:
        tokens += [span("deletion_hint", "", 0, "::"), text_span(hint)]
    return [*tokens, span("deletion_close", "", 0, "}}")], found.end()


def _pieces(block: Token) -> Iterator[Token]:
    """A block of HTML in pieces of HTML and signs."""
    content, position = block.content, 0
    for start, end in cloze.in_html(html.without_markup(content)):
        yield Token("html_block", "", 0, content=content[position:start])
        yield Token(_name(content[start:end]), "", 0, content=content[start:end])
        position = end
    yield Token("html_block", "", 0, content=content[position:])


def _name(sign: str) -> str:
    return {"::": "deletion_hint", "}}": "deletion_close"}.get(sign, "deletion_open")


def _settle(state: StateCore) -> None:
    """Make text of the signs that stand in no deletion of their card, and unwrap the others.

    In blocks of HTML they are found first. What was read by `_plain` is a whole deletion.
    """
    opened, tokens = 0, state.tokens
    is_whole = not read_by_rules(state)
    for token in [each for each in tokens if each.type == "html_block"]:
        if len(pieces := list(_pieces(token))) > 1:
            token.children, is_whole = pieces, False
    if is_whole:
        return
    for index, token in enumerate(tokens):
        if not token.children:
            if token.type == "heading_open" and not token.level and token.tag in _CARD:
                opened = 0
        elif "{{" in token.content or "}}" in token.content or "::" in token.content:
            opened = _as_text(token, token.children, opened)
            if tokens[index - 1].type == "paragraph_open" and _is_only_signs(token):
                tokens[index - 1].hidden = tokens[index + 1].hidden = True


def _as_text(token: Token, children: Sequence[Token], opened: int) -> int:
    """Make text of the signs of a block that count for nothing, and say how many are open below it.

    `opened` deletions are open above it. A block of HTML keeps children only if some of them count.
    """
    outside = within = False
    for child in children:
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
        token.children = _joined(children)
    return opened


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


def _is_only_signs(token: Token) -> bool:
    """Whether a paragraph has only signs; it is not one, for what they open over are blocks."""
    return all(each.type.startswith("deletion_") for each in token.children or ())


def _plugin(markdown: MarkdownIt) -> None:
    markdown.inline.ruler.before("escape", "deletion", _tokenize)
    markdown.core.ruler.push("deletion", _settle)


def _open(token: Token, rendering: Rendering) -> str:
    return rendering.opening(token.content) if rendering.cloze else token.content


def _hint(token: Token, rendering: Rendering) -> str:
    return rendering.hint() if rendering.cloze else token.content


def _close(token: Token, rendering: Rendering) -> str:
    return rendering.closing() if rendering.cloze else token.content


_HTML = {"deletion_open": _open, "deletion_hint": _hint, "deletion_close": _close}
EXTENSION = Extension(
    signs=(cloze.START,),
    plugin=_plugin,
    html=_HTML,
    starts=("{{", "}}", "::"),
    bare=frozenset(_HTML),
    plain={"{": _plain},
)
