"""Edits: a source with some of its cards replaced, and everything else as its author wrote it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from obverse.cards.cards import WrittenCard, WrittenDeck
from obverse.cards.reparse import reparse
from obverse.cards.unparse import unparse
from obverse.compile.sections import Cut, Section, cut
from obverse.errors import ObverseError
from obverse.exchange.follow.mine import MyFile
from obverse.note_types import NoteType
from obverse.values.source import decode
from obverse.values.written_lines import with_lines


@dataclass(slots=True)
class Edit:
    """What changes in a file: cards by their place, those that go, those that come, its deck.

    Tags in `dropped` are no longer those of all cards. `guids` are those of the cards that come,
    in order.
    """

    file: MyFile
    cards: dict[int, WrittenCard] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    come: list[WrittenCard] = field(default_factory=list)
    guids: list[str] = field(default_factory=list)
    dropped: set[str] = field(default_factory=set)
    deck: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes."""
        return not (self.cards or self.gone or self.come or self.dropped or self.deck)

    @property
    def order(self) -> list[str]:
        """The guid of each card of the edited file; empty for one that the lock does not know."""
        stay = [guid for at, guid in enumerate(self.file.guids) if at not in self.gone]
        return [*stay, *self.guids]

    def card(self, at: int) -> WrittenCard:
        """The card with this place as it is now."""
        return self.cards.get(at, self.file.deck.cards[at])

    def place_of(self, at: int) -> int:
        """The place in the edited file of a card that stays."""
        return at - sum(each < at for each in self.gone)

    def replace_at(self, place: int, card: WrittenCard) -> None:
        """Replace the card that has this place in the edited file."""
        stay = [at for at in range(len(self.file.guids)) if at not in self.gone]
        if place < len(stay):
            self.cards[stay[place]] = card
        else:
            self.come[place - len(stay)] = card

    def at(self, place: int) -> WrittenCard:
        """The card that has this place in the edited file."""
        stay = [at for at in range(len(self.file.guids)) if at not in self.gone]
        return self.card(stay[place]) if place < len(stay) else self.come[place - len(stay)]

    def written(self, types: Mapping[str, NoteType]) -> bytes:
        """The bytes of the edited file. Raises `ObverseError` if another card would change."""
        whole = cut(decode(self.file.raw))
        raw = with_lines(self.file.raw, [*self._changes(whole)])
        self._check(raw, types)
        return raw

    def _changes(self, whole: Cut) -> Iterator[tuple[int, int, Sequence[str]]]:
        if self.dropped or self.deck:
            yield 0, whole.front.lines, self._front_matter(whole.front.lines)
        end = len(whole.lines) - (not whole.lines[-1])
        sections = [each for each in whole.sections if each.is_card]
        for at, section in enumerate(sections):
            if at in self.gone:
                yield section.first, min(section.end, end), ()
            elif at in self.cards:
                yield section.first, min(section.end, end), _section(section, whole, self.cards[at])
        come = [line for card in self.come for line in ("", *_lines(card))]
        if come:
            is_apart = not end or not whole.lines[end - 1].strip()
            yield end, end, come[1:] if is_apart else come

    def _front_matter(self, before: int) -> list[str]:
        deck = self.file.deck
        tags = tuple(tag for tag in deck.tags if tag not in self.dropped)
        text = unparse(
            replace(
                deck,
                cards=(),
                title="",
                preamble="",
                strays=(),
                tags=tags,
                deck=self.deck or deck.deck,
            )
        )
        lines = text.rstrip("\n").split("\n") if text else []
        return [*lines, ""] if lines and not before else lines

    def _check(self, raw: bytes, types: Mapping[str, NoteType]) -> None:
        was, now = self.file.deck.standing_alone(), reparse(decode(raw), types)
        cards = now.standing_alone()
        stay = [at for at in range(len(was)) if at not in self.gone]
        is_whole = len(cards) == len(stay) + len(self.come) and all(
            at in self.cards or _alike(was[at], cards[place]) for place, at in enumerate(stay)
        )
        if not is_whole or (now.strays != self.file.deck.strays and not self.gone):
            message = f"`{self.file.key}` cannot be edited without changing other cards in it"
            raise ObverseError(message, "move the cards that the deck changed to another file")


def _alike(one: WrittenCard, other: WrittenCard) -> bool:
    """Whether two cards are the same, but for the deck of their file."""
    return replace(one, deck="", tags=()) == replace(other, deck="", tags=()) and (
        {*one.tags} == {*other.tags}
    )


def _lines(card: WrittenCard) -> list[str]:
    return unparse(WrittenDeck(cards=(card,))).rstrip("\n").split("\n")


def _section(section: Section, whole: Cut, card: WrittenCard) -> list[str]:
    """The lines of a card, with as many empty ones below as there were."""
    old = whole.lines[section.first : section.end]
    kept = len(old) - len([*_stripped(old)])
    is_last = section.end == len(whole.lines)
    empty = max(kept - (is_last and not whole.lines[-1]), 0 if is_last else 1)
    return [*_lines(card), *[""] * empty]


def _stripped(lines: Sequence[str]) -> Sequence[str]:
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return lines[:end]
