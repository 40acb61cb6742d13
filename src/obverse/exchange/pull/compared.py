"""Compared: each note three ways, as it was built last, as it is here, and as Anki has it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from obverse.build import Built
from obverse.cards.rows import StoredNote
from obverse.exchange.pull.base import Base
from obverse.exchange.pull.learners import Learners, MovedNote
from obverse.exchange.pull.note_in_anki import FOLLOWS, EditedNote, note_in_anki, own_digest
from obverse.exchange.pull.seen import SeenNote, SeenNotes
from obverse.exchange.pull.taken import Taken
from obverse.exchange.pull.three_ways import merged_fields
from obverse.languages.fingerprint import digest
from obverse.link.collection import CollectionNote
from obverse.note_types import built_in, built_in_names, with_source
from obverse.project.project import Project
from obverse.values.lock import Known

_LEARNERS = ("marked", "leech")
_TYPE = "it has another note type in Anki"
_REMOVED = "edited in Anki, and removed here: it stays in Anki"


class RetaggedNote(NamedTuple):
    """A note that has other tags in Anki: those to add and to remove, and all that it has there."""

    mine: CollectionNote
    added: tuple[str, ...]
    removed: tuple[str, ...]
    in_anki: tuple[str, ...]


class UnmatchedNote(NamedTuple):
    """A note that the lock knows and that cannot be compared, Anki's fields, and why."""

    known: Known
    theirs: tuple[str, ...]
    reason: str
    is_conflict: bool = False


class FoundAgain(NamedTuple):
    """A note that a build would take for a new one, although Anki has it: its lines in the lock."""

    before: Known
    made: Known


@dataclass(slots=True)
class Compared:
    """The notes edited only in Anki, and those edited on both sides or without a known base.

    `missing` are those that Anki had and has no more, `moved` those with cards in other decks,
    `new` those made in Anki in decks and of note types of the project, `foreign` those of other
    note types there. `skipped` are those whose last build Anki did not take, for it has them newer,
    `pending` those that wait here for a build, and `times` when notes changed in Anki, in Unix
    seconds by guid. `learners` is what a learner set, by guid; `keys_of_decks` are the sources
    whose notes are in a deck; `again` are notes whose text a pull wrote that was then stopped,
    before it could write the lock. `seen` is what to remember of what is settled, `taken` the
    collection itself.
    """

    taken: Taken
    seen: SeenNotes
    edited: list[EditedNote] = field(default_factory=list)
    conflicts: list[EditedNote] = field(default_factory=list)
    missing: list[Known] = field(default_factory=list)
    tags: list[RetaggedNote] = field(default_factory=list)
    moved: list[MovedNote] = field(default_factory=list)
    new: list[StoredNote] = field(default_factory=list)
    unmatched: list[UnmatchedNote] = field(default_factory=list)
    learners: dict[str, str] = field(default_factory=dict)
    foreign: list[StoredNote] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)
    pending: set[str] = field(default_factory=set)
    times: dict[str, int] = field(default_factory=dict)
    again: list[FoundAgain] = field(default_factory=list)
    keys_of_decks: dict[str, Counter[str]] = field(default_factory=dict)

    def see(self, guid: str, **known: object) -> None:
        """Remember more of what Anki has of a note; its fields are those of `SeenNote`."""
        self.seen[guid] = self.seen.get(guid, SeenNote(""))._replace(**known)  # type: ignore[arg-type]


def compared(built: Built, taken: Taken, project: Project, seen: SeenNotes) -> Compared:
    """The notes of the project that a collection has, compared with it.

    `seen` is what was last seen in that collection.
    """
    return _Comparing(built, taken, Base(project, seen)).found


class _Comparing:
    """One comparison. `shipped` is the time of the last build that Anki certainly has."""

    def __init__(self, built: Built, taken: Taken, base: Base) -> None:
        self.found = Compared(taken, dict(base.seen))
        self._built, self._taken, self._base = built, taken, base
        self._mine = {note.guid: note for note in built.collection.notes}
        self._learners, shipped = Learners(taken), 0
        there = {row.guid: row for row in taken.rows.notes}
        for guid, known in built.before.notes.items():
            row = there.get(guid)
            if row is None:
                continue
            if (note := self._mine.get(guid)) and known.alive:
                shipped = max(shipped, self._compare(note, row, known))
            else:
                self._removed(row, known)
        for guid, known in built.before.notes.items():
            is_shipped = known.alive and known.modified <= shipped
            if is_shipped and guid not in there and guid in self._mine:
                self.found.missing.append(known)
        self._look_for_new()

    def _compare(self, note: CollectionNote, row: StoredNote, known: Known) -> int:
        """Compare a note; returns the time of the build that Anki has, as far as the note says."""
        note_type = self._built.collection.note_types[note.note_type]
        if row.note_type != note_type.id or len(row.fields) != len(note.fields):
            self.found.unmatched.append(UnmatchedNote(known, row.fields, _TYPE))
            return 0
        edited, mine = note_in_anki(note, row.fields, self._taken), own_digest(note)
        self.found.times[note.guid] = row.modified
        is_same = note.tags == row.tags and not edited.changed
        if (mine, note.tags) != (known.digest, known.tags) and not is_same:
            self.found.pending.add(note.guid)
        follows = [at for at, (name, _) in enumerate(note_type.fields) if name == FOLLOWS]
        fields = self._fields(edited, (row, known), mine, follows)
        tags, decks = self._tags(note, row, known), self._decks(note, row, known)
        if fields or tags or decks:
            self.found.see(note.guid, **fields, **tags, **decks)
        if said := self._learners.said(row):
            self.found.learners[note.guid] = said
        is_last = edited.there == known.digest and row.modified == known.modified
        return row.modified if is_last else 0

    def _fields(
        self, edited: EditedNote, at: tuple[StoredNote, Known], mine: str, follows: list[int]
    ) -> dict[str, object]:
        """Tell who edited the fields; gives what to remember of them if that is settled."""
        row, known = at
        guid, there = known.guid, edited.there
        is_mine_edited = mine != known.digest
        # The field that this one follows from is the same, so Anki has not the last build.
        is_same = not edited.changed or (is_mine_edited and edited.changed == follows)
        if is_same:
            return {"theirs": there, "mine": mine, "fields": edited.in_anki}
        if there == known.digest or self._base.was_there(guid, there):
            if there != known.digest and row.modified >= known.modified:
                self.found.skipped[guid] = row.modified
            return {"theirs": there, "mine": "", "fields": edited.in_anki}
        if (last := self._base.seen.get(guid)) and last.theirs:
            merged = self._merged(edited, last, mine)
            (self.found.edited if merged else self.found.conflicts).append(merged or edited)
        else:
            is_behind = row.modified < known.modified or self._base.was_other(known)
            is_conflict = is_mine_edited or is_behind
            (self.found.conflicts if is_conflict else self.found.edited).append(edited)
        return {}

    def _merged(self, edited: EditedNote, last: SeenNote, mine: str) -> EditedNote | None:
        """The note with what only Anki changed since it was last seen there, if that can be."""
        if mine in (last.mine, last.theirs):
            return edited
        before = note_in_anki(edited.mine, last.fields, self._taken)
        merged = merged_fields(before.theirs, edited.mine.fields, edited.theirs)
        return None if merged is None else edited._replace(theirs=merged)

    def _tags(self, note: CollectionNote, row: StoredNote, known: Known) -> dict[str, object]:
        """Tags that only Anki changed; what a learner's program sets is never the author's."""
        if note.tags == row.tags:
            return {"tags": row.tags}
        may_have, must_have = self._base.tags(known)
        here = {tag.casefold() for tag in note.tags}
        now = {tag.casefold(): tag for tag in row.tags}
        added = tuple(
            tag for key, tag in now.items() if key not in may_have | here and _is_authors(key)
        )
        gone = must_have - now.keys()
        removed = tuple(tag for tag in note.tags if tag.casefold() in gone)
        if added or removed:
            self.found.tags.append(RetaggedNote(note, added, removed, row.tags))
            return {}
        return {"tags": row.tags}

    def _decks(self, note: CollectionNote, row: StoredNote, known: Known) -> dict[str, object]:
        """Decks that a learner chose; where an author moved a card, Anki does not follow."""
        decks = self._learners.decks(row)
        if decks == (note.deck,):
            return {"deck": note.deck}
        if moved := self._learners.moved(note, row, self._base.decks(known)):
            self.found.moved.append(moved)
            return {}
        return {"deck": decks[0]} if len(decks) == 1 else {}

    def _removed(self, row: StoredNote, known: Known) -> None:
        """A note that is not in the package any more: what a learner edited in it is said once."""
        if known.alive and (made := self._as_new(row, known)):
            self.found.again.append(FoundAgain(known, made))
            return
        fields = with_source(known.note_type, row.fields)
        there = digest(*fields)
        if there != known.digest and not self._base.was_there(known.guid, there):
            self.found.unmatched.append(UnmatchedNote(known, fields, _REMOVED, is_conflict=True))
        self.found.see(known.guid, theirs=there, mine="", fields=fields)

    def _as_new(self, row: StoredNote, known: Known) -> Known | None:
        """The new note here that is just what Anki has of one that is not here any more."""
        alike = []
        for each in self._built.identity.notes:
            note = each.packed
            if each.before or note.note_type != known.note_type:
                continue
            if len(note.fields) == len(row.fields):
                edited = note_in_anki(note, row.fields, self._taken)
                if not edited.changed:
                    alike.append(each.after)
        return alike[0] if len(alike) == 1 else None

    def _look_for_new(self) -> None:
        """Notes that were made in Anki in decks of the project."""
        own = map(built_in, built_in_names())
        ids = {each.id for each in (*own, *self._built.collection.note_types.values())}
        known = self._built.before.notes.keys() | self._mine.keys()
        for row in self._taken.rows.notes:
            deck = self._taken.rows.decks.get(row.deck, "").casefold()
            if row.guid not in known and deck in self._keys_of_decks:
                (self.found.new if row.note_type in ids else self.found.foreign).append(row)

    @cached_property
    def _keys_of_decks(self) -> Mapping[str, Counter[str]]:
        """How many notes of each source are in a deck, or were: Anki moves no card by itself."""
        places = {each.after.guid: each.note.place.path for each in self._built.identity.notes}
        found = self.found.keys_of_decks
        for guid, note in self._mine.items():
            known = self._built.before.notes.get(guid)
            decks = {note.deck, *(self._base.decks(known) if known else ())}
            for deck in decks:
                number = 1 + (deck == note.deck)
                found.setdefault(deck.casefold(), Counter())[places[guid]] += number
        return found


def _is_authors(tag: str) -> bool:
    return tag not in _LEARNERS and not tag.startswith("obverse::")
