"""`<!--`, `<?` and `<![CDATA[` without their end: text, seen at once and not after a search."""

from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from obverse.languages.markdown.extensions import Extension

_ENDS = {"<!--": "-->", "<?": "?>", "<![CDATA[": "]]>"}


@lru_cache(maxsize=8)
def _last(text: str, end: str) -> int:
    return text.rfind(end)


def _tokenize(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's signature
    if not state.src.startswith(("<!", "<?"), state.pos):
        return False
    for sign, end in _ENDS.items():
        if state.src.startswith(sign, state.pos) and _last(state.src, end) < state.pos:
            if not silent:
                state.pending += sign
            state.pos += len(sign)
            return True
    return False


def _plugin(markdown: MarkdownIt) -> None:
    markdown.inline.ruler.before("html_inline", "unclosed_declaration", _tokenize)


EXTENSION = Extension(("<!", "<?"), _plugin)
