"""Distrust: a database that somebody else may have made takes bounded time and memory to read."""

import sqlite3
from itertools import count

_STRIDE = 100_000  # instructions of SQLite's virtual machine, which take about a millisecond


def distrust(connection: sqlite3.Connection, *, steps: int, longest: int) -> None:
    """Stop a statement after all in all so many instructions, and refuse values of more bytes.

    A view, a trigger or an index that is made to run for hours raises `sqlite3.OperationalError`
    (`interrupted`), and none of them may call a function that is not harmless.
    """
    done = count(_STRIDE, _STRIDE)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, longest)
    connection.set_progress_handler(lambda: next(done) > steps, min(steps, _STRIDE))
    connection.execute("PRAGMA trusted_schema = OFF")
