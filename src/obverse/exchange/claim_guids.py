"""Claim: lines of the lock for notes that a learner already has, so that they keep their reviews.

The adopted sources are compiled as a build will compile them. A card that would stop a build
becomes a draft that says why; notes that say the same get a pin each, because a build would merge
them.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from obverse.cards.cards import WrittenCard, WrittenDeck
from obverse.cards.unparse import unparse
from obverse.errors import ObverseError
from obverse.exchange.adopt import Adopted
from obverse.languages import tags
from obverse.languages.fingerprint import digest, sketch
from obverse.values.compiled import Compiled
from obverse.values.diagnostic import Severity
from obverse.values.lock import Known
from obverse.values.note import Note

_FRONT = 100  # characters of the question that the lock keeps
_ROUNDS = 3

Compile = Callable[[str, str], Compiled]


@dataclass(slots=True)
class Claimed:
    """The content of each source, by path, the lines of the lock, and how many became drafts."""

    texts: dict[str, str] = field(default_factory=dict)
    known: list[Known] = field(default_factory=list)
    drafts: int = 0


def claim(adopted: Adopted, compiled: Compile, keys: Mapping[str, str]) -> Claimed:
    """The texts and the lines of the lock of adopted sources.

    `compiled(path, text)` compiles one of them; `keys` are their paths as the lock has them.
    """
    decks = dict(adopted.sources)
    notes: dict[str, list[Note]] = {}
    changed = set(decks)
    for _ in range(_ROUNDS):
        for path in sorted(changed):
            made = compiled(keys[path], unparse(decks[path]))
            notes[path] = sorted((*made.notes, *made.drafts), key=lambda note: note.place)
            if len(notes[path]) != len(decks[path].cards):
                raise ObverseError(f"`{path}` does not contain the cards it was made from")
            decks[path] = _without_errors(decks[path], notes[path], made)
        changed = _pin(decks, notes)
        if not changed:
            break
    claimed = Claimed({path: unparse(deck) for path, deck in decks.items()})
    for path, deck in decks.items():
        for card, note in zip(deck.cards, notes[path], strict=True):
            claimed.drafts += card.draft
            if card.guid and card.in_anki:
                claimed.known.append(_known(card, note, deck))
    return claimed


def _without_errors(deck: WrittenDeck, notes: list[Note], made: Compiled) -> WrittenDeck:
    """The deck, with cards that have an error as drafts, each with the message of the error."""
    starts = [note.place.line for note in notes]
    cards = list(deck.cards)
    for each in made.diagnostics:
        at = sum(1 for start in starts if start <= each.place.line) - 1
        if each.severity is Severity.ERROR and at >= 0 and not cards[at].draft:
            cards[at] = replace(cards[at], draft=True, comment=each.message)
    return replace(deck, cards=tuple(cards))


def _pin(decks: dict[str, WrittenDeck], notes: dict[str, list[Note]]) -> set[str]:
    """Pin each of the cards that say the same; returns the paths of the decks that change."""
    same: dict[tuple[str, str, str], list[tuple[str, int]]] = defaultdict(list)
    for path, members in notes.items():
        for number, note in enumerate(members):
            same[note.note_type, note.front_key, note.back_key].append((path, number))
    changed = set()
    for places in same.values():
        for path, number in places if len(places) > 1 else ():
            card = decks[path].cards[number]
            if card.guid and not card.pin:
                pinned = replace(card, pin="adopted-" + digest(card.guid)[:8].replace("_", "-"))
                cards = decks[path].cards
                decks[path] = replace(
                    decks[path], cards=(*cards[:number], pinned, *cards[number + 1 :])
                )
                changed.add(path)
    return changed


def _known(card: WrittenCard, note: Note, deck: WrittenDeck) -> Known:
    assert card.in_anki is not None  # noqa: S101  # for mypy; the caller has looked
    there = card.in_anki
    # Anki sorts a note's tags; the same tags in the order of the source are not a change.
    same = {tag.casefold() for tag in there.tags} == {tag.casefold() for tag in note.tags}
    line = " ".join(note.front.split())
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
        sketch=sketch(note.back),
        numbers=(),
        pin=note.pin or "",
        front=line if len(line) <= _FRONT else line[: _FRONT - 1] + "…",
    )
