"""Files that are never half-written: replaced atomically, and by one build at a time."""

import errno
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

from obverse.errors import ObverseError
from obverse.machine import parts, paths

_HELD = ".building"
_REASONS: Final = {
    errno.ENOENT: ("it does not exist", "check the path"),
    errno.EISDIR: ("it is a folder", "name a file in it"),
    errno.ENOTDIR: ("a part of its path is not a folder", "check the path"),
    errno.EACCES: ("you have no permission", "change the permissions of the file or its folder"),
    errno.EPERM: ("you have no permission", "change the permissions of the file or its folder"),
    errno.ELOOP: ("it is a link that leads back to itself", "delete the link"),
    errno.ENAMETOOLONG: ("the name is too long", "use a shorter name"),
    errno.ENOSPC: ("the disk is full", "make room on it"),
    errno.EROFS: ("the disk is read-only", "use another folder"),
}
# What a network's or a container's file system says that knows no locks. Two builds at once are
# rare, and each file is still replaced in one step.
_NO_LOCKS = (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)


def digest(raw: bytes) -> str:
    """128 bits of BLAKE2b over the bytes of a file, as hexadecimal digits."""
    from obverse.machine.blake2 import blake2b  # not needed by a build that has nothing to do

    return blake2b(raw, digest_size=16).hexdigest()


@contextmanager
def replacing(path: Path, *, lasting: bool = True) -> Iterator[BinaryIO]:
    """A stream whose content becomes the file if the block ends without an error.

    Written next to the file, flushed to the disk, then renamed over it (POSIX rename is atomic; so
    is the replace of Windows on one volume), and the new name is flushed too. A file that only
    saves time need not be `lasting`: nothing waits for the disk, and a power cut may lose it.
    Raises `ObverseError` if it cannot be written. For many files there is `batch`.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        check_replaceable(path)
        if lasting:
            parts.sweep(path.parent)
        name = parts.part_of(path)
        with name.open("xb") as stream:
            temporary = name
            parts.hold(stream)
            yield stream
            if lasting:
                stream.flush()
                os.fsync(stream.fileno())
        if not lasting:  # renamed over another, ext4 would have it on the disk at once
            path.unlink(missing_ok=True)
        temporary.replace(path)
        if lasting:
            parts.sync_folders([path.parent])
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def check_replaceable(path: Path) -> None:
    """Raise `OSError` for a pipe or a device, and a link to what a process has open.

    Renaming over `/dev/stdout` would take it from the whole system.
    """
    try:
        mode = path.stat().st_mode
    except OSError:
        return  # there is nothing yet, or a link that leads nowhere
    is_open = path.is_symlink() and os.readlink(path).startswith("/proc/")  # noqa: PTH115  # a text
    if is_open or not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise OSError(0, "it is a pipe or a device, not a file")


@contextmanager
def replacing_with(path: Path, content: bytes) -> Iterator[Callable[[], None]]:
    """Replace a text file with this content, the same on every system, if the block succeeds.

    It is written to the disk while the block runs, so that only the rename is left to do; the block
    is given what waits for that, and raises what went wrong. A file that already has this content
    is left alone.
    """
    from obverse.machine.threads import (
        beside,  # not needed by a build that has nothing to do
    )

    if _holds(path, content):
        parts.sweep(path.parent)
        yield lambda: None
        return
    with replacing(path) as stream, beside(partial(_put, stream, content)) as written:
        yield written
        written()


def _put(stream: BinaryIO, content: bytes) -> None:
    """Write it, to the disk."""
    stream.write(content)
    stream.flush()
    os.fsync(stream.fileno())


def read(path: str | Path, *, end: int = 0) -> bytes:
    """The bytes of a file, or the last so many of them. Raises `ObverseError`."""
    with reading(path), Path(path).open("rb") as stream:
        size = os.fstat(stream.fileno()).st_size if end else 0
        stream.seek(max(size - end, 0) if end else 0)
        return stream.read()


@contextmanager
def opened(path: str | Path) -> Iterator[BinaryIO]:
    """A file, open to be read piece by piece; it may be a pipe. Raises `ObverseError`."""
    with reading(path), Path(path).open("rb") as stream:
        yield stream


def size(stream: BinaryIO) -> int:
    """The bytes of an open file as far as the system knows them; 0 for a pipe."""
    try:
        return os.fstat(stream.fileno()).st_size
    except (OSError, AttributeError):
        return 0


def read_regular(path: str | Path) -> bytes:
    """The bytes of a file of a project. Raises `ObverseError`, also for a pipe or a device.

    These could keep a build waiting for ever; of what a command line names, they may be meant.
    """
    with reading(path):
        if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116  # of thousands
            raise OSError(0, "it is a pipe or a device, not a file")
    return read(path)


@contextmanager
def reading(path: str | Path) -> Iterator[None]:
    """Read the file in the block. Raises `ObverseError` where that fails, and says why."""
    try:
        yield
    except OSError as fault:
        reason, hint = why(fault, path)
        raise ObverseError(f"cannot read `{paths.shown(path)}`: {reason}", hint) from fault


def why(fault: OSError, path: str | Path = "") -> tuple[str, str | None]:
    """In plain words why a file cannot be read or written, and what to do about it."""
    # These raise nothing, where methods of `Path` do for a name that is too long.
    if path and os.path.isdir(path):  # noqa: PTH112  # Windows says that there is no permission
        return _REASONS[errno.EISDIR]
    if fault.errno == errno.ENOENT and path and os.path.islink(path):  # noqa: PTH114
        from obverse.machine import unfetched  # a build that reads all it should can do without

        dangling = "it is a link to a file that does not exist", "delete the link, or make the file"
        return unfetched.of_link(path, paths.shown(path)) or dangling
    return _REASONS.get(fault.errno or 0, ((fault.strerror or f"{fault}").lower(), None))


def tick(folder: Path) -> int:
    """The time of the file system's clock, in nanoseconds; only while holding the folder's lock.

    No file that is written later gets an earlier time. The clock has steps of milliseconds or, on
    some systems, of seconds. The clock of the process is ahead of this one.
    """
    held = folder / _HELD
    os.utime(held)
    return held.stat().st_mtime_ns


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, if it does not exist. Raises `ObverseError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from error


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Hold off other builds of the project until the block ends, or this process does.

    An advisory lock on a separate file: a kill releases it, and the file is never removed, so that
    no two processes can hold locks on two files of the same name.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stream = open(folder / _HELD, "ab", opener=_no_link)  # noqa: SIM115  # closed below
    except OSError as error:
        if (folder / _HELD).is_symlink():
            message = f"`{paths.shown(folder / _HELD)}` is a link"
            raise ObverseError(message, "delete it: obverse makes a file in its place") from error
        raise cannot_write(folder, error) from error
    with stream:
        try:
            _hold(stream.fileno())
        except OSError as error:
            raise cannot_write(folder, error) from error
        yield


def _no_link(path: str, flags: int) -> int:
    """Open a file, but not one that a link leads to: a stranger's folder may hold one."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o666)


def is_own(path: str | Path, *, folder: bool = False) -> bool:
    """Whether what was kept may be used: a file or folder of this user, and not a link."""
    try:
        about = os.lstat(path)
    except (OSError, ValueError):
        return False
    is_kind = stat.S_ISDIR if folder else stat.S_ISREG
    if not is_kind(about.st_mode):
        return False
    return os.name == "nt" or about.st_uid == os.geteuid()


def read_own(path: Path) -> bytes:
    """The bytes of what is kept between builds. Raises `OSError`, also if it is not this user's."""
    if not is_own(path):
        raise OSError(errno.EPERM, "it is not a file of this user")
    return path.read_bytes()


def _hold(handle: int) -> None:
    """Wait for the lock; where the system or the file system has none, go on without it."""
    try:
        _wait(handle)
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise


def _wait(handle: int) -> None:
    """Without `fcntl` (Windows) a byte of the file is locked instead, which is tried ten times."""
    try:
        import fcntl
    except ImportError:
        pass
    else:
        fcntl.flock(handle, fcntl.LOCK_EX)
        return
    try:
        import msvcrt
    except ImportError:
        return
    lock: Callable[..., None] = getattr(msvcrt, "locking")  # noqa: B009  # unknown to mypy on POSIX
    while True:
        try:
            lock(handle, getattr(msvcrt, "LK_LOCK"), 1)  # noqa: B009
        except OSError as error:  # after ten seconds, one a try
            if error.errno not in (errno.EACCES, errno.EDEADLK):
                raise
        else:
            return


def cannot_write(path: Path, error: OSError) -> ObverseError:
    """The error that a file cannot be written, and why."""
    return ObverseError(f"cannot write `{path}`: {why(error)[0]}", "nothing was changed")
