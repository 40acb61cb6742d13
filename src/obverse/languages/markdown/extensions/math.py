"""`$inline$` and `$$display$$` math; the text reaches Anki untouched."""

import re

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.dollarmath.index import math_block_dollar

from obverse.languages import cloze, math
from obverse.languages.markdown.extensions import Extension
from obverse.languages.markdown.rendering import Rendering

# No space inside and no digit outside the signs, so that prices stay text (the rule of Pandoc and
# of Obsidian); nor a letter before them, which makes a currency (`US$5 and A$6`).
_INLINE = re.compile(
    r"\$\$(?P<double>(?:\\.|[^$\\]|\$(?!\$))+)\$\$"
    r"|(?<![A-Za-z0-9])\$(?P<single>(?!\s)(?:\\.|[^$\\])+)(?<!\s)\$(?![0-9])",
    re.DOTALL,
)
_read_block = math_block_dollar(allow_labels=False, allow_blank_lines=True)


def _tokenize(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's signature
    if state.src[state.pos] != "$":
        return False
    found = _INLINE.match(state.src, state.pos, state.posMax)
    # With half a code span inside it is a price before code.
    if not found or found[0].count("`") % 2:
        return False
    if not silent:
        token = state.push("math_inline_double" if found["double"] else "math_inline", "math", 0)
        token.content = found["double"] or found["single"]
    state.pos = found.end()
    return True


def _tokenize_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's signature
    line, count = state.line, len(state.tokens)
    found = _read_block(state, start, end, silent)
    if found and silent:
        state.line = line
        del state.tokens[count:]
    return found


def _plugin(markdown: MarkdownIt) -> None:
    # Display math ends a paragraph, so that a line of it that begins with `-` or `=` is no list
    # and no underlined heading.
    ends = RuleOptionsType(alt=["paragraph", "reference", "blockquote", "list"])
    markdown.block.ruler.before("fence", "math_block", _tokenize_block, ends)
    markdown.inline.ruler.before("escape", "math_inline", _tokenize)


def _tex(token: Token, rendering: Rendering) -> str:
    if token.block:
        rendering.begin(token)
    tex = _tamed(token.content.strip(), rendering)
    if not rendering.cloze:
        _check(tex, tex, rendering)
        return math.escape_tex(tex)
    out, plain = [], []
    for sign, text in cloze.pieces(tex):
        if not sign:
            out.append(math.escape_tex(math.spaced(text)))
            plain.append(text)
        elif sign == "::":
            out.append(rendering.hint())
        elif sign == "}}":
            brace_before = " " if out and out[-1].endswith("}") else ""
            out.append(brace_before + rendering.closing())
        else:
            out.append(rendering.opening(sign))
    _check(tex, "".join(plain), rendering)
    return "".join(out)


def _tamed(tex: str, rendering: Rendering) -> str:
    if "\\" not in tex or rendering.settings.trust:
        return tex
    tex, commands = math.tamed(tex)
    for command in commands:
        message = f"the command `{command}` is taken out of this math: it reaches beyond it"
        hint = 'with `html = "trust"` in the configuration it is let through'
        rendering.warning(command, "html-removed", message, hint)
    return tex


def _check(tex: str, without_signs: str, rendering: Rendering) -> None:
    if brace := math.unbalanced(without_signs):
        message = f"a `{brace}` in this math has no partner, and Anki would show the raw text"
        hint = r"close it, or write `\{` or `\}` for the sign itself"
        rendering.error(tex.split("\n", 1)[0], "math-unbalanced-braces", message, hint)


def _inline(token: Token, rendering: Rendering) -> str:
    return math.inline_math(_tex(token, rendering))


def _display(token: Token, rendering: Rendering) -> str:
    return math.display(_tex(token, rendering))


def _block(token: Token, rendering: Rendering) -> str:
    return f"<p>{math.display(_tex(token, rendering))}</p>\n"


_HTML = {"math_inline": _inline, "math_inline_double": _display, "math_block": _block}
EXTENSION = Extension(("$",), _plugin, _HTML, ("$",), frozenset(_HTML))
