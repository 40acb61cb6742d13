"""Amend the package of the last build: unchanged parts are copied as they were compressed.

The bytes are those of a package that is written whole from the same collection and lock.
"""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import BinaryIO

from obverse.formats.apkg import image, rows
from obverse.formats.apkg.change import PackageChange, after
from obverse.formats.apkg.kept import (
    CannotAmendError,
    KeptPackage,
    forget,
    kept_files,
    recall,
    remember,
)
from obverse.formats.apkg.package import crc_of_file, pack, packing
from obverse.formats.apkg.pieces import Pieces, Span
from obverse.link.output import DeltaPart
from obverse.machine.threads import beside

__all__ = ["CannotAmendError", "PackageChange", "amend"]


def amend(
    keep: Path,
    change: PackageChange,
    media: Mapping[str, str],
    lock: bytes,
    stream: BinaryIO,
    *,
    part: DeltaPart | None = None,
) -> None:
    """Write the next package to a binary stream from what the last one left in the folder `keep`.

    Afterwards the folder belongs to the new package; so it does if only a `part` of that is
    written, which is then the base of nothing. Raises `CannotAmendError`, before anything is
    written to the stream, if the change does not fit what is kept. Raises `OSError` if a file
    cannot be read or written; then nothing is kept any more.
    """
    kept = recall(keep)
    file, pieces_file, _ = kept_files(keep)
    with Pieces(pieces_file, kept.places) as pieces, packing(lock, pieces) as packed_lock:
        try:
            with beside(partial(_check, file, kept.crc)) as sound:
                kept = _edited(file, kept, change, sound)
        except (sqlite3.Error, OSError, LookupError) as fault:
            raise CannotAmendError(str(fault)) from fault
        if part is None:
            crc = pack(file, media, packed_lock, stream, pieces)
            pieces.compact()
            places: Mapping[str, Span] = pieces.used
        else:
            crc, places = crc_of_file(file), kept.places
            from obverse.formats.apkg.part_of_image import Whole, write_part

            write_part(Whole(file, media, lock), part, stream)
    remember(keep, kept._replace(crc=crc, places=places))


def _check(file: Path, crc: int) -> None:
    """Check the bytes of the database, because SQLite would not notice one that changed."""
    if crc_of_file(file) != crc:
        raise CannotAmendError("the kept collection is not as it was written")


def _edited(
    file: Path, kept: KeptPackage, change: PackageChange, sound: Callable[[], None]
) -> KeptPackage:
    """Edit the database in place, and then replace it with what SQLite rewrites of it.

    Until the end of the transaction nothing of the file changes; by then it has to be `sound`.
    """
    fresh = file.with_suffix(".part")
    with closing(image.connect(file)) as connection:
        cursor = connection.cursor()
        kept = after(cursor, kept, change)
        cursor.execute("BEGIN")
        _shift(cursor, change)
        _put(cursor, kept, change)
        sound()
        forget(file.parent)
        cursor.execute("COMMIT")
        image.save(connection, fresh)
    # If it were renamed over the other, ext4 would flush it at once: 2 ms for 6 MB.
    file.unlink()
    fresh.rename(file)
    return kept


def _shift(cursor: sqlite3.Cursor, change: PackageChange) -> None:
    """Shift positions, all in one go, so that none is shifted twice."""
    if not change.shifts:
        return
    # Updating the index row by row would take longer than making it again.
    ((statement,),) = cursor.execute(
        "SELECT sql FROM sqlite_schema WHERE name = ?", (image.BY_POSITION,)
    )
    cursor.execute(f"DROP INDEX {image.BY_POSITION}")
    cases = "WHEN due BETWEEN ? AND ? THEN ? " * len(change.shifts)
    cursor.execute(
        f"UPDATE cards SET due = due + CASE {cases} ELSE 0 END WHERE due BETWEEN ? AND ?",  # noqa: S608  # only marks
        (
            *(number for shift in change.shifts for number in shift),
            min(first for first, _, _ in change.shifts),
            max(last for _, last, _ in change.shifts),
        ),
    )
    cursor.execute(statement)


def _put(cursor: sqlite3.Cursor, kept: KeptPackage, change: PackageChange) -> None:
    left = [(each,) for each in (*change.gone, *(note.note_id for note, _ in change.put))]
    cursor.executemany("DELETE FROM notes WHERE id = ?", left)
    cursor.executemany("DELETE FROM cards WHERE nid = ?", left)
    for note, due in change.put:
        cursor.execute(rows.INSERT_NOTE, rows.note_row(note, kept.types[note.note_type][0]))
        cards = rows.card_rows([(due, note)], {note.deck: rows.deck_id(note.deck)})
        cursor.executemany(rows.INSERT_CARD, cards)
    moved = [(due, note_id) for note_id, due in change.due]
    cursor.executemany("UPDATE cards SET due = ? WHERE nid = ?", moved)
