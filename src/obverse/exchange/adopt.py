"""Adopt: what a format read becomes sources, one for each deck and note type.

Nothing is written here: the result is the content of each file. Media are named `media/NAME` in a
reading; a source in a subfolder gets a path that leads up to them.
"""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from obverse.cards.cards import WrittenCard, WrittenDeck
from obverse.cards.unparse import unparse
from obverse.exchange.relocate import references, relocate
from obverse.formats import Contents
from obverse.languages import cloze, escape, html
from obverse.machine.file_names import LONGEST, Names, is_reserved, safe
from obverse.note_types import NoteType
from obverse.project.adopted_media import stand_in

_NONE: Mapping[str, str] = {}
_NOT_IN_A_NAME = re.compile(r"[^\w]+")
_ONE_MORE = "+"  # what Anki puts after the name of a note type that is taken
_LONGEST = 60  # characters of a part of a path, which may take four bytes each


@dataclass(frozen=True, slots=True)
class Adopted:
    """Sources by path below the content folder, with `/`, and the note types they need."""

    sources: dict[str, WrittenDeck]
    note_types: dict[str, NoteType]

    def texts(self) -> dict[str, str]:
        """The content of each source."""
        return {path: unparse(deck) for path, deck in self.sources.items()}


def adopt(
    reading: Contents,
    custom: Mapping[str, NoteType] | None = None,
    known: Container[str] = (),
    renamed: Mapping[str, str] = _NONE,
) -> Adopted:
    """The sources that a reading becomes.

    `custom` are the project's custom note types by key: one with the same id replaces one of the
    reading. Cards whose guid is `known` are already in the project and are left out. `renamed` are
    files whose name is taken, with the name they get.
    """
    keys = _keys(reading.note_types, custom or {})
    cards = [
        replace(card, note_type=key)
        if (key := keys.get(card.note_type, "")) != card.note_type
        else card
        for card in _told_apart(reading.cards)
        if not card.guid or card.guid not in known
    ]
    if reading.plain:
        cards = [_in_markdown(card) for card in cards]
    groups: dict[tuple[str, str], list[WrittenCard]] = {}
    for card in cards:
        groups.setdefault((card.deck, card.note_type), []).append(card)
    given = Names()
    files = (*reading.media, *map(stand_in, reading.missing))
    names = {each: each for each in files} | dict(renamed)
    sources = {}
    for (deck, note_type), members in groups.items():
        others = sum(1 for name, _ in groups if name == deck)
        name = deck or reading.title or "cards"
        path = _path(name, note_type if others > 1 else "", given)
        written = references(names, path.count("/"))
        sources[path] = _source(deck, reading.title, note_type, relocate(members, written))
    used = {card.note_type for card in cards}
    made = {new: reading.note_types[old] for old, new in keys.items() if new in used}
    return Adopted(sources, _named_apart(made, custom or {}))


def _named_apart(
    made: Mapping[str, NoteType], custom: Mapping[str, NoteType]
) -> dict[str, NoteType]:
    """The note types under their keys, each with a name of its own, as Anki makes one.

    The lock knows a note type by its name, and every profile of Anki has a `Basic` of its own.
    """
    taken = {each.name for key, each in custom.items() if key not in made}
    apart: dict[str, NoteType] = {}
    for key, each in made.items():
        name = each.name
        while name in taken and each.id != getattr(custom.get(key), "id", None):
            name += _ONE_MORE
        taken.add(name)
        apart[key] = each._replace(key=key, name=name)
    return apart


def _told_apart(cards: Iterable[WrittenCard]) -> Iterator[WrittenCard]:
    """The cards; of those with one guid only the first is the note that has it."""
    seen = {""}
    for card in cards:
        yield replace(card, guid="", in_anki=None) if card.guid in seen else card
        seen.add(card.guid)


def _keys(wanted: Mapping[str, NoteType], custom: Mapping[str, NoteType]) -> dict[str, str]:
    """The key in the project of each note type of a reading."""
    by_id = {(each.id, each.heading): key for key, each in custom.items()}
    given = Names(custom)
    return {
        key: by_id.get((each.id, each.heading)) or given.unique(key) for key, each in wanted.items()
    }


def _source(deck: str, title: str, note_type: str, cards: Sequence[WrittenCard]) -> WrittenDeck:
    shared = _shared_tags(cards)
    name = deck.rpartition("::")[2] or title
    return WrittenDeck(
        cards=tuple(
            replace(card, tags=tuple(tag for tag in card.tags if tag not in shared))
            if shared
            else card
            for card in cards
        ),
        title=escape.heading(name),
        # For a deck that is below no other a title is enough, unless its name was numbered.
        deck=deck if "::" in deck or " ".join(name.split()) != name else "",
        tags=shared,
        note_type=note_type,
    )


def _shared_tags(cards: Sequence[WrittenCard]) -> tuple[str, ...]:
    """The tags that every card has; they go into the front matter."""
    if len(cards) < 2:  # noqa: PLR2004  # of one card they stay below it
        return ()
    others = [set(card.tags) for card in cards[1:]]
    return tuple(tag for tag in cards[0].tags if all(tag in each for each in others))


def _in_markdown(card: WrittenCard) -> WrittenCard:
    """A card of plain text: its first line is the heading, bullets are a list.

    With a cloze deletion in its front it is a cloze card, whose back is shown with the answer.
    """
    heading, separated, above = card.front.strip().partition("\n")
    front = (escape.heading(heading) or html.NO_HEADING) + (
        f"\n{escape.listed(above)}" if separated else ""
    )
    back = escape.listed(card.back)
    card = replace(card, fields={name: escape.listed(text) for name, text in card.fields.items()})
    if not cloze.numbers(card.front):
        return replace(card, front=front, back=back)
    front = escape.with_deletions(front)
    return replace(card, front=front if separated or not back else f"{front}\n", back=back)


def _path(deck: str, note_type: str, given: Names) -> str:
    """`geography/europe.md` for the deck `Geography::Europe`, each name once."""
    parts = [_slug(part) for part in deck.split("::")]
    stem = "/".join(part for part in parts if part) or "cards"
    stem += f"-{_slug(note_type)}" if note_type else ""
    folder, slash, name = stem.rpartition("/")
    room = len(f"{folder}{slash}".encode()) + LONGEST
    return given.unique(f"{folder}{slash}{safe(f'{name}.md', 'cards')}", room)


def _slug(text: str) -> str:
    """Lower case, words joined by `-`: a name for a file on any system."""
    name = _NOT_IN_A_NAME.sub("-", unicodedata.normalize("NFC", text).lower())[:_LONGEST]
    name = name.strip("-_")
    return f"{name}-deck" if is_reserved(name) else name


def sure_and_doubtful(cards: Iterable[WrittenCard]) -> tuple[int, int]:
    """How many cards are (sure, doubtful)."""
    sure = [card.sure for card in cards]
    return sum(sure), len(sure) - sum(sure)
