"""Taken: what a learner's collection holds, read from a copy so that Anki is never disturbed."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from obverse.cards.rows import Rows
from obverse.errors import ObverseError
from obverse.formats.apkg.read.container import Container, Limits, PackedMedia
from obverse.formats.apkg.read.database import read_rows
from obverse.machine import files

_LOG = "-wal"  # SQLite's, with what is not in the file yet (https://www.sqlite.org/wal.html)
_TRIES = 5
_DATABASE = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class Taken:
    """The rows of a collection, and its files: in a folder, or packed."""

    rows: Rows
    folder: Path | None = None
    packed: Mapping[str, bytes] = field(default_factory=dict)

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
    if not files.read(path).startswith(_DATABASE):
        container = Container(files.read(path), Limits())
        with TemporaryDirectory(prefix="obverse-") as folder:
            copy = Path(folder) / "collection"
            with copy.open("wb") as stream:
                container.save_collection(stream)
            rows = read_rows(copy)
        return Taken(rows, packed=PackedMedia(container, container.media_list()))
    with TemporaryDirectory(prefix="obverse-") as folder:
        copy = Path(folder) / "collection"
        _copy(path, copy)
        _join_log(copy, path)
        return Taken(read_rows(copy), path.with_suffix(".media"))


def _copy(path: Path, copy: Path) -> None:
    """Copy a collection and its log, again while Anki writes either. Raises `ObverseError`."""
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


def _looks(path: Path) -> list[tuple[int, int]]:
    paths = (path, Path(f"{path}{_LOG}"))
    return [(each.stat().st_size, each.stat().st_mtime_ns) for each in paths if each.is_file()]


def _join_log(copy: Path, path: Path) -> None:
    """Write what is only in the log into the copy, and check that it is whole."""
    try:
        with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            connection.create_collation("unicase", lambda a, b: (a > b) - (a < b))
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            connection.execute("PRAGMA journal_mode = DELETE").fetchall()
            ((said,),) = connection.execute("PRAGMA quick_check(1)").fetchall()
    except (sqlite3.Error, ValueError) as fault:
        raise ObverseError(
            f"`{path}` cannot be read: {fault}", "close Anki, and try again"
        ) from fault
    if said != "ok":
        raise ObverseError(f"`{path}` is damaged: {said}", "run Tools → Check Database in Anki")
