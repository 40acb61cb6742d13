"""Plain text of tokens: what identity compares, what is typed, what a deletion says."""

import re
from collections.abc import Iterator, Sequence
from html import unescape

from markdown_it.token import Token

from obverse.fingerprint import VERBATIM_CLOSE, VERBATIM_OPEN

BREAKS = ("softbreak", "hardbreak")
_VERBATIM = frozenset(
    "code_inline code_block fence math_inline math_inline_double math_block".split()
)
_TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_SIGNS = frozenset("html_inline html_block task footnote_ref".split())


def text(tokens: Sequence[Token], *, signs: bool = True) -> str:
    """Plain text of a run of tokens; code and math stand between the marks of `fingerprint`.

    With `signs` what is no text but tells cards apart is in it too: the paths of pictures, HTML,
    the boxes of a task list, the labels of footnotes.
    """
    return "".join(_text(tokens, signs=signs)).strip()


def _text(tokens: Sequence[Token], *, signs: bool) -> Iterator[str]:
    for token in tokens:
        kind = token.type
        if kind in ("text", "deletion_hint"):
            yield token.content
        elif kind == "inline":
            yield from _text(token.children or (), signs=signs)
            yield "\n"
        elif kind in BREAKS:
            yield "\n"
        elif kind in _VERBATIM or (signs and kind in _SIGNS):
            yield f"{VERBATIM_OPEN}{token.content.strip()}{VERBATIM_CLOSE}"
            if token.block or kind == "task":
                yield "\n" if token.block else " "
        elif kind == "html_block":
            # Without signs it is the text that a block of the author's HTML shows.
            yield f"{unescape(_TAG.sub(' ', token.content)).strip()}\n"
        elif kind == "image":
            yield token.content
            if signs:
                yield f" {VERBATIM_OPEN}{token.attrs['src']}{VERBATIM_CLOSE} "
