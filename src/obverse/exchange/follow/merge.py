"""Merge: one note three ways, part by part: as last imported, as it is here, as it comes."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest
from typing import NamedTuple

from obverse.cards.cards import WrittenCard
from obverse.exchange.follow.mine import MyNote
from obverse.exchange.note_parts import part_names, part_texts, with_parts
from obverse.exchange.their_notes import TheirNote
from obverse.machine.paths import composed
from obverse.note_types import NoteType
from obverse.project.import_base import UNKNOWN, BaseNote, Part, part_digest

THEIRS, MINE = "theirs", "mine"
_LOOK_ALIKE = str.maketrans("‹›\N{REVERSE SOLIDUS OPERATOR}", "<>\\")  # noqa: RUF001  # see `render`


class BothTexts(NamedTuple):
    """What both changed, or one changed and the other removed: both texts, and which was taken."""

    what: str
    mine: str
    theirs: str
    taken: str = ""


class MergedNote(NamedTuple):
    """A note after merging: its card, the tags to add and to remove, its new deck if it moves.

    `is_theirs` says that it is now what the deck has. `base` is what to remember of it.
    """

    card: WrittenCard
    added: tuple[str, ...]
    removed: tuple[str, ...]
    deck: str
    conflicts: tuple[BothTexts, ...]
    base: BaseNote
    is_theirs: bool
    joins_tags: bool = False


class Way(NamedTuple):
    """How notes are merged: the custom note type of a note, the fields that the deck no longer has.

    `take` says which text a conflict is settled with, or is empty.
    """

    note_type: NoteType | None
    gone: frozenset[str]
    take: str


class _Choice(NamedTuple):
    """The text of a part, what to remember of it, and whether that is a conflict."""

    text: str
    base: Part
    conflict: BothTexts | None = None


def merge(mine: MyNote, theirs: TheirNote, base: BaseNote | None, way: Way) -> MergedNote:
    """The note with what only the deck changed, and what only the author changed."""
    known = base or _of_lock(mine, theirs, way)
    chosen = tuple(_chosen(mine, theirs, known, way))
    conflicts = [each.conflict for each in chosen if each.conflict]
    added, removed, tags, tag_conflict = _tags(mine, theirs, known, way)
    deck, base_deck, deck_conflict = _deck(mine, theirs, known, way)
    conflicts += [each for each in (tag_conflict, deck_conflict) if each]
    card, is_theirs = _card(mine, theirs, chosen, way)
    theirs_tags = {each.casefold() for each in theirs.tags}
    mine_tags = {each.casefold() for each in mine.note.tags}
    left = mine_tags - {each.casefold() for each in removed} | {each.casefold() for each in added}
    touched = mine_tags != {each.casefold() for each in known.tags} if base else False
    return MergedNote(
        card,
        added,
        removed,
        deck,
        tuple(conflicts),
        BaseNote(theirs.guid, tuple(each.base for each in chosen), base_deck, tags),
        is_theirs and left == theirs_tags,
        bool((added or removed) and touched and left != theirs_tags),
    )


def changed_since(theirs: TheirNote, base: BaseNote) -> bool:
    """Whether the deck changed a note since it was last imported."""
    parts = zip_longest(theirs.base.parts, base.parts, fillvalue=UNKNOWN)
    return any(one.theirs != other.theirs for one, other in parts) or {*theirs.tags} != {*base.tags}


def same_deck(one: str, other: str) -> bool:
    """Whether two names are of one deck: a source cannot name every deck as Anki does."""
    return _plain_deck(one) == _plain_deck(other)


def _plain_deck(name: str) -> str:
    return "".join(composed(name).translate(_LOOK_ALIKE).split())


def _of_lock(mine: MyNote, theirs: TheirNote, way: Way) -> BaseNote:
    """What the lock says of a note that was imported before there was a base.

    If the deck has what was last built, or is older, it changed nothing since.
    """
    texts = part_texts(mine.card, way.note_type)
    is_same = theirs.known.digest == mine.known.digest
    if is_same or theirs.known.modified < mine.known.modified:
        parts = tuple(
            Part(part_digest(raw), part_digest(text) if is_same and mine.is_as_built else "")
            for raw, text in zip(theirs.raws, texts, strict=True)
        )
        return BaseNote(theirs.guid, parts, theirs.deck, theirs.tags)
    return BaseNote(theirs.guid, (), "", ())


def _chosen(mine: MyNote, theirs: TheirNote, base: BaseNote, way: Way) -> Iterator[_Choice]:
    names, texts = part_names(way.note_type), part_texts(mine.card, way.note_type)
    rows = [
        (name, text, new, part_digest(raw), base.part(at))
        for at, (name, text, new, raw) in enumerate(
            zip(names, texts, theirs.texts, theirs.raws, strict=True)
        )
    ]
    differ = [row for row in rows if row[1] != row[2] and row[0] not in way.gone]
    changed = {row[0] for row in differ if row[3] != row[4].theirs}
    touched = {row[0] for row in differ if part_digest(row[1]) != row[4].mine}
    if theirs.card.draft and changed and touched:
        # What a draft shows of a field may be anywhere in it.
        changed = touched = {row[0] for row in differ}
    for name, text, new, raw, before in rows:
        if name in way.gone:
            yield _Choice(text, before)
        elif text == new:
            yield _Choice(text, Part(raw, part_digest(text)))
        elif name not in changed:
            yield _Choice(text, before)
        elif name not in touched:
            yield _Choice(new, Part(raw, part_digest(new)))
        else:
            conflict = BothTexts(name, text, new, way.take)
            yield _settled(conflict, Part(raw, part_digest(new)), before)


def _settled(conflict: BothTexts, new: Part, before: Part) -> _Choice:
    """What becomes of a part that both changed; unsettled it is a conflict the next time too."""
    if conflict.taken == THEIRS:
        return _Choice(conflict.theirs, new, conflict)
    seen = Part(new.theirs, before.mine) if conflict.taken == MINE else before
    return _Choice(conflict.mine, seen, conflict)


def _card(
    mine: MyNote, theirs: TheirNote, chosen: tuple[_Choice, ...], way: Way
) -> tuple[WrittenCard, bool]:
    """The card with the chosen texts, and whether they are all the deck's."""
    texts = tuple(each.text for each in chosen)
    card = mine.card
    is_theirs = texts == theirs.texts
    if texts != part_texts(card, way.note_type):
        card = with_parts(card, texts, way.note_type, mine.file.depth)
        if is_theirs:
            is_mine = card.draft and not card.comment
            card = replace(
                card,
                draft=theirs.card.draft or is_mine,
                comment=theirs.card.comment if theirs.card.draft else card.comment * is_mine,
                pin=card.pin or theirs.card.pin,
            )
    return card, is_theirs and card.draft == theirs.card.draft


def _tags(
    mine: MyNote, theirs: TheirNote, base: BaseNote, way: Way
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], BothTexts | None]:
    """The tags to add and to remove, those to remember, and whether they are a conflict.

    Without a base nobody knows who added or removed one.
    """
    here = {each.casefold(): each for each in mine.note.tags}
    there = {each.casefold(): each for each in theirs.tags}
    before = {each.casefold() for each in base.tags}
    conflict = None
    if not base.parts:
        if here.keys() == there.keys():
            return (), (), theirs.tags, None
        conflict = BothTexts("tags", " ".join(mine.note.tags), " ".join(theirs.tags), way.take)
        before = {*here} if way.take == THEIRS else {*here, *there}
        if way.take != THEIRS:
            return (), (), theirs.tags, conflict
    added = tuple(each for name, each in there.items() if name not in before and name not in here)
    removed = tuple(each for name, each in here.items() if name in before and name not in there)
    return added, removed, theirs.tags, conflict


def _deck(
    mine: MyNote, theirs: TheirNote, base: BaseNote, way: Way
) -> tuple[str, str, BothTexts | None]:
    """The deck that the note moves to, the one to remember, and whether it is a conflict."""
    here, there = mine.note.deck, theirs.deck
    if not there or same_deck(here, there):
        return "", there or base.deck, None
    if base.parts and same_deck(there, base.deck):
        return "", base.deck, None
    if base.parts and same_deck(here, base.deck):
        return there, there, None
    conflict = BothTexts("deck", here, there, way.take)
    if way.take:
        return (there if way.take == THEIRS else ""), there, conflict
    return "", base.deck, conflict
