"""HTML of tokens: markdown-it's own, and what a card needs beyond it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from obverse import drop_in, highlight, media
from obverse.markdown.extensions import Extension, RenderRule
from obverse.note import Deletion, MediaUse, hole
from obverse.source import Place, Source

_OPTIONS = OptionsDict(
    {
        "maxNesting": 100,
        "html": True,
        "linkify": False,
        "typographer": False,
        "quotes": "",
        "xhtmlOut": False,
        "breaks": False,
        "langPrefix": "language-",
        "highlight": None,
    }
)


@dataclass(slots=True)
class Rendering:
    """What rendering one note gathers beside HTML, and what it has to know.

    With `cloze` a highlight is a deletion, and code hides the braces that would end one.
    `has_html` tells that a field holds the author's own HTML and has to be cleaned.
    """

    source: Source
    cloze: bool = False
    media: list[MediaUse] = field(default_factory=list)
    deletions: list[Deletion] = field(default_factory=list)
    has_html: bool = False
    _inline: Token | None = None

    def begin(self, inline: Token) -> None:
        """Remember which inline token is being rendered: places within it count from there."""
        self._inline = inline

    def place_of(self, written: str) -> Place:
        """Where in the current inline token an author wrote this (first match, else its line).

        Each line of an inline token's content is a suffix of its line in the source; that gives
        the column, also in lists, quotes and tables.
        """
        first, _ = (self._inline and self._inline.map) or (0, 0)
        content = self._inline.content if self._inline else ""
        lines = self.source.text.split("\n")
        for offset, line in enumerate(content.split("\n")):
            number = first + offset
            if written in line and number < len(lines):
                column = lines[number].rfind(line) if line in lines[number] else 0
                start = lines[number].find(written, max(column, 0))
                return self.source.place(number + 1, max(start, 0) + 1, len(written))
        return self.source.place(first + 1)


def render(tokens: Sequence[Token], rendering: Rendering) -> str:
    """HTML of block or inline tokens; `rendering` gathers media, deletions and whether to clean."""
    return _renderer().render(tokens, _OPTIONS, {"rendering": rendering})


@cache
def _renderer() -> "_Renderer":
    return _Renderer()


class _Renderer(RendererHTML):
    """markdown-it's renderer; `env["rendering"]` is the `Rendering` of the note."""

    def __init__(self) -> None:
        super().__init__()
        extensions: dict[str, Extension] = drop_in.load_all(
            "obverse.markdown.extensions", "EXTENSION"
        )
        for extension in extensions.values():
            for name, rule in extension.html.items():
                self.rules[name] = _as_rule(rule)

    def render(self, tokens: Sequence[Token], options: OptionsDict, env: Any) -> str:  # noqa: ANN401
        out = []
        rendering: Rendering = env["rendering"]
        rules = self.rules
        for index, token in enumerate(tokens):
            if token.type == "inline":
                rendering.begin(token)
                out.append(self.renderInline(token.children or (), options, env))
            elif token.type in rules:
                out.append(rules[token.type](tokens, index, options, env))
            else:
                out.append(self.renderToken(tokens, index, options, env))
        return "".join(out)

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: ANN401
        token, rendering = tokens[idx], env["rendering"]
        path = str(token.attrs["src"])
        if media.is_remote(path):
            return super().image(tokens, idx, options, env)
        name = hole("media", len(rendering.media))
        rendering.media.append(MediaUse(path, rendering.place_of(_as_written(path, rendering))))
        if media.is_sound(path):
            return f"[sound:{name}]"
        alt = escapeHtml(self.renderInlineAsText(token.children, options, env))
        title = (
            f' title="{escapeHtml(str(token.attrs["title"]))}"' if "title" in token.attrs else ""
        )
        return f'<img src="{name}" alt="{alt}"{title}>'

    def mark_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: ANN401
        rendering = env["rendering"]
        if not rendering.cloze:
            return "<mark>"
        inside = []
        for token in tokens[idx + 1 :]:
            if token.type == "mark_close":
                break
            inside.append(token)
        rendering.deletions.append(Deletion(self.renderInlineAsText(inside, options, env)))
        return f"{{{{c{hole('cloze', len(rendering.deletions) - 1)}::"

    def mark_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: ANN401, ARG002
        return "}}" if env["rendering"].cloze else "</mark>"

    def table_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: ANN401, ARG002
        # A box of its own, so that a wide table scrolls and not the card.
        return '<div class="table">\n<table>\n'

    def table_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: ANN401, ARG002
        return "</table>\n</div>\n"

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: ANN401, ARG002
        token = tokens[idx]
        language = token.info.split(maxsplit=1)[0] if token.info.strip() else ""
        code = highlight.highlight(token.content, language)
        return _box(code, language, env["rendering"])

    def code_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: ANN401, ARG002
        return _box(highlight.escape(tokens[idx].content), "", env["rendering"])

    def code_inline(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: ANN401, ARG002
        code = highlight.escape(tokens[idx].content)
        return f"<code>{_without_braces(code, env['rendering'])}</code>"

    def html_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: ANN401, ARG002
        env["rendering"].has_html = True
        return tokens[idx].content

    html_inline = html_block


def _as_rule(rule: RenderRule) -> Any:  # noqa: ANN401  # the signature of markdown-it's rules
    return lambda tokens, idx, _options, _env: rule(tokens[idx])


def _box(code: str, language: str, rendering: Rendering) -> str:
    attribute = f' class="language-{escapeHtml(language)}"' if language else ""
    return f"<pre><code{attribute}>{_without_braces(code, rendering)}</code></pre>\n"


def _without_braces(code: str, rendering: Rendering) -> str:
    # In a cloze card the signs of a deletion mean nothing in code, and look the same as entities.
    if rendering.cloze:
        return code.replace("{{", "&#123;{").replace("}}", "&#125;}")
    return code


def _as_written(path: str, rendering: Rendering) -> str:
    """The destination as the author wrote it: markdown-it percent-encodes what it parsed."""
    return next(
        (each for each in media.candidates(path)[::-1] if each in rendering.source.text), path
    )
