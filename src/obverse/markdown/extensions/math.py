"""`$inline$` and `$$display$$` math, by the dollarmath plug-in; the text reaches Anki untouched."""

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from obverse import math
from obverse.markdown.extensions import Extension


def _plugin(markdown: MarkdownIt) -> None:
    # No space inside and no digit behind the closing sign, so that prices stay text (the rule of
    # Pandoc and of Obsidian).
    dollarmath_plugin(
        markdown, allow_labels=False, allow_space=False, allow_digits=False, double_inline=True
    )


def _inline(token: Token) -> str:
    return math.inline(token.content)


def _display(token: Token) -> str:
    return math.display(token.content)


def _block(token: Token) -> str:
    return f"<p>{math.display(token.content)}</p>\n"


EXTENSION = Extension(
    "$",
    _plugin,
    {"math_inline": _inline, "math_inline_double": _display, "math_block": _block},
)
