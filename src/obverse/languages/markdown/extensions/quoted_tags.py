"""`#"c++"`, a tag in quotes: one piece of text, in which nothing is Markdown."""

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from obverse.languages import tags
from obverse.languages.markdown.extensions import Extension

_SIGN = '#"'
_AROUND = "*_~="  # a tag may begin after the signs of emphasis


def _tokenize(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's signature
    text, at = state.src, state.pos
    if not text.startswith(_SIGN, at):
        return False
    if at and not text[at - 1].isspace() and text[at - 1] not in _AROUND:
        return False
    if not (tag := tags.in_quotes(text, at)):
        return False
    if not silent:
        state.pending += tag
    state.pos += len(tag)
    return True


def _plugin(markdown: MarkdownIt) -> None:
    # First of all rules: each of the others would find something to read in a tag.
    markdown.inline.ruler.before("text", "quoted_tag", _tokenize)


EXTENSION = Extension((_SIGN,), _plugin, starts=(_SIGN,))
