"""Identity: which note of the last build each note is, and what Anki gets to know of it.

Recognise (which known note it is), number (its deletions), settle (guid, ids, time). The old lock
goes in, the next lock comes out; nothing else is remembered between builds.
"""

from collections import defaultdict
from collections.abc import Callable, Container, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from obverse.link.collection import CollectionNote
from obverse.link.identity.numbers import number
from obverse.link.identity.recognise import recognise
from obverse.link.identity.settle import Settling
from obverse.note_types import NoteType, with_source
from obverse.note_types.template import is_blank
from obverse.project.project import FIELDS, Project
from obverse.values.diagnostic import Diagnostic
from obverse.values.lock import Known, Lock
from obverse.values.note import Note, fill_holes

if TYPE_CHECKING:  # few projects have an imported deck
    from obverse.link.kept_fields import KeptFields


class Identified(NamedTuple):
    """A note of this build, what the lock knew of it, and what the next lock will know.

    `before` is `None` for a new note; if it was removed, the note came back. `turned` is the note
    of another note type that a new one replaces; `unclear` says that a new one may be a known one
    (a finding names the candidates), `keeps` that it has the HTML with which it was imported.
    """

    note: Note
    packed: CollectionNote
    before: Known | None
    after: Known
    turned: Known | None = None
    unclear: bool = False
    keeps: bool = False


class Identity(NamedTuple):
    """All notes of the build in source order, the removed notes, and the findings.

    `removed` are the notes that were in the last build and are not in this one, as the next lock
    will know them; `buried` those that were removed before.
    """

    notes: tuple[Identified, ...]
    removed: tuple[Known, ...]
    buried: tuple[Known, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def known(self) -> tuple[Known, ...]:
        """All notes of the next lock, including removed ones."""
        return (*(each.after for each in self.notes), *self.removed, *self.buried)

    @property
    def by_guid(self) -> dict[str, Identified]:
        """The notes by their guids."""
        return {each.after.guid: each for each in self.notes}

    @property
    def by_path(self) -> dict[str, list[Identified]]:
        """The notes of each source."""
        found: dict[str, list[Identified]] = defaultdict(list)
        for each in self.notes:
            found[each.note.place.path].append(each)
        return found


def open_kept_fields(project: Project) -> "KeptFields | None":
    """What imported notes keep; `None` without the file that says so, which costs a look."""
    if not project.beside_lock(FIELDS).exists():
        return None
    from obverse.link.kept_fields import KeptFields

    return KeptFields(project)


def identity(
    notes: Sequence[Note],
    lock: Lock,
    note_types: Mapping[str, NoteType],
    media_name: Callable[[Note, int], str],
    *,
    salt: str,
    now: int,
    kept: "KeptFields | None" = None,
    last: Mapping[str, Identified] = MappingProxyType({}),
) -> Identity:
    """Give every note its guid, ids and time.

    `media_name(note, number)` is the stored name for media hole `number` of a note, `salt` makes
    the guids of two projects differ, `now` is Unix seconds. `kept` knows what imported notes keep.
    `last` are notes by guid as they were identified with these note types before, which saves work
    where nothing else is known of them now.
    """
    seen = recognise(notes, lock)
    settling = Settling(lock, salt, now, new=seen.known.count(None))
    settled = []
    cards = _Cards(note_types)
    for index, (each, before) in enumerate(zip(notes, seen.known, strict=True)):
        if before and (same := _same(last.get(before.guid), each, before, settling.doubled)):
            settled.append(same)
            continue
        own = None
        note, fields, remembered = each, each.fields, before.numbers if before else ()
        if note.deletions or note.media:
            fields, remembered = _filled(note, before, media_name)
        if kept and before:
            names = [media_name(note, number) for number in range(len(note.media))]
            own = kept.of(before.guid, note, fields, names)
            if own:
                note, fields = note._replace(media=own.media), own.fields
        shown = cards.of(note.note_type, fields)
        after = settling.settle(note, before, fields, remembered, shown)
        if note.source:
            from obverse.values.source_link import fill_line  # few projects have one

            fields = with_source(note.note_type, fields, fill_line(note.source, note.place.line))
        packed = CollectionNote(
            after.guid,
            after.note_id,
            note.note_type,
            note.deck,
            fields,
            note.tags,
            after.modified,
            shown,
        )
        turned = seen.turned.get(index)
        unclear, keeps = index in seen.unclear, own is not None
        settled.append(Identified(note, packed, before, after, turned, unclear, keeps))
    removed, buried = settling.tombstones({each.after.guid for each in settled})
    return Identity(tuple(settled), removed, buried, seen.diagnostics)


def _same(
    was: Identified | None, note: Note, before: Known, doubled: Container[str]
) -> Identified | None:
    """The note as it was identified last, where all that it depends on is as it was.

    It has no media, whose names depend on files.
    """
    if was is None or was.note != note or was.after != before or note.media or was.keeps:
        return None
    if before.guid in doubled:
        return None
    return was if was.before is before else Identified(note, was.packed, before, before)


def _filled(
    note: Note, before: Known | None, media_name: Callable[[Note, int], str]
) -> tuple[tuple[str, ...], tuple[tuple[int, str], ...]]:
    """The fields with their holes filled, and the numbers of the deletions for the next lock."""
    numbered = number(note, before)

    def value(name: str, index: int) -> str:
        return str(numbered.names[index]) if name == "cloze" else media_name(note, index)

    return fill_holes(note.fields, value), numbered.remembered


class _Cards:
    """Which cards notes have. Nearly all notes of a deck share a few patterns of filled fields."""

    def __init__(self, note_types: Mapping[str, NoteType]) -> None:
        self._types = note_types
        self._known: dict[tuple[str, tuple[bool, ...]], tuple[int, ...]] = {}

    def of(self, name: str, fields: tuple[str, ...]) -> tuple[int, ...]:
        note_type = self._types[name]
        if note_type.is_cloze:
            return note_type.cards(fields)
        blank = tuple([is_blank(field) for field in fields])
        if (name, blank) not in self._known:
            self._known[name, blank] = note_type.shown(blank)
        return self._known[name, blank]
