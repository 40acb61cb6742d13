"""`> [!note] Title`, Obsidian's callout: a box with a title; `+` or `-` makes it foldable."""

import re
from html import escape
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from obverse.languages.markdown.extensions import Extension, RenderRule
from obverse.languages.markdown.plain import BREAKS
from obverse.languages.markdown.rendering import Rendering
from obverse.machine.late import late

if TYPE_CHECKING:
    from obverse.languages.markdown.readers import Element, MarkdownWriter

_HEAD = late(r"\[!([A-Za-z][\w-]*)(?:\|[^\]]*)?\]([+-]?)(?:[ \t]+|$)")


def _mark(state: StateCore) -> None:
    opened: list[Token] = []
    out: list[Token] = []
    tokens = state.tokens
    beyond = 0
    for index, token in enumerate(tokens):
        if index < beyond:
            continue
        out.append(token)
        if token.type == "blockquote_open":
            opened.append(token)
            if head := _head(tokens[index + 1 : index + 3]):
                token.type, token.meta = "callout_open", {"name": head[1], "fold": head[2]}
                out += _title(tokens[index + 2], head)
                # A paragraph that is only the title is removed with it.
                beyond = index + 1 if tokens[index + 2].children else index + 4
        elif token.type == "blockquote_close":
            start = opened.pop()
            if start.type == "callout_open":
                token.type, token.meta = "callout_close", start.meta
    state.tokens = out


def _head(tokens: list[Token]) -> re.Match[str] | None:
    """The head of a callout, if a quotation begins with one."""
    if not tokens or tokens[0].type != "paragraph_open" or not tokens[1].children:
        return None
    first = tokens[1].children[0]
    return _HEAD.match(first.content) if first.type == "text" else None


def _title(inline: Token, head: re.Match[str]) -> list[Token]:
    """The title's tokens; they are taken out of the paragraph's, which may be left empty."""
    children = inline.children or []
    cut = next((at for at, each in enumerate(children) if each.type in BREAKS), len(children))
    title, inline.children = children[:cut], children[cut + 1 :]
    title[0].content = title[0].content[head.end() :]
    if not any(each.content or each.type != "text" for each in title):
        title[0].content = _default_title(head[1])
    content, _, inline.content = inline.content.partition("\n")
    first, last = inline.map or [0, 1]
    inline.map = [first + 1, last]
    named = Token("inline", "", 0, map=[first, first + 1], content=content, children=title)
    opening, closing = (Token(f"callout_title_{each}", "", 0) for each in ("open", "close"))
    opening.meta = closing.meta = {"fold": head[2]}
    return [opening, named, closing]


def _default_title(name: str) -> str:
    return name.replace("-", " ").capitalize()


def _plugin(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("callouts", _mark)


def _open(token: Token, _: Rendering) -> str:
    name, fold = escape(token.meta["name"].lower()), token.meta["fold"]
    element = f"details{' open' if fold == '+' else ''}" if fold else "div"
    return f'<{element} class="callout" data-callout="{name}">\n'


def _close(token: Token, _: Rendering) -> str:
    return f"</{'details' if token.meta['fold'] else 'div'}>\n"


def _open_title(token: Token, _: Rendering) -> str:
    return f'<{"summary" if token.meta["fold"] else "div"} class="callout-title">'


def _close_title(token: Token, _: Rendering) -> str:
    return f"</{'summary' if token.meta['fold'] else 'div'}>\n"


def _read(element: "Element", writer: "MarkdownWriter") -> str | None:
    """`> [!note]- Title` of a box, and what is below its title as the rest of the quotation."""
    children = [each for each in element.children if not isinstance(each, str) or each.strip()]
    name = element.attributes.get("data-callout", "")
    title = children[0] if children else ""
    if isinstance(title, str) or title.attributes.get("class") != "callout-title" or not name:
        return None
    fold = "" if element.tag == "div" else "+" if "open" in element.attributes else "-"
    shown = writer.line(title.children).strip()
    head = f"[!{name}]{fold} {'' if shown == _default_title(name) else shown}".rstrip()
    body = writer.blocks(children[1:])
    lines = [head, *(body.split("\n") if body else ())]
    return "\n".join(f"> {line}".rstrip() for line in lines)


_HTML: dict[str, RenderRule] = {
    "callout_open": _open,
    "callout_close": _close,
    "callout_title_open": _open_title,
    "callout_title_close": _close_title,
}
EXTENSION = Extension(("[!",), _plugin, _HTML, reads={"callout": _read})
