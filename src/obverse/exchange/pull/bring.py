"""Bring: all that Anki has into the sources, and the proof of it by a build of the whole."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from obverse.build import Built
from obverse.exchange.pull.compared import Compared, RetaggedNote
from obverse.exchange.pull.deck_changes import change_deck, moved_files
from obverse.exchange.pull.new_cards import NewCards
from obverse.exchange.pull.note_in_anki import EditedNote
from obverse.exchange.pull.pull import PulledNote, Pulling
from obverse.exchange.pull.same_note import with_text_of
from obverse.exchange.pull.three_ways import as_seen
from obverse.link.collection import CollectionNote

_SKIPPED = "Anki did not take its last build, for it was newer there: it will take the next"
_WITH_IT = "another card would change with it"


class Wishes(NamedTuple):
    """What was asked for: Anki's tags, drafts of what was deleted there, conflicts in sources."""

    tags: bool = False
    removed: bool = False
    conflicts: bool = False


class Pulled(NamedTuple):
    """What became of the notes that differ.

    `new` were made in Anki; of `decks` the whole file was moved there. `left` says what was not
    asked for. What a learner set (`learners`), cards that are in other decks (`moved`), and notes
    of other note types in decks of the project (`foreign`) stay as they are. `marked` are conflicts
    that are in the sources now.
    """

    edited: list[PulledNote]
    refused: list[PulledNote]
    conflicts: list[PulledNote]
    tags: list[PulledNote]
    drafts: list[PulledNote]
    left: list[PulledNote]
    new: list[PulledNote]
    decks: list[PulledNote]
    marked: list[PulledNote]
    moved: list[PulledNote]
    learners: list[PulledNote]
    foreign: list[PulledNote]


class Bringing:
    """One pull: what was compared is brought into the sources; nothing of them is written."""

    def __init__(self, pulling: Pulling, compared: Compared) -> None:
        """Nothing is brought in yet."""
        self._pulling, self._compared = pulling, compared
        self._done = Pulled(*([] for _ in Pulled._fields))
        self._edited = dict[str, EditedNote]()
        self._new: set[str] = set()

    def bring(self, wishes: Wishes) -> Pulled:
        """Bring in what is asked for; `prove` may still give up some of it."""
        for known, made in self._compared.again:
            self._pulling.claim(with_text_of(known, made))
        self._edits()
        for retagged in self._compared.tags:
            self._retag(retagged, asked=wishes.tags)
        self._missing(asked=wishes.removed)
        self._decks()
        self._add()
        self._say_what_stays()
        return self._done

    def _edits(self) -> None:
        for each in self._compared.edited:
            outcome = self._pulling.pull(each)
            (self._done.refused if outcome.reason else self._done.edited).append(outcome)
            if not outcome.reason:
                self._edited[each.mine.guid] = each

    def _retag(self, each: RetaggedNote, *, asked: bool) -> None:
        note = each.mine
        theirs = tuple(tag for tag in (*note.tags, *each.added) if tag not in each.removed)
        said = PulledNote(note.guid, self._pulling.place(note.guid), note.tags, theirs)
        if not asked:
            reason = "other tags in Anki: `--tags` takes them over"
            self._done.left.append(said._replace(reason=reason))
        elif self._pulling.retag(note, each.added, each.removed):
            self._done.tags.append(said)
        else:
            self._done.refused.append(said._replace(reason="other tags in Anki: edit them here"))

    def _missing(self, *, asked: bool) -> None:
        for known in self._compared.missing:
            said = PulledNote(known.guid, self._pulling.place(known.guid), (known.front,), ())
            if not asked:
                reason = "deleted in Anki: `--removed` makes it a draft"
                self._done.left.append(said._replace(reason=reason))
            elif self._pulling.draft(known.guid):
                self._done.drafts.append(said)
            else:
                reason = "deleted in Anki: make it a draft here"
                self._done.refused.append(said._replace(reason=reason))

    def _decks(self) -> None:
        """A file moves if all its cards did; else a deck is the learner's choice."""
        whole = {
            key: deck
            for key, deck in moved_files(self._pulling, self._compared.moved).items()
            if change_deck(self._pulling, key, deck)
        }
        for each in self._compared.moved:
            note, key = each.mine, self._pulling.key(each.mine.guid)
            said = PulledNote(
                note.guid, self._pulling.place(note.guid), (note.deck,), each.decks, ""
            )
            if key in whole:
                self._done.decks.append(said)
            else:
                where = " and ".join(f"`{deck}`" for deck in each.decks)
                self._done.moved.append(said._replace(reason=f"in {where} in Anki"))

    def _add(self) -> None:
        if self._compared.new:
            compared = self._compared
            adding = NewCards(self._pulling, compared.taken, compared.keys_of_decks)
            for row in self._compared.new:
                said = adding.add(row)
                (self._done.refused if said.reason else self._done.new).append(said)

    def _say_what_stays(self) -> None:
        for each in self._compared.unmatched:
            known = each.known
            said = PulledNote(known.guid, known.path, (), each.theirs, each.reason)
            (self._done.conflicts if each.is_conflict else self._done.left).append(said)
        for guid in self._compared.skipped:
            self._done.left.append(PulledNote(guid, self._pulling.place(guid), (), (), _SKIPPED))
        for guid, what in self._compared.learners.items():
            self._done.learners.append(PulledNote(guid, self._pulling.place(guid), (), (), what))
        for row in self._compared.foreign:
            deck = self._compared.taken.rows.decks.get(row.deck, "")
            self._done.foreign.append(PulledNote(row.guid, deck, (), row.fields[:1]))

    def prove(self, rebuilt: Callable[[Mapping[str, bytes], bytes], Built]) -> None:
        """Build the whole; a source in which a note is another is left as it was."""
        pulling, done = self._pulling, self._done
        again = {made.guid: known.guid for known, made in self._compared.again}
        before = {
            (guid := again.get(note.guid, note.guid)): note._replace(guid=guid)
            for note in pulling.built.collection.notes
        }
        while changed := pulling.changed:
            made = rebuilt(pulling.sources, pulling.lock)
            after = {note.guid: note for note in made.collection.notes}
            expected = before.keys() - {each.guid for each in done.drafts} | self._new_guids()
            wrong = {
                guid
                for guid in expected | after.keys()
                if not self._is_right(guid, before.get(guid), after.get(guid))
            }
            keys = {self._key(guid) for guid in wrong} & changed.keys()
            if made.failed or (wrong and not keys):
                keys = {*changed}
            if not keys:
                return
            self._give_up(keys)

    def _new_guids(self) -> set[str]:
        return {each.guid for each in self._done.new}

    def _key(self, guid: str) -> str:
        claimed = self._pulling.claimed.get(guid)
        return claimed.path if claimed else self._pulling.key_if_any(guid)

    def _is_right(
        self, guid: str, before: CollectionNote | None, after: CollectionNote | None
    ) -> bool:
        if after is None:
            return False
        if before is None:
            return guid in self._new_guids()
        if not (edited := self._edited.get(guid)):
            return before.fields == after.fields
        return all(as_seen(after.fields[at]) == as_seen(edited.theirs[at]) for at in edited.changed)

    def _give_up(self, keys: set[str]) -> None:
        done, pulling = self._done, self._pulling
        gone_new = {each.guid for each in done.new if self._key(each.guid) in keys}
        for found in (done.edited, done.tags, done.drafts, done.decks, done.new):
            gone = [each for each in found if self._key(each.guid) in keys]
            done.refused.extend(each._replace(reason=_WITH_IT) for each in gone)
            found[:] = [each for each in found if each not in gone]
        for guid in gone_new:
            pulling.take_back_claim(guid)
        for key in keys:
            pulling.give_up(key)
        for guid in [*self._edited]:
            if self._key(guid) in keys:
                del self._edited[guid]
