"""Found notes: which note in the open Anki is which of the project's.

AnkiConnect names no guids, and Anki gives a note another id where its own is taken. So what this
profile was seen to have is trusted first, then the id of the lock if the note is what was shipped,
and for what is left the guids are read from an export.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, partial
from pathlib import Path
from tempfile import TemporaryDirectory

from obverse.anki_connect.open_anki import AnkiNote, OpenAnki
from obverse.build import Built
from obverse.exchange.running.carry import carry_out
from obverse.exchange.running.last_known import LastKnown
from obverse.exchange.running.shipped import Shipped
from obverse.formats.apkg.read.container import Container, Limits
from obverse.formats.apkg.read.database import read_rows
from obverse.languages.fingerprint import digest
from obverse.note_types import NoteType, built_in, built_in_names, with_source
from obverse.values.lock import Known


class FoundNotes:
    """The notes of a project in the open Anki. All is read when it is first asked for.

    `ids` are the note ids by guid, `gone` the guids of notes that were there and are not any more,
    `turned` those of notes that have another note type there now.
    """

    def __init__(
        self,
        anki: OpenAnki,
        built: Built,
        last: LastKnown,
        shipped: Shipped,
        *,
        times: Callable[[], dict[int, int]] | None = None,
        guids: Callable[[], Mapping[str, int]] | None = None,
    ) -> None:
        """`last` is what this profile was last seen to hold.

        `times` gives the times of its notes, `guids` the ids of notes by guid. Without them they
        are asked for; guids come from an export then.
        """
        self._ask_guids = guids or self._by_export
        self._anki, self._built, self._shipped = anki, built, shipped
        self._ask_times = times or partial(times_of, anki, last)
        self._read: dict[int, AnkiNote] = {}
        self.ids: dict[str, int] = {}
        self.gone: set[str] = set()
        self.turned: set[str] = set()
        self.last = last if self._is_same_collection(last) else LastKnown(at=last.at)
        self.others = set(self.last.others & self.there)
        self._find()

    @cached_property
    def types(self) -> dict[str, NoteType]:
        """The note types that a note of the project has, or had before it was removed."""
        own = {key: built_in(key) for key in built_in_names()}
        return {**own, **self._built.collection.note_types}

    @cached_property
    def type_names(self) -> dict[str, str]:
        """The names that our note types have in Anki, by their keys; without those not there."""
        there = self._anki.note_types()
        return {key: there[each.id] for key, each in self.types.items() if each.id in there}

    @cached_property
    def there(self) -> frozenset[int]:
        """The ids of all notes of our note types."""
        return frozenset(self._anki.find_notes(self.query_of_all))

    @property
    def query_of_all(self) -> str:
        """The search that finds all notes of our note types."""
        return " OR ".join(f"mid:{each.id}" for each in self.types.values())

    @cached_property
    def _times(self) -> dict[int, int]:
        return self._ask_times()

    def time(self, note_id: int) -> int:
        """When a note changed last, as far as that was asked; else 0."""
        return self._times.get(note_id, 0)

    def notes(self, note_ids: Iterable[int]) -> dict[int, AnkiNote]:
        """Notes by id, each read only once."""
        wanted = set(note_ids)
        self._read |= self._anki.notes(sorted(wanted - self._read.keys()))
        return {each: self._read[each] for each in wanted & self._read.keys()}

    def made(self, note_type: str, note: AnkiNote) -> str:
        """A digest of the fields of a note, without the one that says where it was written."""
        return digest(*with_source(note_type, note.fields))

    def is_of_type(self, note_type: str, note: AnkiNote) -> bool:
        """Whether a note has one of our note types, by its key."""
        return self.type_names.get(note_type) == note.note_type

    def by_guid(self) -> Mapping[str, int]:
        """The ids of all notes in the decks that have notes of our note types, as they are now."""
        return self._ask_guids()

    def _by_export(self) -> dict[str, int]:
        cards = self._anki.find_cards(self.query_of_all)
        decks = {*self._anki.decks_of(cards).values()}
        found: dict[str, int] = {}
        for root in sorted({deck.partition("::")[0] for deck in decks}):
            if raw := carry_out(self._anki, root):
                found |= _guids(raw)
        return found

    def _is_same_collection(self, last: LastKnown) -> bool:
        """Whether any note is there: another collection may have the name of the profile."""
        return not last.notes or any(each.note_id in self.there for each in last.notes.values())

    def _find(self) -> None:
        built, last = self._built, self.last
        living = {each.after.guid: each.after for each in built.identity.notes}
        removed = (*built.identity.removed, *built.identity.buried)
        wanted = living | {each.guid: each for each in removed if each.guid not in living}
        left = []
        for guid, known in wanted.items():
            if seen := last.notes.get(guid):
                if seen.note_id in self.there:
                    self.ids[guid] = seen.note_id
                elif seen.note_id in self._times:
                    self.turned.add(guid)
                else:
                    self.gone.add(guid)
            else:
                left.append(known)
        self._check_changed(wanted)
        unsure = self._by_id(left)
        candidates = self.there - {*self.ids.values()} - self.others
        old = {each.after.guid for each in built.identity.notes if each.before}
        if candidates and (not last.notes or any(each.guid in old for each in unsure)):
            there = self.by_guid()
            self.ids |= {each.guid: there[each.guid] for each in unsure if each.guid in there}
            self.others |= candidates - {*self.ids.values()}

    def _check_changed(self, wanted: Mapping[str, Known]) -> None:
        """Look at the guids of notes that have changed altogether.

        Once a note is deleted, another project's may get its id.
        """
        last, fronts = self.last.notes, self._fronts
        changed = {
            guid: note_id
            for guid, note_id in self.ids.items()
            if guid in last and last[guid].modified != self.time(note_id)
        }
        read = self.notes(changed.values())
        doubtful = {
            guid: note_id
            for guid, note_id in changed.items()
            if read[note_id].fields[0] != fronts.get(guid)
            and last[guid].theirs != self.made(wanted[guid].note_type, read[note_id])
            and not self._is_shipped(wanted[guid], read[note_id])
        }
        there = self.by_guid() if doubtful else {}
        for guid, note_id in doubtful.items():
            if there.get(guid) == note_id:
                continue
            del self.ids[guid]
            if guid in there:
                self.ids[guid] = there[guid]
            else:
                self.gone.add(guid)

    @cached_property
    def _fronts(self) -> dict[str, str]:
        return {note.guid: note.fields[0] for note in self._built.collection.notes}

    def _by_id(self, left: Iterable[Known]) -> list[Known]:
        """Take those that have the id that the lock says or a push gave, if they are the same.

        Gives those that are not found.
        """
        asked: dict[str, tuple[Known, int]] = {}
        unsure = []
        for known in left:
            pending = self.last.under_way.get(known.guid)
            note_id = pending.note_id if pending else known.note_id
            if note_id in self.there:
                asked[known.guid] = (known, note_id)
            else:
                unsure.append(known)
        notes = self.notes(note_id for _, note_id in asked.values())
        for guid, (known, note_id) in asked.items():
            if self._is_shipped(known, notes[note_id]):
                self.ids[guid] = note_id
            else:
                unsure.append(known)
        return unsure

    def _is_shipped(self, known: Known, note: AnkiNote) -> bool:
        if not self.is_of_type(known.note_type, note):
            return False
        made, pending = self.made(known.note_type, note), self.last.under_way.get(known.guid)
        return (
            self._fronts.get(known.guid) == note.fields[0]
            or made == known.digest
            or bool(pending and pending.digest == made)
            or self._shipped.has(known.guid, made)
        )


def times_of(anki: OpenAnki, last: LastKnown) -> dict[int, int]:
    """The times of the notes that were last seen, by note id; those that are gone are missing."""
    return anki.times(each.note_id for each in last.notes.values())


def _guids(raw: bytes) -> dict[str, int]:
    """The ids of the notes in a package by guid."""
    with TemporaryDirectory(prefix="obverse-") as folder:
        path = Path(folder) / "collection"
        with path.open("wb") as stream:
            Container(raw, Limits()).save_collection(stream)
        return {row.guid: row.note_id for row in read_rows(path).notes}
