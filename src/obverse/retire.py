"""Retire: removed notes are shipped once more with a tag, so that they can be found and deleted.

An import cannot delete a note, but it can tag it, on every device. It also replaces all fields, and
the lock does not hold them: they are taken from the last package if it still has the note, else the
note says that it was removed. No review is touched either way.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from obverse.build import Built
from obverse.errors import ObverseError
from obverse.languages import cloze, tags
from obverse.languages.fingerprint import digest
from obverse.link import last_package
from obverse.link.collection import Collection, CollectionNote
from obverse.link.last_package import ShippedNote
from obverse.link.note_type_times import known_types, note_type_times
from obverse.link.since import RETIRED
from obverse.note_types import NoteType, built_in, built_in_names, with_source
from obverse.values import lock as locks
from obverse.values.lock import Known

RETIRED_SEARCH = f"tag:{RETIRED}"
_REMOVED = "(This card was removed from its source.)"


class Retired(NamedTuple):
    """A removed note as it is shipped, and its line in the next lock."""

    packed: CollectionNote
    known: Known


def retired_notes(built: Built, package: Path, *, now: int) -> tuple[Retired, ...]:
    """All removed notes of a build; `package` is the one that the build would replace.

    A note that was shipped like this before stays the same: its time does not change.
    """
    there: Mapping[str, ShippedNote] = {}
    with suppress(ObverseError):
        there = last_package.notes(package)
    gone = (*built.identity.removed, *built.identity.buried)
    return tuple(
        _retired(known, note_type, there.get(known.guid), now)
        for known in sorted(gone, key=lambda each: each.note_id)
        if (note_type := _note_type(known.note_type, built))
    )


def with_retired(built: Built, retired: Iterable[Retired], *, now: int) -> Built:
    """The build with these notes after all others, in the package and in the lock."""
    more = tuple(retired)
    if not more:
        return built
    lock, old = locks.read(built.lock.decode()), built.before
    types = dict(built.collection.note_types)
    missing = {each.packed.note_type for each in more} - types.keys()
    types |= note_type_times({key: built_in(key) for key in missing}, old, now)
    known = {**lock.notes, **{each.known.guid: each.known for each in more}}
    unchecked = lock.unchecked - {each.known.guid for each in more}
    notes = (*built.collection.notes, *(each.packed for each in more))
    return built._replace(
        collection=Collection(notes, dict(sorted(types.items())), built.collection.media),
        lock=locks.encode(known.values(), known_types(types, lock), unchecked),
    )


def _note_type(key: str, built: Built) -> NoteType | None:
    """The note type of a removed note; none if the project no longer has it."""
    if key in built.collection.note_types:
        return built.collection.note_types[key]
    return built_in(key) if key in built_in_names() else None


def _retired(known: Known, note_type: NoteType, there: ShippedNote | None, now: int) -> Retired:
    fields = _fields(known, note_type, there)
    all_tags = tags.join(known.tags, (RETIRED,))
    rendered = digest(*with_source(known.note_type, fields))
    same = (known.digest, known.tags) == (rendered, all_tags)
    modified = known.modified if same else max(now, known.modified + 1)
    packed = CollectionNote(
        known.guid,
        known.note_id,
        known.note_type,
        known.deck,
        fields,
        all_tags,
        modified,
        note_type.cards(fields),
    )
    return Retired(packed, known._replace(digest=rendered, tags=all_tags, modified=modified))


def _fields(known: Known, note_type: NoteType, there: ShippedNote | None) -> tuple[str, ...]:
    names = [name for name, _ in note_type.fields]
    if there and there.note_type_id == note_type.id and len(there.fields) == len(names):
        return there.fields
    # The questions of the two note types, and the field that follows: an answer, or a text that
    # has no card without a deletion.
    removed = cloze.deletion(1, _REMOVED) if note_type.is_cloze else _REMOVED
    texts = dict(zip(names, (_as_html(known.front), removed), strict=False))
    return tuple(texts.get(name, "") for name in names)


def _as_html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("{{", "&#123;{")
