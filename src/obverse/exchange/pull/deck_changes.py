"""Deck changes: the deck of a file, where all its cards were moved to another one in Anki."""

import re
from collections import defaultdict
from collections.abc import Iterable

from obverse.cards.cards import WrittenDeck
from obverse.cards.unparse import head
from obverse.exchange.follow.merge import same_deck
from obverse.exchange.pull.learners import MovedNote
from obverse.exchange.pull.pull import Pulling
from obverse.languages import front_matter
from obverse.values.source import decode
from obverse.values.written_lines import with_lines

_DECK = re.compile(r"deck[ \t]*+:")


def moved_files(pulling: Pulling, moved: Iterable[MovedNote]) -> dict[str, str]:
    """The deck to which all notes of a source were moved, by the key of the source."""
    decks: dict[str, set[str]] = defaultdict(set)
    guids: dict[str, set[str]] = defaultdict(set)
    for each in moved:
        key = pulling.key(each.mine.guid)
        decks[key].add(each.deck)
        guids[key].add(each.mine.guid)
    every: dict[str, set[str]] = defaultdict(set)
    for note in pulling.built.collection.notes:
        every[pulling.key(note.guid)].add(note.guid)
    return {
        key: next(iter(found))
        for key, found in decks.items()
        if len(found) == 1 and "" not in found and guids[key] == every[key]
    }


def change_deck(pulling: Pulling, key: str, deck: str) -> bool:
    """Whether the front matter of a source could name this deck, and all else stay."""
    start = pulling.source(key)
    if start is None:
        return False
    now = pulling.built_alone(key, _with_deck(pulling, start.raw, deck))
    if now is None or start.notes.keys() != now.notes.keys():
        return False
    for guid, note in now.notes.items():
        if not same_deck(note.deck, deck) or note._replace(deck="") != start.notes[guid]._replace(
            deck=""
        ):
            return False
    pulling.set(key, now.raw)
    return True


def _with_deck(pulling: Pulling, raw: bytes, deck: str) -> bytes:
    root = f"{pulling.project.settings.deck}::"
    name = deck.removeprefix(root) if len(root) > 2 else deck  # noqa: PLR2004  # without one
    fence, *said, _ = head(WrittenDeck((), deck=name)).split("\n")
    text = decode(raw)
    count = front_matter.read(text).lines
    if not count:
        return with_lines(raw, [(0, 0, [fence, *said, fence, ""])])
    lines = text.split("\n")
    at = next((at for at in range(1, count - 1) if _DECK.match(lines[at])), 0)
    return with_lines(raw, [(at, at + 1, said) if at else (count - 1, count - 1, said)])
