"""Plan a push: each note three ways, as Anki had it last, as it is here, and as Anki has it.

Nothing that a learner did is overwritten: a text that was edited in Anki is left and said, their
tags are set again, a card in a deck of their own choice stays there, and what they deleted is not
made again. `overwrite` is about texts and deleted notes only.
"""

from collections.abc import Iterable
from typing import NamedTuple

from obverse.anki_connect.open_anki import AnkiNote, OpenAnki
from obverse.build import Built
from obverse.exchange.pull.three_ways import as_seen
from obverse.exchange.push.planned import (
    LeftNote,
    PackedNote,
    PushPlan,
    Retagged,
    empty_plan,
)
from obverse.exchange.push.removals import plan_removals
from obverse.exchange.push.tag_sets import Tags, TagSets, all_tags, tag_sets, tags_in_both
from obverse.exchange.push.type_looks import plan_looks, unfit_types
from obverse.exchange.push.where import CardsToPlace, plan_moves
from obverse.exchange.running.found_notes import FoundNotes
from obverse.exchange.running.last_known import KnownThere, UnderWay
from obverse.exchange.running.shipped import Shipped
from obverse.link.identity import Identified
from obverse.project.project import Project

_EDITED = "edited in Anki: `obverse pull` brings it here, `--overwrite` replaces it"
_BOTH = "edited here and in Anki: `obverse pull` shows both, `--overwrite` takes this one"
_UNKNOWN = "Anki has a text that no build had: `obverse pull` shows both, `--overwrite` replaces it"
_DELETED = "deleted in Anki: `--overwrite` makes it again"
_TURNED = "it has another note type in Anki"


class PushOptions(NamedTuple):
    """What may be done beyond the usual: texts replaced, removed notes deleted."""

    overwrite: bool = False
    delete: bool = False


class Pushing(NamedTuple):
    """What a push looks at: the build, the open Anki, and which of its notes are which.

    `now` is the time before Anki was asked anything, in Unix seconds.
    """

    project: Project
    built: Built
    anki: OpenAnki
    found: FoundNotes
    shipped: Shipped
    now: int


def plan_push(pushing: Pushing, options: PushOptions) -> PushPlan:
    """What a push would do. Raises `ObverseError`."""
    planning = _Planning(pushing, options)
    planning.plan_notes()
    planning.plan_moves(pushing.anki)
    built, found, plan = pushing.built, pushing.found, planning.plan
    plan_removals(built, found, pushing.shipped, plan, may_delete=options.delete)
    plan.looks.update(plan_looks(built, pushing.anki, found, plan))
    return plan._replace(same=planning.same)


class _Planning:
    """The plan as it grows, note by note."""

    def __init__(self, pushing: Pushing, options: PushOptions) -> None:
        self._built, self._found, self._shipped = pushing.built, pushing.found, pushing.shipped
        self._options, self._now = options, pushing.now
        self._unfit = unfit_types(pushing.built, pushing.anki, pushing.found)
        self.plan, self.same = empty_plan(), 0
        self._to_place: list[CardsToPlace] = []

    def plan_notes(self) -> None:
        """Plan what happens to each note of the build."""
        notes = self._built.identity.notes
        here = {each.guid for each in self._built.identity.known}
        last = self._found.last.notes.items()
        # Another branch may have them.
        self.plan.known.update({guid: each for guid, each in last if guid not in here})
        read = self._found.notes(self._to_read(notes))
        for position, each in enumerate(notes, start=1):
            guid = each.packed.guid
            note_id = self._found.ids.get(guid)
            if note_id is None:
                self._absent(each, position)
            elif note_id not in read:
                self.plan.known[guid] = self._found.last.notes[guid]
                self.same += 1
            else:
                self._present(each, position, read[note_id])

    def _to_read(self, notes: Iterable[Identified]) -> list[int]:
        """The notes that have to be read: changed here or there, or not known."""
        found, last = self._found, self._found.last
        return [
            note_id
            for each in notes
            if (note_id := found.ids.get(each.packed.guid)) is not None
            and not self._is_as_known(each, last.notes.get(each.packed.guid), note_id)
        ]

    def _is_as_known(self, each: Identified, base: KnownThere | None, note_id: int) -> bool:
        packed = each.packed
        return (
            base is not None
            and packed.guid not in self._found.last.under_way
            and base.modified > 0
            and base.modified == self._found.time(note_id)
            and base.mine == each.after.digest
            and base.deck == packed.deck
            and set(base.tags) == set(packed.tags)
        )

    def _absent(self, each: Identified, position: int) -> None:
        guid, place = each.packed.guid, str(each.note.place)
        unfit = self._unfit.get(each.packed.note_type)
        if guid in self._found.turned:
            self.plan.known[guid] = self._found.last.notes[guid]
            self.plan.left.append(LeftNote(guid, place, _TURNED))
        elif unfit:
            self.plan.left.append(LeftNote(guid, place, unfit, is_conflict=True))
        elif guid in self._found.gone and not self._options.overwrite:
            self.plan.known[guid] = self._found.last.notes[guid]
            self.plan.left.append(LeftNote(guid, place, _DELETED))
        else:
            self._pack(self.plan.created, each, position, each.after.modified)

    def _present(self, each: Identified, position: int, there: AnkiNote) -> None:
        packed, mine, place = each.packed, each.after.digest, str(each.note.place)
        guid = packed.guid
        base = self._found.last.notes.get(guid)
        pending = self._found.last.under_way.get(guid)
        unfit = self._unfit.get(packed.note_type)
        if unfit or not self._found.is_of_type(packed.note_type, there):
            reason = unfit or _TURNED
            self.plan.left.append(LeftNote(guid, place, reason, is_conflict=bool(unfit)))
            return
        theirs = self._found.made(packed.note_type, there)
        is_same = theirs == mine or self._looks_same(each, there, theirs, base)
        tags = tag_sets(each, there, theirs, base, pending)
        may = is_same or self._is_unedited(guid, theirs, base, pending) or self._options.overwrite
        if not may:
            self._conflict(each, there, base, tags)
            return
        # Its time says that nothing was edited since only if no later edit can have the same.
        at = there.modified if there.modified < self._now else 0
        known_mine = mine if is_same else (base.mine if base else theirs)
        given = tags.authors if base else tags_in_both(tags.authors, there.tags)
        self.plan.known[guid] = KnownThere(
            there.note_id, at, theirs, known_mine, _deck_there(each, base), given
        )
        if is_same:
            self._retag(guid, there, tags.changes(there), tags, place)
        else:
            modified = max(packed.modified, there.modified + 1)
            self._pack(self.plan.updated, each, position, modified, tags.after_import)
        self._place(each, there, base, pending)

    def _looks_same(
        self, each: Identified, there: AnkiNote, theirs: str, base: KnownThere | None
    ) -> bool:
        """Whether only the way it is written differs, or it was taken for the same before."""
        if base and base.theirs == theirs:
            return base.mine == each.after.digest
        pairs = zip(each.packed.fields, there.fields, strict=False)
        return len(each.packed.fields) == len(there.fields) and all(
            one == other or as_seen(one) == as_seen(other) for one, other in pairs
        )

    def _is_unedited(
        self, guid: str, theirs: str, base: KnownThere | None, pending: UnderWay | None
    ) -> bool:
        return (
            bool(base and base.theirs == theirs)
            or bool(pending and pending.digest == theirs)
            or self._shipped.has(guid, theirs)
        )

    def _conflict(
        self, each: Identified, there: AnkiNote, base: KnownThere | None, tags: TagSets
    ) -> None:
        """Leave a text that the learner has edited, but not the tags that a killed push took."""
        guid, place, mine = each.packed.guid, str(each.note.place), each.after.digest
        is_only_there = base is not None and base.mine == mine
        reason = _EDITED if is_only_there else _BOTH if base else _UNKNOWN
        left = LeftNote(
            guid, place, reason, each.packed.fields, there.fields, is_conflict=not is_only_there
        )
        self.plan.left.append(left)
        if base:
            self.plan.known[guid] = base._replace(modified=0, tags=tags.authors)
        self._retag(guid, there, tags.given_back(there), tags, place, is_left=True)

    def _retag(
        self,
        guid: str,
        there: AnkiNote,
        change: Tags,
        tags: TagSets,
        place: str,
        *,
        is_left: bool = False,
    ) -> None:
        if not (change.add or change.remove):
            self.same += not is_left
            return
        self.plan.retagged.append(Retagged(guid, there.note_id, change.add, change.remove, place))
        made = "" if is_left else self.plan.known[guid].theirs
        here = () if is_left else tags.here
        begun = UnderWay(there.note_id, there.modified, made, here, (), *tags.given)
        self._begin(guid, begun)

    def _pack(
        self,
        packs: list[PackedNote],
        each: Identified,
        position: int,
        modified: int,
        tags: Tags = Tags(),  # noqa: B008  # a tuple
    ) -> None:
        packed, guid = each.packed, each.packed.guid
        note = packed._replace(modified=modified)
        made, place = each.after.digest, str(each.note.place)
        packs.append(PackedNote(note, position, made, place, tags.add, tags.remove))
        note_id = self._found.ids.get(guid, packed.note_id)
        begun = UnderWay(note_id, modified, made, packed.tags, (packed.deck,), *tags)
        self._begin(guid, begun)

    def _place(
        self,
        each: Identified,
        there: AnkiNote,
        base: KnownThere | None,
        pending: UnderWay | None,
    ) -> None:
        """Look later where its cards are, if they may have to go to another deck."""
        packed = each.packed
        if base and base.deck == packed.deck and not pending:
            return
        before = {*(pending.decks if pending else ())} | ({base.deck} if base else set())
        place = str(each.note.place)
        self._to_place.append(
            CardsToPlace(packed.guid, there.cards, packed.deck, frozenset(before), place)
        )

    def plan_moves(self, anki: OpenAnki) -> None:
        """Plan which cards go to another deck."""
        moves = plan_moves(anki, self._to_place, self._shipped)
        self.plan.moved.extend(moves.moved)
        self.plan.left.extend(moves.left)
        known = self.plan.known
        for each in self._to_place:
            # What is in a filtered deck is looked at again by each push until it is back.
            self.plan.decks[each.guid] = (
                known[each.guid].deck if each.guid in moves.again else each.deck
            )
        for move in moves.moved:
            there = known[move.guid]
            begun = self.plan.under_way.get(move.guid) or UnderWay(
                there.note_id, there.modified, there.theirs, (), ()
            )
            self._begin(move.guid, begun._replace(decks=(move.deck, *move.before)))

    def _begin(self, guid: str, begun: UnderWay) -> None:
        """Note down what is going to happen to a note, with what an earlier push may have done."""
        if before := self._found.last.under_way.get(guid):
            tags, decks = all_tags(begun.tags, before.tags), {*begun.decks, *before.decks}
            begun = begun._replace(tags=tags, decks=tuple(sorted(decks)))
        self.plan.under_way[guid] = begun


def _deck_there(each: Identified, base: KnownThere | None) -> str:
    """The deck that Anki got a note in, as far as that is known."""
    if base:
        return base.deck
    return each.before.deck if each.before else ""
