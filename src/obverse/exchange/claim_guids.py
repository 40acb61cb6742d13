"""Claim guids: lines of the lock for notes that a learner has, so that they keep their reviews.

The adopted sources are compiled as a build will compile them. A card that would stop a build
becomes a draft that says why, and one that is not one card in Markdown a draft that shows it as
code; notes that say the same get a pin each, because a build would merge them.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Protocol

from obverse.cards.cards import WrittenCard, WrittenDeck
from obverse.cards.unparse import unparse
from obverse.errors import ObverseError
from obverse.exchange.adopt import Adopted
from obverse.exchange.as_code import as_code
from obverse.languages import tags
from obverse.languages.fingerprint import digest, gist
from obverse.link.identity.numbers import remembered
from obverse.note_types import NoteType, built_in
from obverse.values.compiled import Compiled
from obverse.values.diagnostic import Diagnostic, Severity
from obverse.values.lock import FIRST_CARD, Known
from obverse.values.note import Note

_FRONT = 100  # characters of the question that the lock keeps
_ROUNDS = 3


class Compile(Protocol):
    """Compiles sources by path; those that are `kept` are as a build may find them."""

    def __call__(self, texts: Mapping[str, str], *, kept: bool) -> tuple[Compiled, ...]:
        """What was compiled, in order."""


@dataclass(slots=True)
class Claimed:
    """The sources, their texts and the lines on which cards begin, by path; lines of the lock."""

    decks: dict[str, WrittenDeck] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    starts: dict[str, list[int]] = field(default_factory=dict)
    known: list[Known] = field(default_factory=list)

    def without_errors(self, path: str, found: Iterable[Diagnostic]) -> WrittenDeck:
        """A source, with its cards that have an error among the findings as drafts."""
        return _without_errors(self.decks[path], self.starts[path], found)


def claim_guids(
    adopted: Adopted, compiled: Compile, keys: Mapping[str, str], types: Mapping[str, NoteType]
) -> Claimed:
    """The texts and the lines of the lock of adopted sources.

    `compiled` compiles them; `keys` are their paths as the lock has them, and
    `types` the custom note types by key.
    """
    decks = dict(adopted.sources)
    notes: dict[str, list[Note]] = {}
    texts = {path: unparse(deck) for path, deck in decks.items()}
    changed = set(decks)
    for _ in range(_ROUNDS):
        paths = sorted(changed)
        every = compiled({keys[path]: texts[path] for path in paths}, kept=True)
        written = dict(decks)
        for path, first in zip(paths, every, strict=True):
            deck, made = _one_by_one(decks[path], first, compiled)
            notes[path] = _notes(made)
            decks[path] = _without_errors(deck, _starts(notes[path]), made.diagnostics)
        changed = _pin(decks, notes)
        texts |= {path: unparse(deck) for path, deck in decks.items() if deck != written[path]}
        if not changed:
            break
    claimed = Claimed(decks, texts, {path: _starts(found) for path, found in notes.items()})
    for path, deck in decks.items():
        for card, note in zip(deck.cards, notes[path], strict=True):
            if card.guid and card.in_anki:
                note_type = types.get(note.note_type) or built_in(note.note_type)
                claimed.known.append(_known(card, note, deck, note_type))
    return claimed


def _one_by_one(
    deck: WrittenDeck, made: Compiled, compile_texts: Compile
) -> tuple[WrittenDeck, Compiled]:
    """The deck as it was `made`; a card that is not exactly one in Markdown is shown as code."""

    def compiled(*cards: WrittenCard) -> Compiled:
        text = unparse(replace(deck, cards=cards))
        return compile_texts({made.path: text}, kept=False)[0]

    def is_one(card: WrittenCard) -> bool:
        return len(_notes(compiled(card))) == 1

    if len(_notes(made)) != len(deck.cards):
        cards = tuple(card if is_one(card) else as_code(card) for card in deck.cards)
        deck, made = replace(deck, cards=cards), compiled(*cards)
    if len(_notes(made)) != len(deck.cards):
        cards = tuple(map(as_code, deck.cards))
        deck, made = replace(deck, cards=cards), compiled(*cards)
    if len(_notes(made)) != len(deck.cards):
        raise ObverseError(f"`{made.path}` does not contain the cards it was made from")
    return deck, made


def _notes(made: Compiled) -> list[Note]:
    return sorted((*made.notes, *made.drafts), key=lambda note: note.place)


def _starts(notes: Iterable[Note]) -> list[int]:
    return [note.place.line for note in notes]


def _without_errors(
    deck: WrittenDeck, starts: list[int], found: Iterable[Diagnostic]
) -> WrittenDeck:
    """The deck, with cards that have an error as drafts, each with the message of the error."""
    cards = list(deck.cards)
    for each in found:
        at = bisect_right(starts, each.place.line) - 1
        if each.severity is Severity.ERROR and at >= 0 and not cards[at].draft:
            cards[at] = replace(cards[at], draft=True, comment=each.message)
    return replace(deck, cards=tuple(cards))


def _pin(decks: dict[str, WrittenDeck], notes: dict[str, list[Note]]) -> set[str]:
    """Pin the cards that say the same, and drafts; returns the paths of the decks that change.

    A draft is there to be edited, and only its pin says then which note it is.
    """
    same = Counter(map(_said, chain.from_iterable(notes.values())))
    changed = set()
    for path, members in notes.items():
        cards = tuple(
            _pinned(card) if card.draft or same[_said(note)] > 1 else card
            for card, note in zip(decks[path].cards, members, strict=True)
        )
        if cards != decks[path].cards:
            decks[path] = replace(decks[path], cards=cards)
            changed.add(path)
    return changed


def _said(note: Note) -> tuple[str, str, str]:
    return note.note_type, note.front_key, note.back_key


def _pinned(card: WrittenCard) -> WrittenCard:
    if not card.guid or card.pin:
        return card
    return replace(card, pin=pin_of(card.guid))


def pin_of(guid: str) -> str:
    """The name by which a card is known that says the same as another, or is a draft."""
    return "adopted-" + digest(guid)[:8].replace("_", "-")


def _known(card: WrittenCard, note: Note, deck: WrittenDeck, note_type: NoteType) -> Known:
    assert card.in_anki is not None  # noqa: S101  # for mypy; the caller has looked
    there = card.in_anki
    # Anki sorts a note's tags; the same tags in the order of the source are not a change.
    same = {tag.casefold() for tag in there.tags} == {tag.casefold() for tag in note.tags}
    line = " ".join(note.front.split())
    is_whole = len(there.fields) == len(note_type.fields)
    return Known(
        guid=card.guid,
        note_id=there.note_id,
        note_type=note.note_type,
        kind=note.kind,
        deck=card.deck or deck.deck or note.deck,
        path=note.place.path,
        modified=there.modified,
        # A draft goes into no package: like a removed note, it waits to come back.
        removed=max(there.modified, 1) if card.draft else 0,
        digest=digest(*there.fields),
        tags=note.tags if same else tags.join(there.tags),
        front_key=note.front_key,
        back_key=note.back_key,
        sketch=gist(note.back),
        numbers=remembered(note.deletions, there.numbers),
        pin=note.pin or "",
        front=line if len(line) <= _FRONT else line[: _FRONT - 1] + "…",
        cards=note_type.cards(there.fields) if is_whole else FIRST_CARD,
    )
