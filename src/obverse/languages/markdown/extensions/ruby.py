"""`{東京|とうきょう}`: a reading above a word; `{東京|とう|きょう}` has one for each character.

Only what is written in a script that has readings (Han, kana, Hangul, Bopomofo) has one, so that
`{x | x > 0}` stays the set that it is. In a table the `|` is written `\\|`, as in any cell.
"""

from html import escape
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from obverse.languages import ruby
from obverse.languages.markdown.extensions import Extension
from obverse.languages.markdown.rendering import Rendering
from obverse.machine.late import late

if TYPE_CHECKING:
    from obverse.languages.markdown.readers import Element, MarkdownWriter

_SIGN = late(ruby.MAY_BE_RUBY)


def _tokenize(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's signature
    if state.src[state.pos] != "{":
        return False
    found = ruby.ruby().match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        token = state.push("ruby", "ruby", 0)
        token.content = found[1]
        token.meta["pairs"] = ruby.reading_pairs(found[1], found[2].split("|"))
    state.pos = found.end()
    return True


def _plugin(markdown: MarkdownIt) -> None:
    markdown.inline.ruler.before("escape", "ruby", _tokenize)


def _html(token: Token, _: Rendering) -> str:
    pairs = (f"{escape(word)}<rt>{escape(read)}</rt>" for word, read in token.meta["pairs"])
    return f"<ruby>{''.join(pairs)}</ruby>"


def _read(element: "Element", _: "MarkdownWriter") -> str | None:
    """The Markdown of an element with words and readings in turn, and nothing else."""
    if element.attributes or len(element.children) % 2:
        return None
    words, readings = element.children[::2], element.children[1::2]
    if not all(isinstance(word, str) for word in words):
        return None
    if any(
        isinstance(each, str)
        or each.tag != "rt"
        or each.attributes
        or not all(isinstance(part, str) for part in each.children)
        for each in readings
    ):
        return None
    return ruby.ruby_text([*zip(words, (each.text for each in readings), strict=True)])


EXTENSION = Extension(_SIGN, _plugin, {"ruby": _html}, ("{",), reads={"<ruby>": _read})
