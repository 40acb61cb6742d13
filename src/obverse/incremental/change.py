"""The change of a package after an edit."""

from collections.abc import Iterable, Iterator

from obverse.formats.apkg.change import PackageChange, Shift
from obverse.incremental.linked import Linked
from obverse.incremental.relink import Relinked

_MOST_RUNS = 64  # of notes of a source that move together: one statement moves all of them


def change(last: Linked, now: Relinked) -> PackageChange:
    """What of the package of the last build is other: rows of notes, and positions."""
    notes = now.identity.by_path
    put, due, shifts = [], [], list[Shift]()
    before = after = 1
    for old, new in zip(last.sources, now.linked.sources, strict=True):
        if new is old:
            shifts.append((before, before + old.notes - 1, after - before))
        moved: list[tuple[int, int]] = []
        runs: list[Shift] = []
        for position, each in enumerate(notes.get(new.path, ()), start=after):
            if (was := now.carried.get(each.after.guid)) is None:
                put.append((each.packed, position))
                continue
            moved.append((each.after.note_id, position))
            runs.append((before + was, before + was, position - before - was))
        runs = [*_joined(runs)]
        if len(runs) > _MOST_RUNS:
            due += moved
        else:
            shifts += runs
        before, after = before + old.notes, after + new.notes
    gone = tuple(each.note_id for each in now.identity.removed)
    return PackageChange(gone, tuple(put), tuple(due), tuple(_joined(shifts)))


def _joined(shifts: Iterable[Shift]) -> Iterator[Shift]:
    """Those that shift something, with neighbours that shift by as much as one."""
    run: Shift = (0, 0, 0)
    for first, last, by in shifts:
        if by == run[2] and first == run[1] + 1:
            run = (run[0], last, by)
            continue
        if run[2]:
            yield run
        run = (first, last, by)
    if run[2]:
        yield run
