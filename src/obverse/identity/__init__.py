"""Identity: which note of the last build each note is, and what Anki is to be told of it.

Recognise (which known note is it), number (its deletions), settle (guid, ids, time). The old lock
goes in, the next lock comes out; nothing else is remembered between builds.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from obverse.collection import CollectionNote
from obverse.diagnostic import Diagnostic
from obverse.identity.numbers import number
from obverse.identity.recognise import recognise
from obverse.identity.settle import Settling
from obverse.lock import Known, Lock
from obverse.note import Note, fill
from obverse.note_types import NoteType


@dataclass(frozen=True, slots=True)
class Identified:
    """A note of this build, what the lock knew of it, and what the next lock will know.

    `before` is `None` for a new note. A tombstone in `before` came back to life. `turned` is the
    note of another note type that a new one took the place of; `unclear` says that a new one may
    be a known one (there is a finding with the candidates).
    """

    note: Note
    packed: CollectionNote
    before: Known | None
    after: Known
    turned: Known | None = None
    unclear: bool = False


@dataclass(frozen=True, slots=True)
class Identity:
    """All notes of the build in source order, the tombstones, and the findings.

    `removed` are the notes that were in the last build and are not in this one, as the next lock
    will know them; `buried` those that were gone before.
    """

    notes: tuple[Identified, ...]
    removed: tuple[Known, ...]
    buried: tuple[Known, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def known(self) -> tuple[Known, ...]:
        """All that the next lock knows, tombstones too."""
        return (*(each.after for each in self.notes), *self.removed, *self.buried)


def identity(
    notes: Sequence[Note],
    lock: Lock,
    note_types: dict[str, NoteType],
    media_name: Callable[[Note, int], str],
    *,
    salt: str,
    now: int,
    sample: Callable[[int], Mapping[str, Known]] | None = None,
) -> Identity:
    """Give every note its guid, ids and time.

    `media_name(note, number)` is the stored name for media hole `number` of a note, `salt` makes
    guids of two projects differ, `now` is Unix seconds. Where `lock` is a part of the lock,
    `sample` is as in `recognise`.
    """
    seen = recognise(notes, lock, sample)
    settling = Settling(lock, salt, now, new=seen.known.count(None))
    settled = []
    for index, (note, before) in enumerate(zip(notes, seen.known, strict=True)):
        numbered = number(note, before)
        names = numbered.names

        def value(name: str, index: int, note: Note = note, names: tuple[int, ...] = names) -> str:
            return str(names[index]) if name == "cloze" else media_name(note, index)

        fields = fill(note.fields, value) if note.media or note.deletions else note.fields
        after = settling.settle(note, before, fields, numbered.remembered)
        cards = note_types[note.note_type].cards(fields)
        packed = CollectionNote(
            after.guid,
            after.note_id,
            note.note_type,
            note.deck,
            fields,
            note.tags,
            after.modified,
            cards,
        )
        turned = seen.turned.get(index)
        settled.append(Identified(note, packed, before, after, turned, index in seen.unclear))
    removed, buried = settling.tombstones({each.after.guid for each in settled})
    return Identity(tuple(settled), removed, buried, seen.diagnostics)
