"""A cache of compiled sources, so that unchanged files are not parsed again.

An SQLite file in the build folder, keyed by a digest of the source and of everything else that
affects the result. It may be deleted at any time; a cache that cannot be used is ignored and made
again; two builds may use it at once.

A stranger's repository may bring one along. So it is read only if it is this user's own file and
not a link, has the one table that is made here and nothing else (a view or a trigger could run for
ever), no values beyond `_LARGEST`, and no journal, which would be played back: it is kept in memory
here. Reading is stopped after a number of steps.
"""

import os
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Generic, TypeVar

from obverse.machine import codec, files
from obverse.machine.blake2 import blake2b
from obverse.machine.codec import Encoded
from obverse.machine.distrust import distrust

NAME = "compiled.sqlite3"
_AT_ONCE = 500  # below SQLite's limit of variables in a statement
_SPARE = 2  # times the entries of one build are kept, so that a revert finds its notes
_WAIT = 5.0  # seconds for another build to end its writing
_LARGEST = 200_000_000  # bytes of a value; a source of 10 MB makes one of 60
_STEPS = 100_000_000  # instructions of SQLite; half a million sources take as many
_TABLE = "CREATE TABLE kept (key BLOB PRIMARY KEY, check_ TEXT, value BLOB)"
_READ_SCHEMA = "SELECT type, sql FROM sqlite_schema ORDER BY type"
_SCHEMA = [("index", None), ("table", _TABLE)]
_SIDES = ("-journal", "-wal", "-shm")

_T = TypeVar("_T")


def key(*parts: str | bytes) -> bytes:
    """A digest of everything that a result depends on."""
    hashed = blake2b(digest_size=16)
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        hashed.update(len(raw).to_bytes(8, "big") + raw)
    return hashed.digest()


class Cache(Generic[_T]):
    """Values of one type by key, in `folder`. No method raises if the file is broken."""

    def __init__(
        self, folder: Path, kind: type[_T], *, only_read: bool = False, holds: bool = False
    ) -> None:
        """`kind` is what `codec` reads the values as; with `only_read` nothing is written.

        A cache that `holds` has what is put into it in memory too, for the same process.
        """
        self._only_read = only_read
        self._held: dict[bytes, _T] | None = {} if holds else None
        self._path = folder / NAME
        self._kind = kind

    def get(self, keys: Iterable[bytes]) -> dict[bytes, _T]:
        """The values of those keys that are in the cache."""
        held = self._held or {}
        wanted = list(keys)
        found = {name: held[name] for name in wanted if name in held}
        wanted = [name for name in wanted if name not in held]
        if not wanted or not os.path.lexists(self._path):
            return found
        try:
            with self._open() as connection:
                for start in range(0, len(wanted), _AT_ONCE):
                    some = wanted[start : start + _AT_ONCE]
                    marks = ",".join("?" * len(some))
                    query = f"SELECT key, check_, value FROM kept WHERE key IN ({marks})"  # noqa: S608  # only marks
                    for name, check, value in connection.execute(query, some):
                        if check == _check(name, value):
                            found[name] = codec.loads(self._kind, value)
        except Exception:  # noqa: BLE001  # whatever is wrong with it costs time and nothing else
            self._forget()
            return {name: each for name, each in found.items() if name in held}
        return found

    def put(self, values: Mapping[bytes, Encoded[_T]], used: int) -> None:
        """Keep values; `used` is how many one build uses, which limits how many are kept."""
        if self._only_read:
            return
        if self._held is not None:
            self._held |= {name: each.value for name, each in values.items()}
        rows = [(name, _check(name, each.text), each.text) for name, each in values.items()]
        try:
            with self._open() as connection:
                connection.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", rows)
                most = max(_SPARE * used, 1)
                connection.execute(
                    "DELETE FROM kept WHERE rowid <= (SELECT max(rowid) FROM kept) - ?", (most,)
                )
        except Exception:  # noqa: BLE001  # as above
            self._forget()

    def _open(self) -> "_Connection":
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if not files.is_own(self._path.parent, folder=True):
            raise OSError("the folder is a link, or another user's")
        if os.path.lexists(self._path) and not files.is_own(self._path):
            raise OSError("it is a link, or another user's")
        if any(os.path.lexists(side) for side in self._sides()):
            raise OSError("it has a journal, which nothing here writes")
        return _Connection(self._path)

    def _sides(self) -> Iterable[str]:
        return (f"{self._path}{end}" for end in _SIDES)

    def _forget(self) -> None:
        if self._only_read or not files.is_own(self._path.parent, folder=True):
            return
        for path in (self._path, *map(Path, self._sides())):
            with suppress(OSError):
                path.unlink()


class _Connection:
    """One transaction: committed if the block succeeds, and closed."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, timeout=_WAIT)

    def __enter__(self) -> sqlite3.Connection:
        connection = self._connection
        try:
            distrust(connection, steps=_STEPS, longest=_LARGEST)
            # Entries lost with the power cost a parse; waiting for the disk costs more.
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("PRAGMA journal_mode = MEMORY")
            connection.execute(_TABLE.replace("TABLE", "TABLE IF NOT EXISTS"))
            if connection.execute(_READ_SCHEMA).fetchmany(3) != _SCHEMA:
                raise sqlite3.DatabaseError("it has other tables")
        except sqlite3.Error:  # of a damaged file; where beginning fails there is no end
            connection.close()
            raise
        return connection

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        try:
            if kind is None:
                self._connection.commit()
        finally:
            self._connection.close()


def _check(name: bytes, value: bytes) -> str:
    return blake2b(name + value, digest_size=8).hexdigest()
