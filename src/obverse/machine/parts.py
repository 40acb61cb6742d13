"""Parts: files that are being written, each held until its process ends.

What a killed process left of any file is deleted by the next that writes into the same folder. One
that is still being written is held, and stays.
"""

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from obverse.machine.late import late

_PART = late(r"\..+\.[0-9a-f]{8}\.part")


def part_of(path: Path) -> Path:
    """A new name for the file that will replace `path`, in its folder."""
    return path.parent / f".{path.name}.{os.urandom(4).hex()}.part"


def hold(stream: BinaryIO) -> bool:
    """Hold a file until it is closed or this process ends; false if another process does.

    Where the system or the file system knows no such lock, nothing is held, and that is no reason
    not to write.
    """
    try:
        import fcntl
    except ImportError:  # Windows, where an open file cannot be deleted anyway
        return True
    try:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def sweep(folder: Path) -> None:
    """Delete what killed processes left half-written in a folder."""
    with suppress(OSError):
        left = [each for each in os.scandir(folder) if _PART.fullmatch(each.name)]
        for each in left:
            with suppress(OSError), open(each.path, "rb") as stream:  # noqa: PTH123  # held
                if hold(stream):
                    os.unlink(each.path)  # noqa: PTH108


def sync_folders(folders: Iterable[Path]) -> None:
    """Have the names in these folders on the disk, as far as the system can: not on Windows."""
    for folder in set(folders):
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def sync_all(temporaries: Iterable[Path]) -> None:
    """Have the content of many files on the disk: each by itself, or all of them at once."""
    files = [*temporaries]
    at_once: Callable[[], None] | None = getattr(os, "sync", None)
    if at_once and len(files) > _FEW:
        at_once()
        return
    for path in files:
        with path.open("r+b") as stream:
            os.fsync(stream.fileno())


_FEW = 16  # files; `sync` waits for all that the system has to write
