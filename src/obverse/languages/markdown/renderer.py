"""HTML of tokens: markdown-it's, and what a card needs in addition."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from markdown_it.common.utils import escapeHtml, unescapeAll
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from obverse import drop_in
from obverse.languages import cloze, highlight, html, media
from obverse.languages.markdown.extensions import Extension, RenderRule
from obverse.languages.markdown.plain import TEXT, text
from obverse.languages.markdown.rendering import Rendering, guard, hide_openings

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
_LISTS = ("bullet_list_open", "ordered_list_open")
_Rule = Callable[[Sequence[Token], int, OptionsDict, Any], str]


def render_tokens(tokens: Sequence[Token], rendering: Rendering) -> str:
    """HTML of block or inline tokens; `rendering` gathers media, deletions and whether to clean."""
    return _renderer().render(tokens, _OPTIONS, {"rendering": rendering})


def footnotes(rendering: Rendering) -> str:
    """The footnotes to which the text rendered since the last call refers; empty without any."""
    if not rendering.refers:
        return ""
    notes = [(number, _one_line(tokens, rendering)) for number, tokens in rendering.due()]
    shown = "".join(f'<li value="{number}">{text}</li>\n' for number, text in sorted(notes))
    return f'<section class="footnotes">\n<ol>\n{shown}</ol>\n</section>'


def _one_line(tokens: Sequence[Token], rendering: Rendering) -> str:
    if len(tokens) == 3 and tokens[0].type == "paragraph_open":  # noqa: PLR2004  # one paragraph
        tokens = tokens[1:2]
    return render_tokens(tokens, rendering).strip()


@cache
def _renderer() -> "_Renderer":
    return _Renderer()


class _Renderer(RendererHTML):
    """markdown-it's renderer; `env["rendering"]` is the `Rendering` of the note."""

    def __init__(self) -> None:
        super().__init__()
        # For the task lists of another plug-in.
        self.rules.pop("list_item_open", None)
        self.bare: set[str] = set()
        extensions: dict[str, Extension] = drop_in.load_all(
            "obverse.languages.markdown.extensions", "EXTENSION"
        )
        for extension in extensions.values():
            self.bare |= extension.bare
            for name, rule in extension.html.items():
                self.rules[name] = _as_rule(rule)  # type: ignore[assignment]  # typed for methods

    def render(self, tokens: Sequence[Token], options: OptionsDict, env: Any) -> str:  # noqa: ANN401
        rendering: Rendering = env["rendering"]
        if rendering.cloze:
            return self._render_cloze(tokens, options, env)
        out = []
        rules = self.rules
        for index, token in enumerate(tokens):
            kind = token.type
            if kind == "inline":
                rendering.begin(token)
                children = token.children or ()
                if len(children) == 1 and children[0].type == "text":
                    out.append(_escaped(children[0].content))
                else:
                    out.append(self.renderInline(children, options, env))
            elif kind in rules:
                out.append(rules[kind](tokens, index, options, env))
            elif token.nesting < 0 and not token.hidden:
                out.append(f"</{token.tag}>\n" if token.block else f"</{token.tag}>")
            elif not token.hidden:
                out.append(tag(tokens, index))
        return "".join(out)

    def renderInline(self, tokens: Sequence[Token], options: OptionsDict, env: Any) -> str:  # noqa: N802, ANN401  # markdown-it's name
        rules = self.rules
        out = []
        for index, token in enumerate(tokens):
            kind = token.type
            if kind == "text":
                out.append(_escaped(token.content))
            elif kind in rules:
                out.append(rules[kind](tokens, index, options, env))
            elif token.nesting < 0:
                out.append(f"</{token.tag}>")
            else:
                out.append(tag(tokens, index))
        return "".join(out)

    def renderToken(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: N802, ANN401, ARG002  # markdown-it's name
        return tag(tokens, idx)

    def renderInlineAsText(  # noqa: N802  # markdown-it's name
        self,
        tokens: Sequence[Token] | None,
        options: OptionsDict,
        env: Any,  # noqa: ANN401
    ) -> str:
        """The text of a picture, with what is text only for us."""
        found = [
            Token("text", "", 0, content=each.content) if each.type in TEXT else each
            for each in tokens or ()
        ]
        return super().renderInlineAsText(found, options, env)

    def _render_cloze(self, tokens: Sequence[Token], options: OptionsDict, env: Any) -> str:  # noqa: ANN401
        """Likewise, with all but signs guarded against reading as the sign of a deletion."""
        rendering: Rendering = env["rendering"]
        out = []
        for index, token in enumerate(tokens):
            # A block of HTML has children too where it holds the signs of deletions.
            if token.type == "inline" or (token.type == "html_block" and token.children):
                rendering.begin(token)
                out.append(self._render_cloze(token.children or (), options, env))
                continue
            rule = self.rules.get(token.type, self.renderToken)
            piece = rule(tokens, index, options, env)
            out.append(piece if token.type in self.bare else guard(piece))
            if rendering.items and token.level == 1 and token.type.startswith("list_item_"):
                _wrap_item(tokens, index, rendering, out)
        return "".join(out)

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: ANN401
        token, rendering = tokens[idx], env["rendering"]
        path = str(token.attrs["src"])
        text = self.renderInlineAsText(token.children, options, env)
        alt, width, height = media.alt_and_size(text)
        title = str(token.attrs.get("title", ""))
        title = f' title="{escapeHtml(title)}"' if title else ""
        box = html.box(width, height)
        if "sound" in token.meta:
            from obverse.languages.markdown import own_html

            return own_html.sound(path, rendering)
        if media.is_remote(path):
            return media.remote(escapeHtml(path), escapeHtml(alt), title, box)
        decoded = media.percent_decoded(path)
        written = decoded if rendering.has(decoded) else path
        name = rendering.use(path, written=written, embed="embed" in token.meta)
        if media.is_sound(path):
            return f"[sound:{name}]"
        return f'<img src="{name}" alt="{escapeHtml(alt)}"{box}{title}>'

    def softbreak(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: ANN401, ARG002
        return "<br>\n" if env["rendering"].settings.breaks else "\n"

    def link_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: ANN401
        token, rendering = tokens[idx], env["rendering"]
        href = str(token.attrs.get("href", ""))
        if not href:
            hint = "write it between `(` and `)`"
            rendering.warning("]()", "unread-link", "this link has no address", hint)
        if not rendering.settings.trust and not html.is_safe(href):
            scheme = href.partition(":")[0]
            hint = 'to keep every address, set `html = "trust"` in the configuration'
            message = f"the address of this link begins with `{scheme}:` and is removed"
            rendering.warning(scheme, "html-removed", message, hint)
            token.attrs.pop("href")
        return self.renderToken(tokens, idx, options, env)

    def table_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: ANN401
        # A box of its own, so that a wide table scrolls and not the card.
        return f'<div class="table">\n{self.renderToken(tokens, idx, options, env)}'

    def table_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: ANN401, ARG002
        return "</table>\n</div>\n"

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: ANN401, ARG002
        token, rendering = tokens[idx], env["rendering"]
        rendering.begin(token)
        language = highlight.language_of(unescapeAll(token.info))
        line = (token.map or (0,))[0] + 1
        if (known := rendering.blocks.get(token.content, language, line)) is not None:
            return _box(known, language)
        if language in highlight.DIAGRAMS:
            if language in rendering.settings.diagrams:
                name = rendering.use(language, code=token.content)
                return f'<p><img src="{name}" alt="{language}" class="diagram"></p>\n'
            _not_drawn(language, rendering)
        elif language and not highlight.is_known(language):
            message = f"the language `{language}` is unknown, so the code has no colours"
            rendering.info(
                language, "unknown-language", message, highlight.nearest_language(language)
            )
        return _box(rendering.blocks.put(token.content, language, line), language)

    def code_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: ANN401, ARG002
        return _box(highlight.escape_code(tokens[idx].content), "")

    def code_inline(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: ANN401, ARG002
        return f"<code>{_hidden(highlight.escape_code(tokens[idx].content))}</code>"

    def html_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: ANN401, ARG002
        token, rendering = tokens[idx], env["rendering"]
        if token.map:
            rendering.begin(token)
        from obverse.languages.markdown import own_html

        return own_html.html_block(token.content, rendering, token.attrs.get("dir"))

    def html_inline(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: ANN401, ARG002
        from obverse.languages.markdown import own_html

        return own_html.html_inline(tokens[idx].content, env["rendering"])


def tag(tokens: Sequence[Token], index: int) -> str:
    """The tag of a simple token: markdown-it's `renderToken`, except for XHTML."""
    token = tokens[index]
    if token.hidden:
        return ""
    nesting, name, attributes = token.nesting, token.tag, ""
    if token.attrs:
        attributes = RendererHTML.renderAttrs(token)
    if nesting < 0:
        return f"</{name}{attributes}>\n" if token.block else f"</{name}{attributes}>"
    if not token.block:
        return f"<{name}{attributes}>"
    # Between a paragraph that is hidden, in a list without empty lines, and what opens behind it.
    before = "\n" if index and tokens[index - 1].hidden else ""
    if nesting and index + 1 < len(tokens):
        following = tokens[index + 1]
        if (
            following.type == "inline"
            or following.hidden
            or (following.nesting < 0 and following.tag == name)
        ):
            return f"{before}<{name}{attributes}>"
    return f"{before}<{name}{attributes}>\n"


def _escaped(text: str) -> str:
    """A text as HTML. Most have nothing to escape."""
    has_any = "&" in text or "<" in text or ">" in text or '"' in text
    return escapeHtml(text) if has_any else text


def _as_rule(rule: RenderRule) -> _Rule:
    return lambda tokens, idx, _options, env: rule(tokens[idx], env["rendering"])


def _wrap_item(tokens: Sequence[Token], index: int, rendering: Rendering, out: list[str]) -> None:
    """The signs of the deletion that a top-level list item is, inside its `<li>`."""
    if tokens[index].type == "list_item_close":
        out.insert(len(out) - 1, rendering.end())
        return
    end = next(
        at
        for at in range(index + 1, len(tokens))
        if tokens[at].type == "list_item_close" and tokens[at].level == tokens[index].level
    )
    out.append(rendering.deletion(text(tokens[index:end])))


def _box(code: str, language: str) -> str:
    attribute = f' class="language-{escapeHtml(language)}"' if language else ""
    return f"<pre><code{attribute}>{_hidden(code)}</code></pre>\n"


def _hidden(code: str) -> str:
    return hide_openings(code) if cloze.START in code else code


def _not_drawn(language: str, rendering: Rendering) -> None:
    message = f"the `{language}` diagram is shown as code"
    hint = f"name the command that draws it: `diagrams.{language}` in the configuration"
    rendering.info(language, "undrawn-diagram", message, hint)
