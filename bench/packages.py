"""Count what a package holds, with nothing but zipfile and sqlite3."""

import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from tempfile import NamedTemporaryFile

from measure import RunError

COLLECTIONS = ("collection.anki21", "collection.anki2")


def expect(packages: list[Path], notes: int) -> None:
    """Raise RunError unless the packages together hold so many notes."""
    found = sum(map(notes_in, packages))
    if found != notes:
        raise RunError(f"there are {found} notes in its package, not {notes}")


def notes_in(package: Path) -> int:
    """Count the notes in a package with a plain SQLite collection; raises RunError without one.

    The collection is copied piece by piece: what this process once held in memory would be counted
    as the peak of every command that it starts later.
    """
    if not package.is_file():
        raise RunError(f"it wrote no `{package.name}`")
    with zipfile.ZipFile(package) as archive, NamedTemporaryFile() as copy:
        names = [name for name in COLLECTIONS if name in archive.namelist()]
        if not names:
            raise RunError(f"`{package.name}` holds no collection that sqlite3 reads")
        with archive.open(names[0]) as collection:
            shutil.copyfileobj(collection, copy)
        copy.flush()
        with closing(sqlite3.connect(copy.name)) as connection:
            (count,) = connection.execute("SELECT count(*) FROM notes").fetchone()
    return int(count)
