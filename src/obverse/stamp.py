"""The stamp of a build: what went in and what came out, to know that nothing has changed since.

Kept in the build folder. It is looked at before anything that compiles is imported, so a build
that has nothing to do costs reading and hashing the sources.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from obverse import codec, files
from obverse.diagnostic import Diagnostic
from obverse.errors import ObverseError

NAME = "stamp.json"


@dataclass(frozen=True, slots=True)
class About:
    """A file as the file system tells of it: path, size in bytes, time in nanoseconds."""

    path: str
    size: int
    modified: int


@dataclass(frozen=True, slots=True)
class Stamp:
    """A build: a digest of what went in, its media and results as files, and what it found."""

    inputs: str
    files: tuple[About, ...]
    notes: int
    diagnostics: tuple[Diagnostic, ...]


def inputs(sources: Mapping[str, bytes], lock: bytes, *others: str) -> str:
    """A digest of the sources by path, of the lock, and of whatever else shapes a build."""
    hashed = blake2b(digest_size=16)
    for part in (*others, *sources):
        hashed.update(f"{len(part)}\0{part}".encode("utf-8", "surrogateescape"))
    for raw in (lock, *sources.values()):
        hashed.update(len(raw).to_bytes(8, "big"))
        hashed.update(raw)
    return hashed.hexdigest()


def about(paths: Iterable[str | Path]) -> tuple[About, ...]:
    """What the file system tells of these files now. Raises `OSError`."""
    told = ((str(path), Path(path).stat()) for path in paths)
    return tuple(About(path, each.st_size, each.st_mtime_ns) for path, each in told)


def unchanged(folder: Path, digest: str) -> Stamp | None:
    """The stamp of the last build, where this one would only do the same again."""
    with suppress(OSError, ValueError, TypeError, LookupError):
        stamp = codec.loads(Stamp, (folder / NAME).read_bytes())
        if stamp.inputs == digest and stamp.files == about(each.path for each in stamp.files):
            return stamp
    return None


def leave(folder: Path, stamp: Stamp) -> None:
    """Leave the stamp of a build that is written; without one the next build does a little more."""
    with suppress(ObverseError), files.replacing(folder / NAME) as stream:
        stream.write(codec.dumps(stamp).encode())
