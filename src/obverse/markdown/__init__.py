"""Markdown: one parse a file, then HTML and plain text of any run of its tokens.

The only folder that knows markdown-it. Rules of the parser that cannot match are switched off:
each one costs a call at every paragraph or every sign, and most sources need few of them.
"""

from collections.abc import Iterator, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from obverse import drop_in
from obverse.fingerprint import VERBATIM_CLOSE, VERBATIM_OPEN
from obverse.markdown import shortcuts
from obverse.markdown.extensions import Extension
from obverse.markdown.renderer import Rendering, render

__all__ = [
    "BREAKS",
    "DEEPEST",
    "Rendering",
    "Token",
    "deepest",
    "html",
    "html_of_line",
    "lines",
    "parse",
    "text",
]

DEEPEST = 100
# Rules of CommonMark and their tables and strikethrough, by the text without which they cannot
# match. What is not here is always on.
_RULES = {
    "|": ("table",),
    "~~": ("strikethrough",),
    "&": ("entity",),
    "<": ("autolink", "html_inline", "html_block"),
    "\\": ("escape",),
    "`": ("backticks",),
    "![": ("image",),
    "](": (),
    "]:": ("reference",),
    "[": ("link",),
}
_EMPHASIS = ("*", "_")
BREAKS = ("softbreak", "hardbreak")


def parse(text: str) -> list[Token]:
    """The tokens of a whole file. Never raises; nesting below `DEEPEST` levels is cut off."""
    rules = frozenset(name for sign, names in _RULES.items() if sign not in text for name in names)
    if not any(sign in text for sign in _EMPHASIS):
        rules |= {"emphasis"}
    signs = frozenset(name for name, each in _extensions().items() if each.sign in text)
    return _parser(rules, signs).parse(text, {})


def deepest(tokens: Sequence[Token]) -> Token | None:
    """The first block that stands at the deepest level the parser goes to, if one does."""
    return next((token for token in tokens if token.level >= DEEPEST - 1), None)


def html(tokens: Sequence[Token], rendering: Rendering) -> str:
    """HTML of a run of block tokens, without the line break at its end."""
    return render(tokens, rendering).rstrip("\n")


def html_of_line(tokens: Sequence[Token], rendering: Rendering) -> str:
    """HTML of the inline content of a heading or paragraph alone."""
    return render([token for token in tokens if token.type == "inline"], rendering)


def text(tokens: Sequence[Token], *, signs: bool = True) -> str:
    """Plain text of a run of tokens; code and math stand between the marks of `fingerprint`.

    With `signs` what is no text but tells cards apart is in it too: the paths of pictures, HTML.
    """
    return "".join(_text(tokens, signs=signs)).strip()


def lines(inline: Token) -> Iterator[list[Token]]:
    """The children of an inline token, a list a line, each but the first with its break."""
    line: list[Token] = []
    for child in inline.children or ():
        if child.type in BREAKS:
            yield line
            line = []
        line.append(child)
    yield line


def _text(tokens: Sequence[Token], *, signs: bool) -> Iterator[str]:
    for token in tokens:
        kind = token.type
        if kind == "text":
            yield token.content
        elif kind == "inline":
            yield from _text(token.children or (), signs=signs)
            yield "\n"
        elif kind in BREAKS:
            yield "\n"
        elif kind in _VERBATIM or (signs and kind in _SIGNS):
            yield f"{VERBATIM_OPEN}{token.content.strip()}{VERBATIM_CLOSE}"
            if token.block:
                yield "\n"
        elif kind == "image":
            yield token.content
            if signs:
                yield f" {VERBATIM_OPEN}{token.attrs['src']}{VERBATIM_CLOSE} "


_VERBATIM = frozenset(
    "code_inline code_block fence math_inline math_inline_double math_block".split()
)
_SIGNS = frozenset("html_inline html_block".split())


@cache
def _extensions() -> dict[str, Extension]:
    return drop_in.load_all("obverse.markdown.extensions", "EXTENSION")


@cache
def _parser(without: frozenset[str], extensions: frozenset[str]) -> MarkdownIt:
    """A parser for sources with these signs; making one costs as much as parsing a short file."""
    markdown = MarkdownIt("commonmark", {"maxNesting": DEEPEST})
    markdown.enable(["table", "strikethrough"])
    markdown.disable(sorted(without))
    for name in sorted(extensions):
        _extensions()[name].plugin(markdown)
    shortcuts.install(markdown, (_extensions()[name].sign for name in extensions))
    return markdown
