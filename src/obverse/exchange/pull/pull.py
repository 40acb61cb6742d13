"""Pull: what was edited in Anki, as the smallest change of the Markdown that renders to it."""

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import NamedTuple

from obverse.build import Built
from obverse.cards.from_html.tree import cleaned
from obverse.exchange.pull.changes import CardLines, FieldEdit, changes
from obverse.exchange.pull.new_files import NewFiles
from obverse.exchange.pull.note_in_anki import FOLLOWS, EditedNote, own_digest
from obverse.exchange.pull.one_source import OneSource, built_alone
from obverse.exchange.pull.tag_changes import with_pin, with_tags
from obverse.exchange.pull.three_ways import as_seen
from obverse.languages import tags
from obverse.link.collection import CollectionNote
from obverse.link.identity.pins import short_id
from obverse.project.job import Job
from obverse.project.project import Project
from obverse.values import lock as locks
from obverse.values.lock import MOST_TIME, Known
from obverse.values.source import decode

_MOST = 80  # ways that are tried for one field
_NO_WAY = "no change of the Markdown gives what Anki has"


class PulledNote(NamedTuple):
    """What became of a note: where it is, as `path:line`, and why it was not pulled, if not."""

    guid: str
    place: str
    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    reason: str = ""


def no_card_may_have(lost: Iterable[str]) -> str:
    """Why a note cannot be a card, of what is in it."""
    return f"no card may have {', '.join(f'`{name}`' for name in lost)}"


class Pulling:
    """The sources while edits are brought in, one after the other; nothing of them is written.

    `sources` are their bytes by key, `files` the new ones, `lock` is the lock with notes that were
    `claimed`, `marked` are sources with conflicts in them, which no build could read.
    """

    def __init__(self, job: Job, built: Built, sources: Mapping[str, bytes]) -> None:
        """`built` is the build of these sources."""
        self._job, self.built = job, built
        self.before = dict(sources)
        self.sources = dict(sources)
        self.files = NewFiles(job.project, built.collection.media)
        self.lock = built.old_lock
        self.claimed: dict[str, Known] = {}
        self.marked: dict[str, bytes] = {}
        self._types = built.collection.note_types
        self._places = {each.after.guid: each.note.place for each in built.identity.notes}
        self._alone: dict[str, OneSource | None] = {}
        self._locks: dict[str, bytes] = {}

    @property
    def project(self) -> Project:
        """The project."""
        return self._job.project

    @property
    def changed(self) -> dict[str, bytes]:
        """The sources that are to be written."""
        return {key: raw for key, raw in self.sources.items() if raw != self.before[key]}

    def outcome(self, each: EditedNote, reason: str = "") -> PulledNote:
        """What is said of a note."""
        return PulledNote(
            each.mine.guid, self.place(each.mine.guid), each.mine.fields, each.theirs, reason
        )

    def place(self, guid: str) -> str:
        """Where a note is, as `path:line:column`, in the sources as they were."""
        return str(self._places[guid])

    def key(self, guid: str) -> str:
        """The key of the source of a note."""
        return self._places[guid].path

    def key_if_any(self, guid: str) -> str:
        """The key of the source of a note; empty if it was in none."""
        return self._places[guid].path if guid in self._places else ""

    def digest(self, guid: str) -> str:
        """The digest of the fields of a note as they are now; empty if it is not there."""
        now = self.source(self.key(guid))
        return own_digest(now.notes[guid]) if now and guid in now.notes else ""

    def pull(self, each: EditedNote) -> PulledNote:
        """Bring the fields of a note in, if a change of its source gives just them."""
        lost = sorted({name for field in each.theirs for name in cleaned(field).lost})
        if lost:
            return self.outcome(each, no_card_may_have(lost))
        guid, key = each.mine.guid, self._places[each.mine.guid].path
        start, was = self.source(key), self.sources[key]
        if start is None or guid not in start.notes:
            return self.outcome(each, "its file cannot be built alone")
        if start.notes[guid].fields != each.mine.fields:
            return self.outcome(each, "another file says something of this card too")
        put = self.files.put(each.files)
        if not self._fields(key, each):
            self.set(key, was)
            self.files.take_back(put)
            return self.outcome(each, _NO_WAY)
        return self.outcome(each)

    def text_of(self, each: EditedNote) -> tuple[bytes | None, str]:
        """The source with the fields of a note as Anki has them, or why there is none.

        The source stays as it is, and the files that come along are kept.
        """
        key = self.key(each.mine.guid)
        was = self.sources[key]
        if reason := self.pull(each).reason:
            return None, reason
        made = self.sources[key]
        self.set(key, was)
        return made, ""

    def retag(self, note: CollectionNote, added: tuple[str, ...], removed: tuple[str, ...]) -> bool:
        """Whether tags could be added to a card and removed from it."""
        gone = {tag.casefold() for tag in removed}
        wanted = {tag.casefold() for tag in (*note.tags, *added)} - gone
        start = self.source(self.key(note.guid))
        before = start.notes.get(note.guid) if start else None

        def is_right(now: OneSource) -> bool:
            found = now.notes.get(note.guid)
            return (
                found is not None
                and before is not None
                and {tag.casefold() for tag in found.tags} == wanted
                and found.fields == before.fields
            )

        new, old = [*map(tags.spelt, added)], [*map(tags.spelt, removed)]
        return self._try(note.guid, lambda raw, at: with_tags(raw, at, new, old), is_right)

    def draft(self, guid: str) -> bool:
        """Whether a card could be made a draft."""
        return self._try(
            guid,
            lambda raw, at: with_tags(raw, at, ("card/draft",)),
            lambda now: guid not in now.notes,
            keeps=False,
        )

    def give_up(self, key: str) -> None:
        """Leave a source as it was, without the files that only it would show."""
        self.set(key, self.before[key])
        self.files.keep_only(self.changed.values())

    def raise_times(self, times: Mapping[str, int]) -> None:
        """Have the lock say of notes, by guid, that they are as new as in Anki, or newer.

        The next version of a note is then newer than Anki's, which takes no other.
        """
        known = {**self.built.before.notes, **self.claimed}
        raised = {
            guid: known[guid]._replace(modified=time)
            for guid, time in times.items()
            if guid in known and known[guid].modified < time <= MOST_TIME
        }
        if raised:
            self._lock_with({**self.claimed, **raised})

    def claim(self, known: Known) -> None:
        """Have the lock know a note that was made in Anki."""
        self._lock_with({**self.claimed, known.guid: known})

    def take_back_claim(self, guid: str) -> None:
        """Have the lock not know it."""
        self._lock_with({name: each for name, each in self.claimed.items() if name != guid})

    def _lock_with(self, claimed: dict[str, Known]) -> None:
        lock = self.built.before
        notes = {**lock.notes, **claimed}.values()
        encoded = locks.encode(notes, lock.types.values(), lock.unchecked - claimed.keys())
        self.claimed, self.lock = claimed, encoded if claimed else self.built.old_lock
        self._locks.clear()
        self._alone.clear()

    def _fields(self, key: str, each: EditedNote) -> bool:
        guid = each.mine.guid
        note_type = self._types[each.mine.note_type]
        names = [name for name, _ in note_type.fields]
        theirs = [as_seen(field) for field in each.theirs]
        for at in sorted(each.changed, key=lambda number: (number == 0, number)):
            start = self.source(key)
            if start is None:
                return False
            mine = start.notes[guid].fields
            if as_seen(mine[at]) == theirs[at]:
                continue
            paths = {**start.shown[guid], **self.files.paths(key, each.files)}
            edit = FieldEdit(mine[at], each.theirs[at], note_type.is_cloze, paths)
            before = [as_seen(field) for field in mine]

            def is_right(now: OneSource, at: int = at, before: list[object] = before) -> bool:  # type: ignore[assignment]
                if guid not in now.notes:
                    return False
                after = [as_seen(field) for field in now.notes[guid].fields]
                return after[at] == theirs[at] and all(
                    one in (before[number], theirs[number])
                    or (names[number] == FOLLOWS and number not in each.changed)
                    for number, one in enumerate(after)
                )

            def ways(raw: bytes, lines: CardLines, edit: FieldEdit = edit) -> Iterable[bytes]:
                return changes(raw, lines, edit)

            if not self._try(guid, ways, is_right):
                return False
        return True

    def _try(
        self,
        guid: str,
        ways: Callable[[bytes, CardLines], Iterable[bytes]],
        is_right: Callable[[OneSource], bool],
        *,
        keeps: bool = True,
    ) -> bool:
        """Whether one of the ways gives what is wanted, and changes no other note.

        With `keeps` the card is named if it would be taken for a new one.
        """
        key = self._places[guid].path
        start = self.source(key)
        if start is None or guid not in start.lines:
            return False
        others = {other: note for other, note in start.notes.items() if other != guid}
        tried, length = {start.raw}, len(decode(start.raw).split("\n"))
        for raw in islice(ways(start.raw, start.lines[guid]), _MOST):
            if raw in tried:
                continue
            tried.add(raw)
            now = self.built_alone(key, raw)
            if now is not None and keeps and guid not in now.notes:
                at, more = start.lines[guid], len(decode(raw).split("\n")) - length
                named = with_pin(raw, CardLines(at.first, at.end + more), short_id(guid))
                now = self.built_alone(key, named)
            if now is None or not is_right(now):
                continue
            if {other: note for other, note in now.notes.items() if other != guid} == others:
                self.sources[key], self._alone[key] = now.raw, now
                return True
        return False

    def set(self, key: str, raw: bytes) -> None:
        """Have a source with these bytes."""
        self.sources[key] = raw
        self._alone.pop(key, None)

    def source(self, key: str) -> OneSource | None:
        """A source as it is now, built alone; nothing where that has an error."""
        if key not in self._alone:
            self._alone[key] = self.built_alone(key, self.sources[key])
        return self._alone[key]

    def built_alone(self, key: str, raw: bytes) -> OneSource | None:
        """A source alone with other bytes; nothing where it has an error."""
        return built_alone(self._job, key, raw, self._lock_of(key))

    def _lock_of(self, key: str) -> bytes:
        """The lines of the lock for the notes of one source, as the whole has found them."""
        if key not in self._locks:
            known = {
                each.before.guid: each.before._replace(path=key)
                for each in self.built.identity.notes
                if each.before and each.note.place.path == key
            }
            known |= {guid: each for guid, each in self.claimed.items() if each.path == key}
            self._locks[key] = locks.encode(known.values(), self.built.before.types.values())
        return self._locks[key]
