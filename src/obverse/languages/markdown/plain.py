"""Plain text of tokens: what identity compares, what is typed, what a deletion says."""

import re
from collections.abc import Sequence
from html import unescape

from markdown_it.token import Token

from obverse.languages.fingerprint import VERBATIM_CLOSE, VERBATIM_OPEN
from obverse.machine.late import late

TEXT = ("text", "not_math", "unclosed_html", "anki_tag", "anki_text")
BREAKS = ("softbreak", "hardbreak")
_SHOWN = frozenset((*TEXT, "deletion_hint", "page_embed"))
_VERBATIM = frozenset(
    "code_inline code_block fence math_inline math_inline_double math_block".split()
)
_COMMENT_OR_TAG = late(r"<!--.*?-->|<(?!!--)[^>]*>", re.DOTALL)
_TAG = late(r"<(?!!--)[^>]*>")
_SIGNS = frozenset("html_inline html_block task footnote_ref".split())


def text(tokens: Sequence[Token], *, signs: bool = True) -> str:
    """Plain text of a run of tokens, with code and math between the marks of `fingerprint`.

    With `signs` it includes what is not text but distinguishes cards: the paths of pictures, HTML,
    the boxes of a task list, the labels of footnotes.
    """
    out: list[str] = []
    for token in tokens:
        # Most tokens open or close something and have no text.
        if token.nesting:
            continue
        if token.type == "inline":
            for child in token.children or ():
                if child.type == "text":
                    out.append(child.content)
                elif not child.nesting:
                    out.append(_said(child, signs=signs))
            out.append("\n")
        else:
            out.append(_said(token, signs=signs))
    return "".join(out).strip()


def _said(token: Token, *, signs: bool) -> str:
    kind = token.type
    if kind in _SHOWN:
        return token.content
    if kind in _VERBATIM or (signs and kind in _SIGNS):
        after = "\n" if token.block else " " if kind == "task" else ""
        return f"{VERBATIM_OPEN}{token.content.strip()}{VERBATIM_CLOSE}{after}"
    if kind == "ruby":
        readings = "".join(reading for _, reading in token.meta["pairs"])
        return f"{token.content}({readings})" if signs else token.content
    if kind == "html_block":
        # Without signs it is the text that a block of the author's HTML shows.
        return f"{unescape(_without_tags(token.content)).strip()}\n"
    if kind == "image":
        path = f" {VERBATIM_OPEN}{token.attrs['src']}{VERBATIM_CLOSE} " if signs else ""
        return f"{token.content}{path}"
    return "\n" if kind in BREAKS else ""


def _without_tags(html: str) -> str:
    """The text with a space for each tag and comment; what is not closed is text."""
    # Up to the last end of each: one not closed would be looked through from every opening.
    end = html.rfind("-->") + len("-->") if "-->" in html else 0
    closed = html.rfind(">", end) + 1 or end
    before = _COMMENT_OR_TAG.sub(" ", html[:end])
    return before + _TAG.sub(" ", html[end:closed]) + html[closed:]
