"""`{{c1::text::hint}}`, a cloze deletion: its signs become tokens, the text between is Markdown.

Only signs: what an opening belongs to is decided where all of a field is seen (`cloze`).
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from obverse.markdown.extensions import Extension

_OPEN = re.compile(r"\{\{c[0-9]+(?:,[0-9]+)*::")


def _tokenize(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's signature
    sign = state.src[state.pos : state.pos + 2]
    if sign == "{{":
        found = _OPEN.match(state.src, state.pos)
        if not found:
            return False
        name, text = "deletion_open", found[0]
    elif sign == "}}":
        name, text = "deletion_close", sign
    else:
        return False
    if not silent:
        token = state.push(name, "", 0)
        token.content = text
    state.pos += len(text)
    return True


def _plugin(markdown: MarkdownIt) -> None:
    markdown.inline.ruler.before("escape", "deletion", _tokenize)


def _sign(token: Token) -> str:
    return token.content


EXTENSION = Extension("{{c", _plugin, {"deletion_open": _sign, "deletion_close": _sign})
