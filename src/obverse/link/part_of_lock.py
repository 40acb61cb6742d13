"""Part of the lock: what it knows of one source, for a build of that source alone."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from obverse.link.identity import Identity
from obverse.link.identity.pins import short_id
from obverse.values import lock as locks
from obverse.values.lock import SPAN, Known, Lock
from obverse.values.lock_lines import Lines, PartOfLock
from obverse.values.note import Note

_Text = tuple[str, str, str]  # note type, keys of question and answer


def part_of_lock(notes: Sequence[Note], lock: Lock, old: bytes, path: str) -> PartOfLock:
    """The lines of the source, and those of other sources that are certainly notes of it now.

    That is a note with the same pin, or with the same text where this source's own lines do not
    have it: a card that was moved here, or one that two files have. `old` are the bytes of `lock`.
    """
    own = {guid: known for guid, known in lock.notes.items() if known.path == path}
    others = [known for known in lock.notes.values() if known.path != path]
    pinned = {note.pin: note for note in notes if note.pin}
    found = {known.guid: known for known in (*_pinned(pinned, others), *_same(notes, own, others))}
    canonical = locks.is_canonical(old, lock)
    raw = old if canonical else locks.encode(lock.notes.values(), lock.types.values())
    newest = max((known.note_id // SPAN for known in lock.notes.values()), default=0)
    part = own | found
    notes_of = {guid: part[guid] for guid in sorted(part)}
    return PartOfLock(Lock(notes_of, lock.types, unchecked=lock.unchecked), Lines(raw), newest)


def without_others(lock: Lock, linked: Identity, path: str) -> tuple[Lock, Identity]:
    """The part and what was linked with it, without notes of other sources that are not here."""
    living = {each.after.guid for each in linked.notes}
    notes = {
        guid: known for guid, known in lock.notes.items() if known.path == path or guid in living
    }
    removed, buried = (
        tuple(known for known in gone if known.path == path)
        for gone in (linked.removed, linked.buried)
    )
    return lock.with_notes(notes), linked._replace(removed=removed, buried=buried)


def _pinned(pinned: Mapping[str, Note], others: Iterable[Known]) -> Iterator[Known]:
    """The notes of other sources that a pin names: the newest of those that have it, or an id."""
    if not pinned:
        return
    for known in sorted(others, key=lambda each: (each.alive, each.modified)):
        for name in (known.pin, short_id(known.guid)):
            if name in pinned and pinned[name].note_type == known.note_type:
                yield known


def _same(
    notes: Iterable[Note], own: Mapping[str, Known], others: Iterable[Known]
) -> Iterator[Known]:
    """As many notes of other sources with the same text as are wanted, existing ones first."""
    wanted = Counter(
        (note.note_type, note.front_key, note.back_key) for note in notes if not note.pin
    )
    wanted.subtract(map(_text, own.values()))
    alike = (known for known in others if wanted[_text(known)] > 0)
    for known in sorted(alike, key=lambda each: (not each.alive, each)):
        if wanted[_text(known)] > 0:
            wanted[_text(known)] -= 1
            yield known


def _text(known: Known) -> _Text:
    return known.note_type, known.front_key, known.back_key
