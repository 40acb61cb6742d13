"""Markdown: one parse of each file, then HTML and plain text of any run of its tokens.

The only folder that imports markdown-it. Rules of the parser that cannot match are switched off:
each costs a call at every paragraph or every character, and most sources need few of them.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from obverse import drop_in
from obverse.languages.markdown import labels, shortcuts
from obverse.languages.markdown.extensions import DROPPED, LOOKED, DroppedCells, Extension
from obverse.languages.markdown.plain import BREAKS, text
from obverse.languages.markdown.renderer import footnotes, render_tokens
from obverse.languages.markdown.rendering import Rendering, Sign, unguarded
from obverse.languages.signs import has_sign

if TYPE_CHECKING:
    from obverse.languages.markdown.readers import Element, MarkdownOf, MarkdownWriter

__all__ = [
    "BREAKS",
    "DEEPEST",
    "DroppedCells",
    "Parsed",
    "Rendering",
    "Sign",
    "Syntax",
    "Token",
    "added_attributes",
    "deepest",
    "footnotes",
    "html",
    "html_of_line",
    "lines",
    "markdown_of",
    "parse",
    "read",
    "syntax",
    "text",
    "unguarded",
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
    "]:": ("reference",),
    "[": ("link",),
}
_EMPHASIS = ("*", "_")


class Syntax(NamedTuple):
    """What a text uses of Markdown: the rules it is parsed `without`, the extensions it needs."""

    without: frozenset[str]
    extensions: frozenset[str]


class Parsed(NamedTuple):
    """The blocks of a text, and what of a line depends on lines that are not near it.

    `definitions` are the lines at which definitions of links begin. `looked` are (first line, last
    line): how far was looked for the end of what the first line begins. Lines count from zero.
    `dropped` are rows of tables that lost cells. With `is_cut_off` blocks were nested too deep.
    """

    tokens: list[Token]
    syntax: Syntax
    definitions: tuple[int, ...] = ()
    looked: tuple[tuple[int, int], ...] = ()
    dropped: tuple[DroppedCells, ...] = ()
    is_cut_off: bool = False


NOTHING_PARSED = Parsed([], Syntax(frozenset(), frozenset()))


def parse(text: str) -> list[Token]:
    """The tokens of a whole file. Never raises; nesting below `DEEPEST` levels is cut off."""
    return read(text).tokens


def read(text: str, by: Syntax | None = None) -> Parsed:
    """The same with what reaches from line to line; `by` is the syntax of the text it is from."""
    by = by or syntax(text)
    env: dict[str, Any] = {}
    tokens = _parser(*by).parse(text, env)
    defined = (*env.get("references", {}).values(), *env.get("duplicate_refs", ()))
    lines = tuple(sorted(each["map"][0] for each in defined))
    looked, dropped = (tuple(env.get(each, ())) for each in (LOOKED, DROPPED))
    return Parsed(tokens, by, lines, looked, dropped, env[shortcuts.DEEPEST_LEVEL] >= DEEPEST - 1)


def syntax(text: str) -> Syntax:
    """What a text uses of Markdown."""
    without = {name for sign, names in _RULES.items() if not has_sign(text, sign) for name in names}
    if not any(sign in text for sign in _EMPHASIS):
        without.add("emphasis")
    needed = frozenset(name for name, each in _extensions().items() if each.is_in(text))
    return Syntax(frozenset(without), needed)


def deepest(tokens: Sequence[Token]) -> Token | None:
    """The first block at the deepest level of the parser, if there is one."""
    return next((token for token in tokens if token.level >= DEEPEST - 1), None)


def html(tokens: Sequence[Token], rendering: Rendering) -> str:
    """HTML of a run of block tokens, without the line break at its end."""
    return render_tokens(tokens, rendering).rstrip("\n")


def html_of_line(tokens: Sequence[Token], rendering: Rendering) -> str:
    """HTML of only the inline content of a heading or paragraph."""
    return render_tokens([token for token in tokens if token.type == "inline"], rendering)


def split_lines(inline: Token) -> Iterator[list[Token]]:
    """The children of an inline token, a list for each line; all but the first with a break."""
    line: list[Token] = []
    for child in inline.children or ():
        if child.type in BREAKS:
            yield line
            line = []
        line.append(child)
    yield line


def markdown_of(element: "Element", writer: "MarkdownWriter") -> str | None:
    """The Markdown of an element that an extension wrote, if it is one."""
    for name in (f"<{element.tag}>", *element.attributes.get("class", "").split()):
        if (read := _readers().get(name)) and (found := read(element, writer)) is not None:
            return found
    return None


@cache
def added_attributes() -> frozenset[str]:
    """The attributes of blocks that extensions add by themselves."""
    return frozenset().union(*(each.adds for each in _extensions().values()))


@cache
def _readers() -> "dict[str, MarkdownOf]":
    every = _extensions().values()
    return {name: read for each in every for name, read in each.reads.items()}


@cache
def _extensions() -> dict[str, Extension]:
    return drop_in.load_all("obverse.languages.markdown.extensions", "EXTENSION")


@cache
def _parser(without: frozenset[str], extensions: frozenset[str]) -> MarkdownIt:
    """A parser for sources with these signs; making one costs as much as parsing a short file."""
    markdown = MarkdownIt("commonmark", {"maxNesting": DEEPEST})
    markdown.enable(["table", "strikethrough"])
    markdown.disable(sorted(without))
    labels.read_labels_once(markdown)
    for name in sorted(extensions):
        _extensions()[name].plugin(markdown)
    every = _extensions().values()
    starts = (sign for each in every for sign in each.starts)
    shortcuts.install(markdown, starts, (item for each in every for item in each.plain.items()))
    return markdown
