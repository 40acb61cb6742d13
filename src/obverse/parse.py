"""Parse: a source becomes cards as the author wrote them, one Markdown parse a file.

Never raises, whatever the text: what is wrong becomes diagnostics with places.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from obverse import front_matter, kinds, markdown, tags
from obverse.card_lines import Lines, take
from obverse.diagnostic import Diagnostic, Severity, did_you_mean, error, of_text_error, warning
from obverse.errors import TextError
from obverse.fingerprint import plain
from obverse.front_matter import FrontMatter
from obverse.markdown import Token
from obverse.source import Place, Source

_TITLE, _CARD, _RULE = "h1", "h2", "hr"


@dataclass(frozen=True, slots=True)
class Card:
    """One `##` section: tokens of its three parts, and what its lines of metadata say.

    `kinds` are names as `kinds.choose` gives them. Without a separator, `above` is empty.
    """

    place: Place
    heading: Sequence[Token]
    above: Sequence[Token]
    below: Sequence[Token]
    separated: bool
    kinds: tuple[str, ...]
    tags: tuple[str, ...]
    draft: bool
    pin: str | None


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed source: the deck as its front matter or title names it, its cards, the findings."""

    source: Source
    deck: str | None
    title: str | None
    cards: tuple[Card, ...]
    diagnostics: tuple[Diagnostic, ...]
    skipped: int = 0


def parse(source: Source) -> Document:
    """The cards of a source."""
    try:
        front = front_matter.read(source.text)
    except TextError as fault:
        return Document(source, None, None, (), (of_text_error(source.path, fault),))
    return _Parse(source, front).document()


class _Parse:
    """One parse; holds the findings while the cards are cut out."""

    def __init__(self, source: Source, front: FrontMatter) -> None:
        self.source = source
        self.front = front
        self.found: list[Diagnostic] = []
        self.title: str | None = None
        self.file_tags = self._file_tags()
        self.default_kind = self._default_kind()

    def document(self) -> Document:
        # Blank lines in place of the front matter, so that the parser's lines are the file's.
        parts = self.source.text.split("\n", self.front.lines)
        tokens = markdown.parse("\n" * self.front.lines + "".join(parts[self.front.lines :]))
        if cut := markdown.deepest(tokens):
            self._error(
                cut, "nested-too-deep", f"blocks are nested {markdown.DEEPEST} deep or more"
            )
        sections = list(_sections(tokens))
        cards = [card for section in sections if (card := self._section(section))]
        wanted = sum(1 for section in sections if section and section[0].tag == _CARD)
        return Document(
            self.source,
            self.front.deck,
            self.title,
            tuple(cards),
            tuple(self.found),
            wanted - len(cards),
        )

    def _section(self, tokens: list[Token]) -> Card | None:
        """A card; or text that belongs to none, looked through for what may be lost in it."""
        tag = tokens[0].tag if tokens[0].type == "heading_open" and not tokens[0].level else ""
        if tag == _CARD:
            return self._card(tokens)
        if tag == _TITLE:
            title = " ".join(plain(markdown.text(tokens[:3], signs=False)).split())
            if self.title is None:
                self.title = title or None
            else:
                hint = "make it a `##` heading, or begin another file"
                self._warning(
                    tokens[0], "stray-h1", "a second `#` heading ends the card above", hint
                )
        found = take(tokens)
        for name, line in found.tags:
            hint = "move the tag into the front matter, or into the card it is meant for"
            place = self._place(line, f"#{name}")
            message = f"the tag `#{name}` stands before the first card and counts for none"
            self.found.append(warning(place, "preamble-tag", message, hint))
        return None

    def _card(self, tokens: list[Token]) -> Card | None:
        heading, body = tokens[:3], tokens[3:]
        if not markdown.text(heading) and not _shows(heading[1]):
            hint = "write the question behind `##`, or delete the line"
            message = "a card without a question is skipped"
            self._warning(heading[0], "malformed-card-skipped", message, hint)
            return None
        lines = take(body)
        asked, own_tags, draft = self._own_tags(lines)
        above, below, separated = self._cut(lines.tokens)
        deletions = any(_holds_deletion(token) for token in (*heading, *lines.tokens))
        chosen = kinds.choose(asked, self.default_kind, deletions=deletions)
        if chosen is None:
            names = "` and `".join(f"#card/{name}" for name in sorted(set(asked)))
            other = " with cloze deletions in its text" if deletions else ""
            message = f"a card cannot be `{names}`{other}"
            self._error(heading[0], "conflicting-kinds", message, "make two cards of it")
            chosen = ("basic",)
        return Card(
            place=self._place((heading[0].map or (0,))[0]),
            heading=heading,
            above=above,
            below=below,
            separated=separated,
            kinds=chosen,
            tags=tags.join(self.file_tags, own_tags),
            draft=draft or self.front.draft,
            pin=lines.pin,
        )

    def _own_tags(self, lines: Lines) -> tuple[list[str], list[str], bool]:
        """(kinds asked for, tags for Anki, whether it is a draft) of a card's tags."""
        asked, own, draft = [], [], False
        for name, line in lines.tags:
            place = self._place(line, f"#{name}")
            if not name.startswith("card/"):
                own.append(self._to_anki(name, place))
            elif (kind := name.removeprefix("card/")) == kinds.DRAFT:
                draft = True
            elif self._is_kind(kind, place, "#card/"):
                asked.append(kind)
        return asked, [tag for tag in own if tag], draft

    def _cut(self, body: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token], bool]:
        """The body above and below the first line that is exactly `***`."""
        for index, token in enumerate(body):
            if token.type == _RULE and not token.level and self._line(token).rstrip() == "***":
                return body[:index], body[index + 1 :], True
        return (), body, False

    def _line(self, token: Token) -> str:
        """The source line of a block: a parsed tree cannot tell `***` from `---` or `* * *`."""
        return self._lines[(token.map or (0,))[0]]

    def _file_tags(self) -> tuple[str, ...]:
        for each in self.front.findings:
            place = self.source.place(each.line, each.column)
            self.found.append(warning(place, each.rule, each.message, each.hint))
        return tuple(
            tag
            for name, line, column in self.front.tags
            if (tag := self._to_anki(name, self.source.place(line, column, len(name))))
        )

    def _default_kind(self) -> str | None:
        if self.front.card is None:
            return None
        name, line, column = self.front.card
        place = self.source.place(line, column, len(name))
        return name if self._is_kind(name, place) else None

    def _is_kind(self, name: str, place: Place, before: str = "") -> bool:
        if name in kinds.names():
            return True
        known = (*kinds.names(), *([kinds.DRAFT] if before else []))
        hint = did_you_mean(name, known, f"`{before}{{}}`")
        message = f"there is no kind of card `{before}{name}`"
        self.found.append(error(place, "unknown-kind", message, hint))
        return False

    def _to_anki(self, name: str, place: Place) -> str:
        tag = tags.to_anki(name)
        if not tags.is_plain(name):
            becomes = f"becomes `{tag}`" if tag else "is left out"
            hint = "tags hold letters, digits, `_`, `-`, and `/` between levels"
            message = f"the tag `{name}` {becomes} in Anki"
            self.found.append(warning(place, "tag-sanitized", message, hint))
        return tag

    @cached_property
    def _lines(self) -> list[str]:
        return self.source.text.split("\n")

    def _place(self, number: int, written: str = "") -> Place:
        """A place by the parser's line (from zero) and what is meant on it."""
        column = self._lines[number].find(written) if written else 0
        return self.source.place(number + 1, max(column, 0) + 1, len(written))

    def _warning(self, token: Token, rule: str, message: str, hint: str) -> None:
        place = self._place((token.map or (0,))[0])
        self.found.append(Diagnostic(place, Severity.WARNING, message, rule, hint))

    def _error(self, token: Token, rule: str, message: str, hint: str | None = None) -> None:
        self.found.append(error(self._place((token.map or (0,))[0]), rule, message, hint))


def _sections(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Runs of tokens, each but the first beginning at a heading of depth 1 or 2."""
    section: list[Token] = []
    for token in tokens:
        if token.type == "heading_open" and not token.level and token.tag in (_TITLE, _CARD):
            if section:
                yield section
            section = []
        section.append(token)
    if section:
        yield section


def _shows(inline: Token) -> bool:
    return any(child.type in ("image", "html_inline") for child in inline.children or ())


def _holds_deletion(token: Token) -> bool:
    return "{{c" in token.content and any(
        child.type == "deletion_open" for child in token.children or ()
    )
