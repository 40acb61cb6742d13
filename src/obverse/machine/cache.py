"""A cache of compiled sources, so that unchanged files are not parsed again.

An SQLite file in the build folder, keyed by a digest of the source and of everything else that
affects the result. It may be deleted at any time; a cache that cannot be used is ignored and made
again; two builds may use it at once.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Generic, TypeVar

from obverse.machine import codec
from obverse.machine.codec import Encoded

NAME = "compiled.sqlite3"
_AT_ONCE = 500  # below SQLite's limit of variables in a statement
_SPARE = 2  # times the entries of one build are kept, so that a revert finds its notes
_WAIT = 5.0  # seconds for another build to end its writing

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

    def __init__(self, folder: Path, kind: type[_T], *, only_read: bool = False) -> None:
        """`kind` is what `codec` reads the values as; with `only_read` nothing is written."""
        self._only_read = only_read
        self._path = folder / NAME
        self._kind = kind

    def get(self, keys: Iterable[bytes]) -> dict[bytes, _T]:
        """The values of those keys that are in the cache."""
        found: dict[bytes, _T] = {}
        wanted = list(keys)
        if not self._path.exists():
            return found
        try:
            with self._open() as connection:
                for start in range(0, len(wanted), _AT_ONCE):
                    some = wanted[start : start + _AT_ONCE]
                    marks = ",".join("?" * len(some))
                    query = f"SELECT key, check_, value FROM kept WHERE key IN ({marks})"  # noqa: S608  # only marks
                    for name, check, value in connection.execute(query, some):
                        if check == _check(value):
                            found[name] = codec.loads(self._kind, value)
        except (sqlite3.Error, OSError, ValueError, TypeError, LookupError):
            self._forget()
            return {}
        return found

    def put(self, values: Mapping[bytes, Encoded[_T]], used: int) -> None:
        """Keep values; `used` is how many one build uses, which limits how many are kept."""
        if self._only_read:
            return
        rows = [(name, _check(each.text), each.text) for name, each in values.items()]
        try:
            with self._open() as connection:
                connection.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", rows)
                most = max(_SPARE * used, 1)
                connection.execute(
                    "DELETE FROM kept WHERE rowid <= (SELECT max(rowid) FROM kept) - ?", (most,)
                )
        except (sqlite3.Error, OSError):
            self._forget()

    def _open(self) -> "_Connection":
        self._path.parent.mkdir(parents=True, exist_ok=True)
        return _Connection(self._path)

    def _forget(self) -> None:
        if self._only_read:
            return
        with suppress(OSError):
            self._path.unlink(missing_ok=True)


class _Connection:
    """One transaction: committed if the block succeeds, and closed."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, timeout=_WAIT)

    def __enter__(self) -> sqlite3.Connection:
        # Losing the newest entries with the power costs a parse; waiting for the disk costs more.
        try:
            self._connection.execute("PRAGMA synchronous = OFF")
            self._connection.execute(
                "CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, check_ TEXT, value BLOB)"
            )
        except sqlite3.Error:  # of a damaged file; where beginning fails there is no end
            self._connection.close()
            raise
        return self._connection

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        try:
            if kind is None:
                self._connection.commit()
        finally:
            self._connection.close()


def _check(value: bytes) -> str:
    return blake2b(value, digest_size=8).hexdigest()
