"""Follow: what the next version of a deck changes in a project, prepared before it is written."""

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from obverse.cards.cards import WrittenCard
from obverse.exchange.claim_guids import pin_of
from obverse.exchange.follow.edits import Edit
from obverse.exchange.follow.follow_types import FollowedTypes, follow_types
from obverse.exchange.follow.ground import DELETE, DRAFT, KEEP, Ground
from obverse.exchange.follow.merge import (
    MINE,
    THEIRS,
    BothTexts,
    MergedNote,
    Way,
    changed_since,
    merge,
)
from obverse.exchange.follow.mine import MyNote
from obverse.exchange.follow.scope import is_within, scope
from obverse.exchange.follow.tag_edits import TagEdits
from obverse.exchange.follow.working import Placed, Working
from obverse.exchange.note_parts import part_texts
from obverse.exchange.their_notes import TheirNote, their_notes
from obverse.formats import Contents
from obverse.languages import tags
from obverse.project.import_base import BaseNote, part_digest
from obverse.project.project import MEDIA, Project
from obverse.values import lock as locks
from obverse.values.source import decode

_NOTE = "the note"
_GONE = "the deck no longer has this note"


class AtNote(NamedTuple):
    """A conflict, with the guid and the question of its note, and where it is in a source."""

    guid: str
    front: str
    place: str
    conflict: BothTexts


@dataclass(slots=True)
class Became:
    """What became of the notes: guids, and conflicts; what is said of note types and media."""

    updated: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)
    same: int = 0
    removed: list[AtNote] = field(default_factory=list)
    conflicts: list[AtNote] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def is_followed(reading: Contents, project: Project) -> bool:
    """Whether a note of a deck is in the project, or was: then the deck is followed."""
    notes = locks.read(decode(project.read_lock())).notes
    return any(card.guid in notes for card in reading.cards if card.guid)


class Following:
    """The merging of all notes of a deck into the files of a project."""

    def __init__(self, on: Ground) -> None:
        """Merge them; nothing is written."""
        self.on = on
        project = on.job.project
        self.outcome = Became()
        self.base: dict[str, BaseNote | None] = {}
        self.whole: dict[str, TheirNote] = {}
        self.theirs: dict[str, TheirNote] = {}
        self.types: FollowedTypes = follow_types(
            on.fitted, on.brought.ground.custom, on.base, project, on.choices.take
        )
        self.working = Working(project, on.mine, on.types, on.brought.claimed.decks)
        self._tags: dict[str, TagEdits] = {}
        self._moves: dict[str, dict[int, Placed]] = {}
        self._coming: list[Placed] = []
        self._written: set[tuple[str, tuple[str, ...]]] | None = None
        for each in their_notes(on.brought.claimed, on.types):
            self._follow(each)
        self._removed()
        self._move()
        for tag_edits in self._tags.values():
            tag_edits.finish()
        for placed in self._coming:
            self.working.place(placed)
        self.working.finish()
        self._say()

    def _follow(self, theirs: TheirNote) -> None:
        guid = theirs.guid
        self.theirs[guid or theirs.path] = theirs
        mine, base = self.on.mine.notes.get(guid), self.on.base.notes.get(guid)
        if mine:
            self._merge(mine, self._below_no_root(theirs) if base is None else theirs, base)
        elif guid and (guid in self.on.built.before.notes or base):
            self._missing(theirs, base)
        elif guid or not self._is_here(theirs):
            self._add(theirs)

    def _below_no_root(self, theirs: TheirNote) -> TheirNote:
        """The note of a package that this project built, whose decks are below its root deck."""
        root = f"{self.on.job.project.settings.deck}::"
        return theirs._replace(deck=theirs.deck.removeprefix(root)) if len(root) > 2 else theirs  # noqa: PLR2004

    def _add(self, theirs: TheirNote) -> None:
        self.outcome.new.append(theirs.guid)
        if theirs.guid:
            self.base[theirs.guid] = theirs.base
            self.whole[theirs.guid] = theirs
        self._coming.append(
            Placed(theirs.guid, theirs.card, theirs.deck, theirs.path, theirs.texts)
        )

    def _is_here(self, theirs: TheirNote) -> bool:
        """Whether a note that is known by nothing but its text is in the project."""
        if self._written is None:
            self._written = {
                (file.deck.note_type, part_texts(card, self.on.types.get(file.deck.note_type)))
                for file in self.on.mine.files.values()
                for card in file.deck.cards
            }
        return (theirs.card.note_type, theirs.texts) in self._written

    def _missing(self, theirs: TheirNote, base: BaseNote | None) -> None:
        """A note that the author removed: it comes back only if that is asked for."""
        known = self.on.built.before.notes.get(theirs.guid)
        is_same = (
            not changed_since(theirs, base)
            if base
            else known is not None and known.digest == theirs.known.digest
        )
        take = self.on.choices.take
        if self.on.choices.again:
            self._add(theirs)
            return
        if is_same:
            self.outcome.same += 1
            return
        conflict = BothTexts(_NOTE, "", "\n".join(each for each in theirs.texts if each), take)
        self._conflict(theirs.guid, theirs.texts[0], "", conflict)
        if take == THEIRS:
            self._add(theirs)
        elif take == MINE:
            self.base[theirs.guid] = theirs.base

    def _merge(self, mine: MyNote, theirs: TheirNote, base: BaseNote | None) -> None:
        guid, key = theirs.guid, mine.file.key
        if mine.file.deck.note_type != theirs.card.note_type:
            names = (mine.file.deck.note_type, theirs.card.note_type)
            self._conflict_of(mine, BothTexts("note type", *names, MINE))
            return
        note_type = self.on.types.get(theirs.card.note_type)
        gone = self.on.fitted.gone.get(theirs.card.note_type, frozenset())
        merged = merge(mine, theirs, base, Way(note_type, gone, self.on.choices.take))
        for each in merged.conflicts:
            self._conflict_of(mine, each)
        self.base[guid] = merged.base
        if merged.is_theirs:
            self.whole[guid] = theirs
        card = self._tagged(mine, theirs, merged)
        if card != mine.card or merged.removed:
            self.working.edit(key).cards[mine.at] = card
            self.working.touched.add(guid)
            self.outcome.updated.append(guid)
            self.outcome.joined += [guid] * merged.joins_tags
        elif not merged.is_theirs:
            self.outcome.kept.append(guid)
        else:
            self.outcome.same += 1
        if merged.deck:
            texts = part_texts(card, note_type)
            placed = Placed(guid, card, merged.deck, theirs.path, texts)
            self._moves.setdefault(key, {})[mine.at] = placed

    def _tagged(self, mine: MyNote, theirs: TheirNote, merged: MergedNote) -> WrittenCard:
        if not (merged.added or merged.removed):
            return merged.card
        written = {tags.to_anki(each): each for each in theirs.card.tags}
        added = tuple(written.get(each, each) for each in merged.added)
        edits = self._tags.setdefault(mine.file.key, TagEdits(self.working.edit(mine.file.key)))
        card, stay = edits.change(mine.at, merged.card, added, merged.removed)
        if stay:
            self._conflict_of(mine, BothTexts("tags", " ".join(stay), "", MINE))
        return card

    def _move(self) -> None:
        """Move the notes whose deck changed; where all of a file move, its deck changes."""
        for key, moves in self._moves.items():
            file, edit = self.on.mine.files[key], self.working.edit(key)
            self.outcome.moved += [placed.guid for placed in moves.values()]
            decks = {placed.deck for placed in moves.values()}
            if len(moves) == len(file.guids) and len(decks) == 1 and "deck" not in file.deck.said:
                (edit.deck,) = decks
                continue
            for at, placed in moves.items():
                self._coming.append(placed._replace(card=self._alone(edit, at)))
                edit.gone.add(at)
                edit.cards.pop(at, None)

    def _alone(self, edit: Edit, at: int) -> WrittenCard:
        """A card with what its file says of all of its cards."""
        head = replace(edit.file.deck, cards=(edit.card(at),))
        if key := self._tags.get(edit.file.key):
            head = replace(head, tags=key.shared(at))
        return head.standing_alone()[0]

    def _say(self) -> None:
        """Say what became of note types and media."""
        on, outcome = self.on, self.outcome
        project, take = on.job.project, on.choices.take
        outcome.said += self.types.said
        for path, conflict in self.types.conflicts:
            what = conflict._replace(what=project.shown(path))
            outcome.conflicts.append(AtNote("", "", "", what))
        for name in on.media.conflicts:
            path = project.content / MEDIA / on.media.renamed.get(name, name)
            sizes = (
                f"{path.stat().st_size:,} bytes",
                f"{len(on.fitted.reading.media[name]):,} bytes",
            )
            outcome.conflicts.append(
                AtNote("", "", "", BothTexts(project.shown(path), *sizes, take))
            )

    def _removed(self) -> None:
        """What becomes of notes that were imported and that the deck has no more."""
        tops = scope(each.deck for each in self.theirs.values() if each.deck)
        for guid, base in self.on.base.notes.items():
            mine = self.on.mine.notes.get(guid)
            if guid in self.theirs or not mine or not is_within(tops, base.deck):
                continue
            self._without_deck(mine, base)

    def _without_deck(self, mine: MyNote, base: BaseNote) -> None:
        choices = self.on.choices
        note_type = self.on.types.get(mine.file.deck.note_type)
        texts = part_texts(mine.card, note_type)
        touched = any(part_digest(text) != base.part(at).mine for at, text in enumerate(texts))
        what = choices.removed
        if touched and what != KEEP:
            text = "\n".join(each for each in texts if each)
            self._conflict_of(mine, BothTexts(_NOTE, text, "", choices.take))
            what = what if choices.take == THEIRS else KEEP
        conflict = BothTexts(what, "", "")
        self.outcome.removed.append(self._found(mine, conflict))
        edit = self.working.edit(mine.file.key)
        if what == DELETE:
            edit.gone.add(mine.at)
            self.base[base.guid] = None
        elif what == DRAFT and not mine.card.draft:
            edit.cards[mine.at] = replace(
                mine.card, draft=True, comment=_GONE, pin=mine.card.pin or pin_of(base.guid)
            )
            self.working.touched.add(base.guid)

    def _conflict_of(self, mine: MyNote, conflict: BothTexts) -> None:
        self.outcome.conflicts.append(self._found(mine, conflict))

    def _found(self, mine: MyNote, conflict: BothTexts) -> AtNote:
        front = " ".join(mine.note.front.split())
        return AtNote(mine.known.guid, front, f"{mine.note.place}", conflict)

    def _conflict(self, guid: str, front: str, place: str, conflict: BothTexts) -> None:
        self.outcome.conflicts.append(AtNote(guid, " ".join(front.split()), place, conflict))
