r"""Math: `$..$`, `$$..$$`, `\(..\)`, `\[..\]` and `math` fences; Anki gets the text as it is."""

from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from obverse.languages import cloze, math, math_commands
from obverse.languages import math_spans as spans
from obverse.languages.markdown.extensions import Extension
from obverse.languages.markdown.extensions.math import blocks
from obverse.languages.markdown.rendering import Rendering, guard_hints
from obverse.languages.markdown.shortcuts import read_by_rules
from obverse.languages.markdown.shortcuts.made import span

_CELLS = ("td_open", "th_open")
_LONGEST_NAME = 100  # characters, of a command


def _tokenize(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's signature
    text, at = state.src, state.pos
    if text[at] == "$":
        is_display = text.startswith("$$", at)
        found = spans.display_span(text, at) if is_display else spans.inline_span(text, at)
        if found:
            return _push(state, found, is_display=is_display, silent=silent)
        doubtful = spans.suspect(text, at)
        return _doubt(state, doubtful, silent) if doubtful else _as_text(state, silent)
    if text[at] != "\\":
        return False
    if text[at + 1 : at + 2] in ("(", "["):
        if found := spans.escaped_span(text, at):
            return _push(state, found, is_display=text[at + 1] == "[", silent=silent)
        doubtful = spans.open_escape(text, at)
        return doubtful is not None and _doubt(state, doubtful, silent)
    doubtful = spans.environment(text, at)
    return doubtful is not None and _doubt(state, doubtful, silent)


def _plain(text: str, at: int) -> tuple[list[Token], int] | None:
    """Math between two single dollar signs."""
    found = spans.inline_span(text, at)
    if not found:
        return None
    return [
        span("math_inline", "math", 0, text[found.start : found.stop], text[at : found.start])
    ], found.end


def _push(state: StateInline, found: spans.MathSpan, *, is_display: bool, silent: bool) -> bool:
    if not silent:
        token = state.push("math_inline_double" if is_display else "math_inline", "math", 0)
        token.content = state.src[found.start : found.stop]
        token.markup = state.src[state.pos : found.start]
    state.pos = found.end
    return True


def _doubt(state: StateInline, doubtful: spans.Suspect, silent: bool) -> bool:  # noqa: FBT001
    if not silent:
        token = state.push("not_math", "", 0)
        written = state.src[state.pos : doubtful.end]
        # Anki would read `\[` as the beginning of math; escaped, it is a bracket.
        token.content = "[" if written == r"\[" else written
        token.meta = {
            "suspect": doubtful,
            "written": written,
            "is_edge": _is_edge(state.src, state.pos),
        }
    state.pos = doubtful.end
    return True


def _as_text(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """All dollar signs of a run at once: what is left of one would be read as another sign."""
    end = state.pos
    while state.src.startswith("$", end):
        end += 1
    if not silent:
        state.pending += state.src[state.pos : end]
    state.pos = end
    return True


def _is_edge(text: str, at: int) -> bool:
    return spans.begins_line(text, at) or spans.ends_line(text, at + 2)


def _fences(state: StateCore) -> None:
    """Take fences of `math` for math; and a `$$` alone in a cell of a table for a price."""
    for token in state.tokens:
        if token.type == "fence" and token.info.strip().lower() == "math":
            token.type, token.content = "math_block", f"\n{token.content}"
    if not read_by_rules(state):
        return
    for before, token in pairwise(state.tokens):
        if token.type == "inline" and before.type in _CELLS:
            for child in token.children or ():
                if child.type == "not_math":
                    child.meta["is_edge"] = False


def _plugin(markdown: MarkdownIt) -> None:
    # Display math ends a paragraph, so that a line of it that begins with `-` or `=` is no list
    # and no underlined heading.
    ends = RuleOptionsType(alt=["paragraph", "reference", "blockquote", "list"])
    markdown.block.ruler.before("fence", "math_block", blocks.math_block, ends)
    markdown.block.ruler.before("lheading", "math_paragraph", blocks.math_paragraph)
    markdown.inline.ruler.before("escape", "math_inline", _tokenize)
    markdown.core.ruler.push("math_fences", _fences)


def _tex(token: Token, rendering: Rendering) -> str:
    if token.block:
        rendering.begin(token)
    tex = _tamed(token.content.strip(), rendering)
    if not rendering.cloze:
        _check(tex, tex, rendering)
        return math.escape_tex(tex)
    out: list[str] = []
    plain: list[str] = []
    shown = ""  # the end of the text that the answer shows, in which deletions have no signs
    is_hint = [False]
    for sign, text in cloze.pieces(tex):
        if not sign:
            before = "" if is_hint[-1] else math_commands.parted(shown, text)
            shown = shown if is_hint[-1] else f"{shown}{before}{text}"[-_LONGEST_NAME:]
            out.append(before + guard_hints(math.escape_tex(cloze.spaced(text))))
            plain.append(text)
        elif sign == "::":
            is_hint[-1] = True
            out.append(rendering.hint())
        elif sign == "}}":
            is_hint = is_hint[:-1] or [False]
            brace_before = " " if out and out[-1].endswith("}") else ""
            out.append(brace_before + rendering.closing())
        else:
            is_hint.append(is_hint[-1])
            out.append(rendering.opening(sign))
    _check(tex, "".join(plain), rendering)
    return "".join(out)


def _tamed(tex: str, rendering: Rendering) -> str:
    if "\\" not in tex or rendering.settings.trust:
        return tex
    tex, commands = math_commands.tamed(tex)
    for command in commands:
        rendering.remove_command(command)
    return tex


def _check(tex: str, without_signs: str, rendering: Rendering) -> None:
    if brace := math.unbalanced(without_signs):
        message = f"a `{brace}` in this math is not matched, and Anki would show the raw text"
        hint = r"add the other brace, or write `\{` or `\}` for the character"
        rendering.error(tex.split("\n", 1)[0], "math-unbalanced-braces", message, hint)


def _inline(token: Token, rendering: Rendering) -> str:
    return math.inline_math(_tex(token, rendering))


def _display(token: Token, rendering: Rendering) -> str:
    return math.display(_tex(token, rendering))


def _block(token: Token, rendering: Rendering) -> str:
    return f"<p>{math.display(_tex(token, rendering))}</p>\n"


def _not_math(token: Token, rendering: Rendering) -> str:
    doubtful: spans.Suspect = token.meta["suspect"]
    text, message, hint = token.meta["written"], doubtful.message, doubtful.hint
    if not doubtful.is_unclosed:
        rendering.warning(text, "unread-math", message, hint)
    elif token.meta["is_edge"]:
        rendering.error(text, "unclosed-math", message, hint)
    else:
        rendering.warning(text, "unclosed-math", message, hint)
    return escapeHtml(token.content)


_HTML = {"math_inline": _inline, "math_inline_double": _display, "math_block": _block}
EXTENSION = Extension(
    signs=("$", r"\(", r"\[", r"\begin{", "```math", "~~~math", "``` math", "~~~ math"),
    plugin=_plugin,
    html={**_HTML, "not_math": _not_math},
    starts=("$",),
    bare=frozenset(_HTML),
    plain={"$": _plain},
)
