"""What became of the notes since the last package, and whether its database can be amended so."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from heapq import heappop, heappush
from itertools import pairwise
from typing import NamedTuple

from obverse.formats.apkg.kept import CannotAmendError, KeptPackage
from obverse.formats.apkg.rows import deck_id, is_spread
from obverse.link.collection import CollectionNote
from obverse.values.lock import SPAN

Shift = tuple[int, int, int]


class PackageChange(NamedTuple):
    """What became of the notes.

    `gone` are the ids of notes to leave out. `put` are new and changed notes, each with its
    position from 1. `due` has the new positions, by note id, of notes that are otherwise as they
    were. `shifts` say of old positions, first and last, by how much the notes there move that are
    in none of these.
    """

    gone: tuple[int, ...] = ()
    put: tuple[tuple[CollectionNote, int], ...] = ()
    due: tuple[tuple[int, int], ...] = ()
    shifts: tuple[Shift, ...] = ()


class _Last(NamedTuple):
    """A note as it is kept: the ids of its note type and its deck, and its position."""

    type_id: int
    deck_id: int
    due: int


def after(cursor: sqlite3.Cursor, kept: KeptPackage, change: PackageChange) -> KeptPackage:
    """How many notes there are of each note type and deck after the change.

    Raises `CannotAmendError` where a whole package would be of another kind: it has just the decks
    that are used, and one note at each position from 1 on.
    """
    put, moved = [note for note, _ in change.put], [note_id for note_id, _ in change.due]
    touched = [*change.gone, *(note.note_id for note in put), *moved]
    if len(set(touched)) < len(touched):
        raise CannotAmendError("a note changes twice")
    last = {note_id: found for note_id in touched if (found := _last(cursor, note_id))}
    if not last.keys() >= {*change.gone, *moved}:
        raise CannotAmendError("a note that is removed or moved does not exist")
    if not _have_room(cursor, [note.note_id for note in put]):
        raise CannotAmendError("a note is close to another one")
    left = [last[note_id] for note_id in last.keys() - {*moved}]
    counted = _counted(kept, left, put)
    taken = [due for _, due in (*change.put, *change.due)]
    freed = [each.due for each in last.values()]
    if not is_filled(kept.notes, freed, change.shifts, taken, counted.notes):
        raise CannotAmendError("there is not one note at each position")
    return counted


def _last(cursor: sqlite3.Cursor, note_id: int) -> _Last | None:
    found = cursor.execute(
        "SELECT mid, did, due FROM notes JOIN cards ON nid = notes.id WHERE notes.id = ?",
        (note_id,),
    ).fetchone()
    return _Last(*found) if found else None


def _have_room(cursor: sqlite3.Cursor, note_ids: Sequence[int]) -> bool:
    """Whether the ids after each note's are free for its cards."""
    near = "SELECT 1 FROM notes WHERE id > ? - ? AND id < ? + ? AND id != ?"
    return is_spread(note_ids) and not any(
        cursor.execute(near, (each, SPAN, each, SPAN, each)).fetchone() for each in note_ids
    )


def _counted(
    kept: KeptPackage, left: Iterable[_Last], put: Sequence[CollectionNote]
) -> KeptPackage:
    if not all(_fits(kept, note) for note in put):
        raise CannotAmendError("the note type or deck of a note does not exist")
    types = Counter({key: count for key, (_, _, count) in kept.types.items()})
    types.update(note.note_type for note in put)
    decks = Counter(kept.decks)
    decks.update(note.deck for note in put)
    type_names = {type_id: key for key, (type_id, _, _) in kept.types.items()}
    deck_names = {deck_id(name): name for name in kept.decks}
    for each in left:
        types[type_names[each.type_id]] -= 1
        decks[deck_names[each.deck_id]] -= 1
    if (
        any(not types[key] for key, (_, _, count) in kept.types.items() if count)
        or 0 in decks.values()
    ):
        raise CannotAmendError("a note type or deck has no notes any more")
    return kept._replace(
        types={key: (*about[:2], types[key]) for key, about in kept.types.items()},
        decks=dict(decks),
    )


def _fits(kept: KeptPackage, note: CollectionNote) -> bool:
    """Whether the database could take the note as it is."""
    fields = kept.types.get(note.note_type, (0, 0, 0))[1]
    return fields == len(note.fields) and note.deck in kept.decks and bool(note.cards)


def is_filled(
    before: int, freed: Iterable[int], shifts: Sequence[Shift], taken: Iterable[int], now: int
) -> bool:
    """Whether positions 1 to `before` become 1 to `now`, one note at each.

    Notes leave the positions `freed`, shift, and others come to those `taken`. The work grows with
    these: between them a stretch of positions stays one.
    """
    free = set(freed)
    bounds = {1, before + 1} | free | {position + 1 for position in free}
    bounds |= {each for first, last, _ in shifts for each in (first, last + 1)}
    edges = sorted(each for each in bounds if 1 <= each <= before + 1)
    stretches = [(position, position + 1) for position in taken]
    for (start, end), by in zip(pairwise(edges), _shifted(edges[:-1], shifts), strict=True):
        if start not in free:
            stretches.append((start + by, end + by))
    reached = 1
    for start, end in sorted(stretches):
        if start != reached:
            return False
        reached = end
    return reached == now + 1


def _shifted(positions: Iterable[int], shifts: Sequence[Shift]) -> Iterator[int]:
    """By how much each position moves: as the first shift says that it is in, or not at all."""
    waiting = sorted(((first, number) for number, (first, _, _) in enumerate(shifts)), reverse=True)
    begun: list[int] = []  # a heap of the numbers of shifts
    for position in positions:
        while waiting and waiting[-1][0] <= position:
            heappush(begun, waiting.pop()[1])
        while begun and shifts[begun[0]][1] < position:
            heappop(begun)
        yield shifts[begun[0]][2] if begun else 0
