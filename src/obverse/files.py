"""Files that are never half-written: replaced in one step, and by one build at a time."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from obverse.errors import ObverseError

_UMASK_FILE = 0o666
_PART = ".part"  # the end of the name of a file that is being written


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A stream whose content becomes the file when the block ends well, and nothing otherwise.

    Written beside the file, flushed to the disk, then renamed over it (POSIX rename is atomic; so
    is the replace of Windows on one volume). Raises `ObverseError` where it cannot be written.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(_PART, f".{path.name}.", path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(_UMASK_FILE & ~_umask())
        temporary.replace(path)
    except OSError as error:
        raise _cannot_write(path, error) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def sweep(path: Path) -> None:
    """Delete what a killed process left half-written beside a file; only for who holds it alone."""
    with suppress(OSError):
        for each in path.parent.iterdir():
            if each.name.startswith(f".{path.name}.") and each.name.endswith(_PART):
                each.unlink()


@contextmanager
def replacing_text(path: Path, text: str) -> Iterator[None]:
    """Replace a file with this text, UTF-8 and LF on every system, when the block ends well.

    It is on the disk before the block begins, so that only a renaming is left to do. A file that
    holds the text is left alone.
    """
    content = text.encode()
    if _holds(path, content):
        yield
        return
    with replacing(path) as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
        yield


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except OSError:
        return False


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, where it is not there. Raises `ObverseError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _cannot_write(folder, error) from error


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Hold off other builds of the project until the block ends, or this process does.

    An advisory lock on a file of its own: a kill releases it, and it is never removed, so that
    no two processes can hold locks on two files of one name.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stream = (folder / ".building").open("ab")
    except OSError as error:
        raise _cannot_write(folder, error) from error
    with stream:
        _hold(stream.fileno())
        yield


def _hold(handle: int) -> None:
    """Wait for the lock. Without `fcntl` (Windows) a byte of the file is locked instead."""
    try:
        import fcntl
    except ImportError:
        import msvcrt

        lock: Callable[..., None] = getattr(msvcrt, "locking")  # noqa: B009  # unknown to mypy on POSIX
        lock(handle, getattr(msvcrt, "LK_LOCK"), 1)  # noqa: B009
    else:
        fcntl.flock(handle, fcntl.LOCK_EX)


def _umask() -> int:
    # Asking for the umask means setting it; there is no other way in POSIX.
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _cannot_write(path: Path, error: OSError) -> ObverseError:
    reason = (error.strerror or str(error)).lower()
    return ObverseError(f"cannot write `{path}`: {reason}", "nothing was changed")
