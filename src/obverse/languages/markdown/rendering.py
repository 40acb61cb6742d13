"""The context of rendering one note, and what it collects in addition to the HTML."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from markdown_it.token import Token

from obverse.languages import cloze
from obverse.languages.highlight import CodeBlocks
from obverse.languages.html import without_markup
from obverse.machine.late import late
from obverse.values.diagnostic import Diagnostic, Severity, error, warning
from obverse.values.note import Deletion, MediaUse, PageEmbed, hole
from obverse.values.render_settings import RenderSettings
from obverse.values.source import Place, Source


class Sign(NamedTuple):
    """A sign of a cloze deletion as it was rendered, and the token in which it was written.

    `made` are the signs of a deletion that a list item or a highlight is.
    """

    text: str
    token: Token | None
    made: bool = False


# An open deletion: one that was made, or one that was written, without or with its hint.
_MADE, _WRITTEN, _HINTED = range(3)


class Rendering:
    """One note's rendering.

    `cloze`: the signs of deletions are active, and what would end one by accident is guarded.
    `marks`: a highlight is a deletion. `items`: each top-level list item is one. `marked`: the
    boxes of a task list show which are ticked. `has_html`: a field contains the author's HTML and
    has to be cleaned. `blocks` are the code blocks of the whole source.
    """

    def __init__(
        self,
        source: Source,
        settings: RenderSettings | None = None,
        blocks: CodeBlocks | None = None,
        *,
        cloze: bool = False,
    ) -> None:
        """Nothing is rendered yet."""
        self.source = source
        self.settings = settings or RenderSettings()
        self.blocks = blocks or CodeBlocks()
        self.cloze = cloze
        self.marks = self.items = self.has_html = False
        self.marked = True
        self.media: list[MediaUse] = []
        self.embeds: list[PageEmbed] = []
        self.deletions: list[Deletion] = []
        self.signs: list[Sign] = []
        self.found: list[Diagnostic] = []
        self._numbers: dict[int, int] = {}
        self._due: dict[int, Sequence[Token]] = {}
        self._opened: list[int] = []
        self._token: Token | None = None

    def begin(self, token: Token) -> None:
        """Remember which token is being rendered: places within it count from there."""
        self._token = token

    def opening(self, text: str) -> str:
        """The sign that opens a deletion, as its author wrote it."""
        self._opened.append(_WRITTEN)
        return self._sign(text)

    def hint(self) -> str:
        """The sign before a hint: the first `::` of a deletion that was written; else text."""
        if not self._opened or self._opened[-1] != _WRITTEN:
            return guard("::")
        self._opened[-1] = _HINTED
        return self._sign("::")

    def closing(self) -> str:
        """The sign that closes a deletion that was written; else text."""
        if not self._opened or self._opened[-1] == _MADE:
            return guard("}}")
        self._opened.pop()
        return self._sign("}}")

    def deletion(self, text: str) -> str:
        """The opening sign of a deletion whose number the lock will give."""
        self.deletions.append(Deletion(text))
        self._opened.append(_MADE)
        number = hole("cloze", len(self.deletions) - 1)
        return self._sign(cloze.opening(number), made=True)

    def end(self) -> str:
        """The closing sign of such a deletion, and of all that was opened in it and left open."""
        while self._opened and self._opened.pop() != _MADE:
            pass
        return self._sign("}}", made=True)

    def use(self, path: str, *, written: str = "", embed: bool = False, code: str = "") -> str:
        """The hole for a file's name in Anki; `code` is what a diagram is drawn from."""
        place = self.place_of(written or path)
        self.media.append(MediaUse(path, place, embed=embed, code=code))
        return hole("media", len(self.media) - 1)

    def embed(self, written: str, shown: str) -> str:
        """The hole for the text of a page, or of a part of it."""
        target = written[3:-2].partition("|")[0].strip()
        self.embeds.append(PageEmbed(target, self.place_of(written), shown))
        return hole("embed", len(self.embeds) - 1)

    @property
    def is_raw(self) -> bool:
        """Whether a field contains HTML that stays as the author wrote it."""
        return self.has_html and self.settings.trust

    @property
    def refers(self) -> bool:
        """Whether footnotes are due."""
        return bool(self._due)

    def refer(self, footnote: int, tokens: Sequence[Token]) -> int:
        """The number of a footnote in this note, now due at the end of this side."""
        self._due.setdefault(footnote, tokens)
        return self._numbers.setdefault(footnote, len(self._numbers) + 1)

    def due(self) -> Iterator[tuple[int, Sequence[Token]]]:
        """(number, tokens) of the footnotes due; those that they refer to themselves follow."""
        shown: set[int] = set()
        while left := [each for each in self._due if each not in shown]:
            shown.update(left)
            for footnote in left:
                yield self._numbers[footnote], self._due[footnote]
        self._due.clear()

    def info(self, written: str, rule: str, message: str, hint: str | None = None) -> None:
        """A finding that stops nothing."""
        place = self.place_of(written)
        self.found.append(Diagnostic(place, Severity.INFO, message, rule, hint))

    def warning(self, written: str, rule: str, message: str, hint: str | None = None) -> None:
        """A finding that the author should look at."""
        self.found.append(warning(self.place_of(written), rule, message, hint))

    def warning_once(self, written: str, rule: str, message: str, hint: str) -> None:
        """A finding that the author should look at, once in a note."""
        if all((each.rule, each.message) != (rule, message) for each in self.found):
            self.warning(written, rule, message, hint)

    def remove_command(self, command: str) -> None:
        """Report a command of TeX that is removed from math."""
        message = f"the command `{command}` is removed from this math: it reaches beyond math"
        hint = 'to keep every command, set `html = "trust"` in the configuration'
        self.warning(command, "html-removed", message, hint)

    def error(self, written: str, rule: str, message: str, hint: str | None = None) -> None:
        """A finding that stops the build."""
        self.found.append(error(self.place_of(written), rule, message, hint))

    def has(self, written: str) -> bool:
        """Whether this is written in the current token."""
        return self._token is not None and written in self._token.content

    def place_of(self, written: str) -> Place:
        """The place in the current token where this is written (first match, else its first line).

        Each line of an inline token's content is a suffix of its line in the source; that gives
        the column, also in lists, quotes and tables.
        """
        first, _ = (self._token and self._token.map) or (0, 0)
        lines = _lines(self.source.text)
        content: Sequence[str] = _lines(self._token.content) if self._token else ()
        if self._token and self._token.type == "fence":
            content = (self._token.info, *content)
        for offset, line in enumerate(content):
            number = first + offset
            if written in line and number < len(lines):
                start = lines[number].find(written, _column(lines[number], line))
                return self.source.place(number + 1, max(start, 0) + 1, len(written))
        return self.source.place(first + 1)

    def _sign(self, text: str, *, made: bool = False) -> str:
        self.signs.append(Sign(text, self._token, made))
        return text


# A field may pass the cleaner, which writes an entity out as its character: a guarded character
# is a hole until then.
_CLOSING, _COLON, _OPENING = (hole("char", ord(each)) for each in "}:{")
_SIGN_ENTITY = late(
    r"&(?:#0*(?:58|123|125)|#[xX]0*(?:3[aA]|7[bBdD])|colon|lbrace|lcub|rbrace|rcub);"
)
_GUARDED = late("\ufdd0char([0-9]+)\ufdd1")


def guard(html: str) -> str:
    """The same HTML, in which nothing reads as a sign of a deletion."""
    if "}" in html:
        html = html.replace("}}", _CLOSING + "}").replace("}}", _CLOSING + "}")
        if html.endswith("}"):
            html = html[:-1] + _CLOSING
    if "{{" in html:
        html = hide_openings(html)
    return guard_hints(html)


def guard_hints(html: str) -> str:
    """HTML in which no `::` begins the hint of a deletion."""
    return html.replace("::", ":" + _COLON) if "::" in html else html


def guard_entities(html: str) -> str:
    """HTML of an author in which no entity becomes a part of a sign when it is cleaned.

    Within markup a colon stays an entity: what cleans an address has to see it.
    """
    text = without_markup(html)

    def guarded(found: re.Match[str]) -> str:
        character = unescape(found[0])
        is_text = character != ":" or text[found.start()] == "&"
        return hole("char", ord(character)) if is_text else found[0]

    return _SIGN_ENTITY.sub(guarded, html)


def hide_openings(html: str) -> str:
    """HTML of code in which no `{{c1::` can be taken for a deletion, whatever its note type."""
    return html.replace("{{", _OPENING + "{")


def unguarded(html: str) -> str:
    """The field with entities for what was guarded, now that it is as it will be stored."""
    if "[" in html or "\ufdd0live" in html:
        from obverse.languages import anki_tags

        html = anki_tags.guarded_tags(html)
    return _GUARDED.sub(r"&#\1;", html) if "\ufdd0char" in html else html


@lru_cache(maxsize=8)
def _lines(text: str) -> list[str]:
    """The lines of a source or a token; asked for again at every finding in it."""
    return text.split("\n")


@lru_cache(maxsize=64)
def _column(line: str, content: str) -> int:
    """Where in a line of a source a line of a token's content is, which it ends with."""
    return max(line.rfind(content), 0)
