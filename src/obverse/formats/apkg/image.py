"""The file of the database, whose bytes depend only on its rows."""

import os
import sqlite3
from pathlib import Path

# Larger pages than SQLite's 4096 are written in 3/4 of the time, and the package is no larger.
PAGE = 1 << 14
# The index over positions, made last: it is made again when positions shift.
BY_POSITION = "ix_cards_sched"
# What counts changes of the file and of its schema, and says of which change the size is: offsets
# in the header, https://www.sqlite.org/fileformat2.html#the_database_header.
_COUNTERS = (24, 40, 92)


def connect(path: Path | str) -> sqlite3.Connection:
    """Open a database that nobody else uses, and that may be lost in a crash."""
    connection = sqlite3.connect(path, isolation_level=None)
    for setting in (
        "trusted_schema = OFF",
        f"page_size = {PAGE}",
        "journal_mode = OFF",
        "synchronous = OFF",
        "locking_mode = EXCLUSIVE",
        "temp_store = MEMORY",
        "cache_spill = OFF",
        "mmap_size = 1073741824",
    ):
        connection.execute(f"PRAGMA {setting}")
    return connection


def save(connection: sqlite3.Connection, path: Path) -> None:
    """Write the whole database to a file. Raises `OSError` if it cannot be written.

    SQLite writes table by table, row by row in the order of the ids, wherever a row was before.
    """
    path.unlink(missing_ok=True)
    try:
        # As bytes, because a name need not be UTF-8.
        connection.execute("VACUUM INTO CAST(? AS TEXT)", (os.fsencode(path),))
    except sqlite3.Error as fault:
        raise OSError(f"cannot write the collection: {fault}") from fault
    with path.open("r+b") as stream:
        for offset in _COUNTERS:
            stream.seek(offset)
            stream.write((1).to_bytes(4, "big"))
