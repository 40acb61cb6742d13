"""Taken: what a learner's collection holds, read from a copy so that Anki is never disturbed."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from obverse.cards.rows import Rows, StoredCard
from obverse.errors import ObverseError
from obverse.formats.apkg.read.container import Container, Limits, PackedMedia
from obverse.formats.apkg.read.database import read_rows
from obverse.formats.apkg.read.learners_cards import learners_cards
from obverse.machine import files

_LOG = "-wal"  # SQLite's, with what is not in the file yet (https://www.sqlite.org/wal.html)
_LOG_HEAD = 32  # bytes, with a salt that is another when the log begins again
_TRIES = 20
_DATABASE = b"SQLite format 3\0"
_ZIP = b"PK"
_NAME = "collection.anki2"
_WHAT = f"name Anki's `{_NAME}`, or a .colpkg or .apkg that Anki exported"


@dataclass(frozen=True, slots=True)
class Taken:
    """The rows of a collection, its cards, and its files: in a folder, or packed."""

    rows: Rows
    folder: Path | None = None
    packed: Mapping[str, bytes] = field(default_factory=dict)
    cards: tuple[StoredCard, ...] = ()

    def media(self, name: str) -> bytes | None:
        """The bytes of a file, if it is there; a name is never a path."""
        if name in self.packed:
            return self.packed[name]
        if self.folder is None or "/" in name or "\\" in name or name in {"", ".", ".."}:
            return None
        path = self.folder / name
        return files.read(path) if path.is_file() and not path.is_symlink() else None


def take_collection(path: Path) -> Taken:
    """What a collection or a package of Anki holds. Raises `ObverseError`."""
    if path.is_dir():
        there = path / _NAME
        named = f"name `{there}`" if there.is_file() else _WHAT
        raise ObverseError(f"`{path}` is a folder", named)
    with files.opened(path) as stream:
        head = stream.read(len(_DATABASE))
    if head == _DATABASE:
        with _copied(path) as copy:
            return Taken(read_rows(copy), path.with_suffix(".media"), cards=learners_cards(copy))
    if not head.startswith(_ZIP):
        said = "empty" if not head else "neither a collection nor a package of Anki"
        raise ObverseError(f"`{path}` is {said}", _WHAT)
    container = Container(files.read(path), Limits())
    with TemporaryDirectory(prefix="obverse-") as folder:
        copy = Path(folder) / "collection"
        with copy.open("wb") as stream:
            container.save_collection(stream)
        packed = PackedMedia(container, container.media_list())
        return Taken(read_rows(copy), packed=packed, cards=learners_cards(copy))


@contextmanager
def _copied(path: Path) -> Iterator[Path]:
    """A copy of a collection that Anki may have open, with all that is in its log."""
    with TemporaryDirectory(prefix="obverse-") as folder:
        copy = Path(folder) / "collection"
        with files.reading(path):
            _copy(path, copy)
        _join_log(copy, path)
        yield copy


def _copy(path: Path, copy: Path) -> None:
    """Copy a collection and its log, again where they do not belong together.

    What Anki writes goes to the log, and from there into the file; so the file, copied first, has
    nothing that the log has not, unless the log began again meanwhile. Raises `ObverseError`.
    """
    for _ in range(_TRIES):
        before = _looks(path)
        for suffix in ("", _LOG):
            there, here = Path(f"{path}{suffix}"), Path(f"{copy}{suffix}")
            here.unlink(missing_ok=True)
            if there.is_file():
                copyfile(there, here)
        if _looks(path) == before:
            return
    raise ObverseError(f"`{path}` changes all the time", "wait until Anki has finished its work")


def _looks(path: Path) -> tuple[object, ...]:
    """What is another when a file and a log that are copied now do not belong together."""
    status, log = path.stat(), Path(f"{path}{_LOG}")
    if log.is_file():
        with log.open("rb") as stream:
            head = stream.read(_LOG_HEAD)
        if head:
            return status.st_ino, head
    return status.st_ino, status.st_size, status.st_mtime_ns


def _join_log(copy: Path, path: Path) -> None:
    """Write what is only in the log into the copy, and check that it is whole."""
    try:
        with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            connection.create_collation("unicase", lambda a, b: (a > b) - (a < b))
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            connection.execute("PRAGMA journal_mode = DELETE").fetchall()
            ((said,),) = connection.execute("PRAGMA quick_check(1)").fetchall()
            statement = "select count() from sqlite_master where name in ('col', 'notes', 'cards')"
            ((tables,),) = connection.execute(statement).fetchall()
    except (sqlite3.Error, ValueError) as fault:
        raise ObverseError(
            f"`{path}` cannot be read: {fault}",
            "close Anki and try again; if that does not help, run Tools → Check Database in Anki",
        ) from fault
    if tables < 3:  # noqa: PLR2004  # those that each schema has
        raise ObverseError(f"`{path}` is a database, but not a collection of Anki", _WHAT)
    if said != "ok":
        raise ObverseError(f"`{path}` is damaged: {said}", "run Tools → Check Database in Anki")
