"""Order: between which neighbours a note is, now and in the last build.

The lock keeps no positions: a column of them would change many lines when one note is inserted, and
conflict when branches merge. Note ids serve instead: a build assigns them in source order, so in
one file the order of ids is the order in which the notes were written. A note that was inserted
later has a later id and is, by ids, among its contemporaries; then the two neighbours do not agree,
and there is no tie-break. It is never taken from one neighbour alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from obverse.values.lock import Known
from obverse.values.note import Note

Slot = tuple[str, str] | None


def slots_now(
    notes: Sequence[Note], matched: Mapping[int, Known], wanted: Iterable[int]
) -> dict[int, Slot]:
    """For each wanted note the guids of the nearest recognised notes before and after it.

    At the start or end of a file there is no neighbour, which is written as an empty guid; a file
    in which nothing is recognised has no slot.
    """
    found: dict[int, Slot] = {}
    for index in wanted:
        before = _neighbour(notes, matched, index, -1)
        after = _neighbour(notes, matched, index, 1)
        found[index] = (before, after) if before or after else None
    return found


def slots_before(
    known: Iterable[Known], recognised: frozenset[str], wanted: Iterable[Known]
) -> dict[str, Slot]:
    """The same for notes of the lock, by guid, among the notes that are still recognised."""
    files: dict[str, list[Known]] = defaultdict(list)
    paths = {each.path for each in wanted}
    for each in known:
        if each.path in paths:
            files[each.path].append(each)
    found: dict[str, Slot] = {}
    for notes in files.values():
        notes.sort(key=lambda each: each.note_id)
        _fill(notes, recognised, found)
    return found


def _neighbour(notes: Sequence[Note], matched: Mapping[int, Known], index: int, step: int) -> str:
    path = notes[index].place.path
    at = index + step
    while 0 <= at < len(notes) and notes[at].place.path == path:
        if at in matched:
            return matched[at].guid
        at += step
    return ""


def _fill(notes: Sequence[Known], recognised: frozenset[str], found: dict[str, Slot]) -> None:
    """The slots of one file's notes: a gap is between two recognised ones."""
    before, gap = "", list[str]()
    for guid in (*(each.guid for each in notes), ""):
        if guid and guid not in recognised:
            gap.append(guid)
            continue
        slot = (before, guid) if before or guid else None
        found.update(dict.fromkeys(gap, slot))
        before, gap = guid, []
