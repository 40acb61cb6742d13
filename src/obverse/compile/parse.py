"""Parse: a source becomes cards as the author wrote them, one Markdown parse a file.

Never raises, whatever the text: what is wrong becomes diagnostics with places.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import pairwise

from obverse.compile import custom_note_type, kinds
from obverse.compile.card_tags import NO_TAGS, CardTags, is_kind, sort_out
from obverse.compile.metadata_lines import may_pin, take
from obverse.compile.near_misses import lookalikes, lost_pins
from obverse.errors import TextError
from obverse.languages import front_matter, markdown, tags
from obverse.languages.fingerprint import plain
from obverse.languages.front_matter import FrontMatter
from obverse.languages.markdown import Token
from obverse.note_types import NoteType
from obverse.values.diagnostic import Diagnostic, Severity, error, of_text_error, warning
from obverse.values.source import Place, Source

_TITLE, _CARD, _RULE = "h1", "h2", "hr"
_NONE: Mapping[str, NoteType] = {}
# Unicode's classes of characters without ink: controls, format signs, marks of ours, white space.
_BLANK = frozenset("Cc Cf Cn Zl Zp Zs".split())
_PICTURE = re.compile(r"<(?:img|audio|video|wbr)\b", re.IGNORECASE)


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
    note_type: NoteType | None = None


def parse(source: Source, note_types: Mapping[str, NoteType] = _NONE) -> Document:
    """The cards of a source; `note_types` are the project's own, by the name a source gives."""
    try:
        front = front_matter.read(source.text)
    except TextError as fault:
        return Document(source, None, None, (), (of_text_error(source.path, fault),))
    return _Parse(source, front, note_types).document()


class _Parse:
    """One parse; holds the findings while the cards are cut out."""

    def __init__(
        self, source: Source, front: FrontMatter, note_types: Mapping[str, NoteType]
    ) -> None:
        self.source = source
        self.front = front
        self.found: list[Diagnostic] = []
        self.title: str | None = None
        self.cards = 0
        self.may_delete = "{{c" in source.text
        self.may_pin = may_pin(source.text)
        for each in front.findings:
            self.found.append(
                warning(self._clipped(each.line, each.column), each.rule, each.message, each.hint)
            )
        placed = (
            (name, partial(self._clipped, line, column, len(name)))
            for name, line, column in front.tags
        )
        self.file = sort_out(placed, self.found)
        self.file_tags = tags.join(self.file.tags)
        self.default_kind = self._default_kind()
        self.note_type = None
        if front.note_type:
            name, line, column = front.note_type
            self.note_type = note_types.get(name)
            if self.note_type is None:
                place = self._clipped(line, column, len(name))
                self.found.append(custom_note_type.unknown(name, note_types, place))

    def document(self) -> Document:
        # Blank lines in place of the front matter, so that the parser's lines are the file's.
        parts = self.source.text.split("\n", self.front.lines)
        tokens = markdown.parse("\n" * self.front.lines + "".join(parts[self.front.lines :]))
        if cut := markdown.deepest(tokens):
            message = f"blocks are nested {markdown.DEEPEST} deep or more"
            self._error(cut, "nested-too-deep", message)
        self.found += lookalikes(self.source, tokens)
        cards = [card for section in _sections(tokens) if (card := self._section(section))]
        return Document(
            self.source,
            self.front.deck,
            self.title,
            tuple(cards),
            tuple(self.found),
            self.cards - len(cards),
            self.note_type,
        )

    def _section(self, tokens: list[Token]) -> Card | None:
        """A card; or text that belongs to none, looked through for what may be lost in it."""
        tag = tokens[0].tag if tokens[0].type == "heading_open" and not tokens[0].level else ""
        if tag == _CARD:
            self.cards += 1
            return self._card(tokens)
        if tag == _TITLE:
            self._title(tokens)
        for name, line in take(tokens, self._lines).tags:
            hint = "move the tag into the front matter, or into the card it is meant for"
            message = f"the tag `#{name}` belongs to no card and counts for none"
            self.found.append(
                warning(self._place_of_tag(line, name), "preamble-tag", message, hint)
            )
        return None

    def _title(self, tokens: list[Token]) -> None:
        """The deck's title; or a heading that ends a card, and what is lost by that."""
        second = self.title is not None
        if not second:
            title = markdown.text(tokens[:3], signs=False)
            self.title = " ".join(plain(title).split()) or None
        lost = "; the text below it belongs to no card" if tokens[3:] else ""
        if second or (self.cards and lost):
            which = "a second `#` heading" if second else "this `#` heading"
            hint = "make it a `##` heading, or begin another file"
            if tokens[0].markup == "=":
                hint = "the line of `=` makes it a heading: put an empty line above that"
            message = f"{which} ends the card above{lost}" if self.cards else f"{which}{lost}"
            self._warning(tokens[0], "stray-h1", message, hint)

    def _card(self, tokens: list[Token]) -> Card | None:
        heading, body = tokens[:3], tokens[3:]
        if heading[0].markup == "-":
            hint = "write `## ` before the question; or put an empty line above the `---`"
            message = "this line is a heading because of the `---` under it"
            self._warning(heading[0], "setext-heading", message, hint)
        if not _shows(heading):
            hint = "write the question behind `##`, or delete the line"
            message = "a card without a question is skipped"
            self._warning(heading[0], "malformed-card-skipped", message, hint)
            return None
        lines = take(body, self._lines, pins=self.may_pin)
        if self.may_pin:
            self.found += lost_pins(self.source, lines.tokens, self._lines)
        own = self._own_tags(lines.tags) if lines.tags else NO_TAGS
        above, below, separated = self._cut(lines.tokens)
        deletions = self.may_delete and _hold_deletion((*heading, *lines.tokens))
        asked = own.kinds or (() if deletions else self.file.kinds)
        if self.note_type:
            if fault := custom_note_type.at_odds(self.note_type, asked, deletions=deletions):
                self._error(heading[0], "conflicting-kinds", *fault)
            asked, deletions = (), False
        chosen = kinds.choose(asked, self.default_kind, deletions=deletions)
        if chosen is None:
            names = "` and `".join(f"#card/{name}" for name in sorted(set(asked)))
            other = " with cloze deletions in its text" if deletions else ""
            message = f"a card cannot be `{names}`{other}"
            self._error(heading[0], "conflicting-kinds", message, "make two cards of it")
            chosen = (kinds.default(),)
        return Card(
            place=self._place((heading[0].map or (0,))[0]),
            heading=heading,
            above=above,
            below=below,
            separated=separated,
            kinds=chosen,
            tags=tags.join(self.file.tags, own.tags) if own.tags else self.file_tags,
            draft=own.draft or self.file.draft or self.front.draft,
            pin=lines.pin,
        )

    def _own_tags(self, written: Sequence[tuple[str, int]]) -> CardTags:
        placed = ((name, partial(self._place_of_tag, line, name)) for name, line in written)
        return sort_out(placed, self.found)

    def _cut(self, body: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token], bool]:
        """The body above and below the first line that is exactly `***`."""
        for index, token in enumerate(body):
            if token.type == _RULE and not token.level and self._line(token).rstrip() == "***":
                return body[:index], body[index + 1 :], True
        return (), body, False

    def _line(self, token: Token) -> str:
        """The source line of a block: a parsed tree cannot tell `***` from `---` or `* * *`."""
        return self._lines[(token.map or (0,))[0]]

    def _default_kind(self) -> str | None:
        if self.front.card is None:
            return None
        name, line, column = self.front.card
        kind, place = name.casefold(), partial(self._clipped, line, column, len(name))
        return kind if is_kind(kind, place, self.found) else None

    @cached_property
    def _lines(self) -> list[str]:
        return self.source.text.split("\n")

    def _place(self, number: int) -> Place:
        """The place of the parser's line, which counts from zero."""
        return self.source.place(number + 1)

    def _place_of_tag(self, number: int, name: str) -> Place:
        """The place of a tag on the parser's line."""
        offset = tags.offset(self._lines[number], name)
        return self._clipped(number + 1, offset + 1, len(name) + 1)

    def _clipped(self, line: int, column: int, length: int = 0) -> Place:
        """A place within the file; YAML counts more line ends, and can write a name in escapes."""
        line = min(line, len(self._lines))
        column = min(column, len(self._lines[line - 1]) + 1)
        return self.source.place(line, column, min(length, len(self._lines[line - 1]) + 1 - column))

    def _warning(self, token: Token, rule: str, message: str, hint: str) -> None:
        place = self._place((token.map or (0,))[0])
        self.found.append(Diagnostic(place, Severity.WARNING, message, rule, hint))

    def _error(self, token: Token, rule: str, message: str, hint: str | None = None) -> None:
        self.found.append(error(self._place((token.map or (0,))[0]), rule, message, hint))


def _sections(tokens: list[Token]) -> Iterator[list[Token]]:
    """Runs of tokens, each but the first beginning at a heading of depth 1 or 2."""
    starts = [
        index
        for index, token in enumerate(tokens)
        if token.type == "heading_open" and not token.level and token.tag in (_TITLE, _CARD)
    ]
    edges = [*starts, len(tokens)]
    if edges[0]:
        edges.insert(0, 0)
    for start, end in pairwise(edges):
        yield tokens[start:end]


def _shows(heading: Sequence[Token]) -> bool:
    """Whether a heading has something to show: not only signs without ink, or a comment."""
    if heading[1].content[:1].isalnum():
        return True
    if any(
        unicodedata.category(each) not in _BLANK for each in markdown.text(heading, signs=False)
    ):
        return True
    return any(
        child.type == "image" or (child.type == "html_inline" and _PICTURE.match(child.content))
        for child in heading[1].children or ()
    )


def _hold_deletion(tokens: Sequence[Token]) -> bool:
    return any(
        child.type == "deletion_open"
        for token in [each for each in tokens if "{{c" in each.content]
        for child in token.children or ()
    )
