"""Verify: look at what is in Anki after a push, for an import tells nothing of what it skipped."""

from typing import NamedTuple

from obverse.anki_connect.open_anki import AnkiNote
from obverse.exchange.push.plan_push import Pushing
from obverse.exchange.push.planned import LeftNote, PackedNote, PushPlan
from obverse.exchange.push.tag_sets import all_tags, tags_but, tags_in_both
from obverse.exchange.running.last_known import KnownThere, UnderWay
from obverse.link.since import RETIRED

_NEW = "Anki did not take this new note"
_TEXT = "Anki still has another text: close what shows this note there, and push again"
_TAGS = "Anki has other tags than it was given: push again"
_DECK = "a card is still in another deck: push again"
_THERE = "Anki still has it: push again"


class Verified(NamedTuple):
    """What Anki has now, what is still under way, and what did not arrive."""

    known: dict[str, KnownThere]
    under_way: dict[str, UnderWay]
    failed: list[LeftNote]


def verified(pushing: Pushing, plan: PushPlan, start: int) -> Verified:
    """What became of a push. `start` is the time before its first step, in Unix seconds.

    New notes are known by their ids and times, for reading the texts of all takes as long as the
    whole push; of the others the texts are read.
    """
    return _Verifying(pushing, plan, start).verified()


class _Verifying:
    def __init__(self, pushing: Pushing, plan: PushPlan, start: int) -> None:
        self._pushing, self._plan, self._start = pushing, plan, start
        self._known, self._failed = dict(plan.known), list[LeftNote]()
        self._left = {each.guid for each in plan.left if each.theirs}

    def verified(self) -> Verified:
        plan = self._plan
        there = self._pushing.anki.find_notes(self._pushing.found.query_of_all)
        self._check_created(frozenset(there))
        read = self._read()
        for each in plan.updated:
            self._check_text(each, read)
        self._check_tags(read)
        self._check_removed(frozenset(there), read)
        for guid, deck in plan.decks.items():
            if guid in self._known:
                self._known[guid] = self._known[guid]._replace(deck=deck)
        self._check_decks()
        failed = {each.guid for each in self._failed}
        under_way = {guid: each for guid, each in plan.under_way.items() if guid in failed}
        known = {
            guid: plan.known.get(guid, each) if guid in failed else each
            for guid, each in self._known.items()
        }
        return Verified(known, under_way, self._failed)

    def _read(self) -> dict[int, AnkiNote]:
        """The notes whose text or tags were set, as they are now."""
        plan, ids = self._plan, self._pushing.found.ids
        wanted = {ids[each.note.guid] for each in plan.updated}
        wanted |= {each.note_id for each in plan.retagged}
        wanted |= {each.note_id for each in plan.retired}
        return self._pushing.anki.notes(sorted(wanted))

    def _fail(self, guid: str, place: str, reason: str) -> None:
        self._failed.append(LeftNote(guid, place, reason, is_conflict=True))

    def _safe(self, modified: int) -> int:
        """The time of a note, if no edit after this push can have the same."""
        return modified if modified < self._start else 0

    def _check_created(self, there: frozenset[int]) -> None:
        if not self._plan.created:
            return
        come = there - self._pushing.found.there
        new = {each.note.guid: each.note.note_id for each in self._plan.created}
        ids = {guid: number for guid, number in new.items() if number in come}
        if len(ids) < len(new):  # Anki gives a note another id where its own is taken
            found = self._pushing.found.by_guid()
            ids |= {guid: found[guid] for guid in new.keys() - ids.keys() if guid in found}
        times = self._pushing.anki.times(ids.values())
        for each in self._plan.created:
            note = each.note
            number = ids.get(note.guid)
            if number is None or times.get(number) != note.modified:
                self._fail(note.guid, each.place, _NEW)
                continue
            at = self._safe(note.modified)
            self._known[note.guid] = KnownThere(
                number, at, each.digest, each.digest, note.deck, note.tags
            )

    def _check_text(self, each: PackedNote, read: dict[int, AnkiNote]) -> None:
        found, note = self._pushing.found, each.note
        number = found.ids[note.guid]
        now = read.get(number)
        if now is None or found.made(note.note_type, now) != each.digest:
            self._fail(note.guid, each.place, _TEXT)
            return
        wanted = all_tags(tags_but(note.tags, each.remove), each.add)
        if tags_but(wanted, now.tags) or tags_in_both(now.tags, each.remove):
            self._fail(note.guid, each.place, _TAGS)
            return
        before = self._known[note.guid]
        self._known[note.guid] = KnownThere(
            number, self._safe(now.modified), each.digest, each.digest, before.deck, note.tags
        )

    def _check_tags(self, read: dict[int, AnkiNote]) -> None:
        tags = {note.guid: note.tags for note in self._pushing.built.collection.notes}
        for each in self._plan.retagged:
            now = read.get(each.note_id)
            if now is None or tags_but(each.add, now.tags) or tags_in_both(now.tags, each.remove):
                self._fail(each.guid, each.place, _TAGS)
            elif each.guid in self._known and each.guid not in self._left:
                at = self._safe(now.modified)
                before = self._known[each.guid]
                self._known[each.guid] = before._replace(modified=at, tags=tags[each.guid])

    def _check_removed(self, there: frozenset[int], read: dict[int, AnkiNote]) -> None:
        for each in self._plan.retired:
            now = read.get(each.note_id)
            guid = each.known.guid
            if now is None or RETIRED not in now.tags:
                self._fail(guid, each.known.path, _TAGS)
            elif before := self._known.get(guid):
                self._known[guid] = before._replace(tags=all_tags(before.tags, (RETIRED,)))
        for each in self._plan.deleted:
            if each.note_id in there:
                self._fail(each.known.guid, each.known.path, _THERE)

    def _check_decks(self) -> None:
        if not self._plan.moved:
            return
        cards = (card for move in self._plan.moved for card in move.cards)
        decks = self._pushing.anki.decks_of(cards)
        for move in self._plan.moved:
            if any(decks.get(card) != move.deck for card in move.cards):
                self._fail(move.guid, move.place, _DECK)
