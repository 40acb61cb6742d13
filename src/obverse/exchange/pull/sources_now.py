"""Sources now: the sources of a project while a pull changes them; nothing of them is written."""

from collections.abc import Mapping

from obverse.build import Built
from obverse.compile.sections import Cut, cut
from obverse.exchange.pull.new_files import NewFiles
from obverse.exchange.pull.note_in_anki import own_digest
from obverse.exchange.pull.one_source import OneSource, built_alone
from obverse.note_types import built_in_names
from obverse.project.job import Job
from obverse.project.project import Project
from obverse.values import lock as locks
from obverse.values.lock import MOST_TIME, Known
from obverse.values.source import decode


class SourcesNow:
    """The sources, their bytes by key, and what was found out about each.

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
        self.types = built.collection.note_types
        self.places = {each.after.guid: each.note.place for each in built.identity.notes}
        self.alone: dict[str, OneSource | None] = {}
        self._known: dict[str, dict[str, Known]] = {}

    @property
    def project(self) -> Project:
        """The project."""
        return self._job.project

    @property
    def changed(self) -> dict[str, bytes]:
        """The sources that are to be written."""
        return {key: raw for key, raw in self.sources.items() if raw != self.before[key]}

    def place(self, guid: str) -> str:
        """Where a note is, as `path:line:column`, in the sources as they were."""
        return str(self.places[guid])

    def key(self, guid: str) -> str:
        """The key of the source of a note."""
        return self.places[guid].path

    def key_if_any(self, guid: str) -> str:
        """The key of the source of a note; empty if it was in none."""
        return self.places[guid].path if guid in self.places else ""

    def digest(self, guid: str) -> str:
        """The digest of the fields of a note as they are now; empty if it is not there."""
        now = self.source(self.key(guid))
        return own_digest(now.notes[guid]) if now and guid in now.notes else ""

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
        self._known.clear()
        self.alone.clear()

    def set(self, key: str, raw: bytes) -> None:
        """Have a source with these bytes."""
        self.sources[key] = raw
        self.alone.pop(key, None)

    def source(self, key: str) -> OneSource | None:
        """A source as it is now, built alone; nothing where that has an error."""
        if key not in self.alone:
            self.alone[key] = self.built_alone(key, self.sources[key])
        return self.alone[key]

    def built_alone(self, key: str, raw: bytes, claim: Known | None = None) -> OneSource | None:
        """A source alone with other bytes and a line of the lock; nothing if it has an error."""
        return built_alone(self._job, key, raw, self._lock_of(key, claim))

    def cut_up(self, key: str, raw: bytes) -> Cut:
        """A source cut up as a build does it."""
        custom = {name: each for name, each in self.types.items() if name not in built_in_names()}
        return cut(decode(raw), self.project.rendering.cards, custom, key)

    def _lock_of(self, key: str, claim: Known | None) -> bytes:
        """The lines of the lock for the notes of one source, as the whole has found them."""
        if key not in self._known:
            known = {
                each.before.guid: each.before._replace(path=key)
                for each in self.built.identity.notes
                if each.before and each.note.place.path == key
            }
            claimed = {guid: each for guid, each in self.claimed.items() if each.path == key}
            self._known[key] = {**known, **claimed}
        lines = {**self._known[key], **({claim.guid: claim} if claim else {})}
        return locks.encode(lines.values(), self.built.before.types.values())
