"""Settle: guid, ids and time of every note, by rules that give the same answer on every machine."""

from obverse.languages.fingerprint import clip, digest, gist
from obverse.link.identity.new_ids import new_ids
from obverse.values.lock import Known, Lock
from obverse.values.note import Note

_FIRST_NOTE_TYPE = "obverse"
_CLIPPED = 100  # characters: a question of fewer is kept as it is


class Settling:
    """The settling of one build. `now` is Unix seconds; `new` is how many notes need an id.

    `doubled` are the guids of notes that get another id, because another note has theirs.
    """

    def __init__(self, lock: Lock, salt: str, now: int, *, new: int) -> None:
        """Reserve the ids of the new notes."""
        self._salt = salt
        self._now = now
        self._lock = lock
        self._given = set[str]()
        self.doubled = _doubled_ids(lock)
        wanted = new + len(self.doubled)
        taken = lock.slots() if wanted else ()
        self._ids = iter(new_ids(taken, salt, now, wanted))

    def settle(
        self,
        note: Note,
        before: Known | None,
        fields: tuple[str, ...],
        numbers: tuple[tuple[int, str], ...],
        cards: tuple[int, ...],
    ) -> Known:
        """What the next lock knows of a note whose fields are filled: `before` if that is equal."""
        rendered = digest(*fields)
        if before and self._is_same(before, note, rendered, numbers, cards):
            return before
        same_back = before is not None and before.back_key == note.back_key
        # Positional arguments: with keywords it takes twice as long, 100,000 times.
        after = Known(
            before.guid if before else self._guid(note),
            self._note_id(before),
            note.note_type,
            note.kind,
            note.deck,
            note.place.path,
            self._modified(before, rendered, note.tags),
            0,
            rendered,
            note.tags,
            note.front_key,
            note.back_key,
            before.sketch if before and same_back else gist(note.back),
            numbers,
            note.pin or "",
            before.front if before and _is_clip_of(before.front, note.front) else clip(note.front),
            cards,
            before.context if before else "",
        )
        # Nearly all notes are unchanged, and need not be in memory twice.
        if before == after:
            return before
        context = digest(note.context) if note.context else ""
        return after._replace(context=context) if after.context != context else after

    def _is_same(
        self,
        before: Known,
        note: Note,
        rendered: str,
        numbers: tuple[tuple[int, str], ...],
        cards: tuple[int, ...],
    ) -> bool:
        """Whether nearly every note is: known as it is now. It takes half the time of a new value.

        The question is one that is not clipped.
        """
        return (
            before.digest == rendered
            and before.path == note.place.path
            and before.front == note.front
            and len(note.front) <= _CLIPPED
            and before.back_key == note.back_key
            and before.front_key == note.front_key
            and before.tags == note.tags
            and before.deck == note.deck
            and before.kind == note.kind
            and before.note_type == note.note_type
            and before.cards == cards
            and before.numbers == numbers
            and before.pin == (note.pin or "")
            and not before.removed
            and before.guid not in self.doubled
        )

    def tombstones(self, living: set[str]) -> tuple[tuple[Known, ...], tuple[Known, ...]]:
        """(removed by this build, removed before): what the lock knew and no note is any more."""
        gone = [known for known in self._lock.notes.values() if known.guid not in living]
        removed = tuple(known._replace(removed=self._now) for known in gone if known.alive)
        return removed, tuple(known for known in gone if not known.alive)

    def _modified(self, before: Known | None, rendered: str, tags: tuple[str, ...]) -> int:
        """Anki takes an update only when it is newer than the note, and than its last import."""
        if before is None:
            return self._now
        if (before.digest, before.tags) == (rendered, tags):
            return before.modified
        return max(self._now, before.modified + 1)

    def _guid(self, note: Note) -> str:
        """A fresh guid: of the text it is first seen with, so that a lost lock gives it again.

        Anki refuses a known guid that comes with another note type, also when the lock is lost:
        a cloze note and a note of two sides with one text have two guids.
        """
        note_type = "" if note.note_type == _FIRST_NOTE_TYPE else note.note_type
        attempt = 0
        while True:
            guid = digest(self._salt, note.front_key, note.back_key, f"{attempt}{note_type}")
            if guid not in self._given and not self._lock.has(guid):
                self._given.add(guid)
                return guid
            attempt += 1

    def _note_id(self, before: Known | None) -> int:
        if before and before.guid not in self.doubled:
            return before.note_id
        return next(self._ids)


def _is_clip_of(clipped: str, front: str) -> bool:
    """Whether this is what was kept of a question, also if less was kept than today."""
    line = " ".join(front.split())
    head, cut, tail = clipped.partition(" … ")
    return bool(cut) and line.startswith(head) and line.endswith(tail)


def _doubled_ids(lock: Lock) -> frozenset[str]:
    """The guids whose id another note also has, as when two branches were built in one second."""
    seen: set[int] = set()
    if len({known.note_id for known in lock.notes.values()}) == len(lock.notes):
        return frozenset()
    doubled = set()
    for guid, known in sorted(lock.notes.items()):
        if known.note_id in seen:
            doubled.add(guid)
        seen.add(known.note_id)
    return frozenset(doubled)
