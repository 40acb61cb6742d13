"""The stamp of a build: what went in and what came out, to know that nothing has changed since.

Kept in the build folder, and looked at before anything that compiles is imported. As in git's
index, a file of which the file system says what it said then is not read again, so a build that
has nothing to do costs a look at each file. One of which it says something else is read, and
compared by a digest.
"""

import json
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from obverse.errors import ObverseError
from obverse.machine import files

if TYPE_CHECKING:
    from obverse.values.diagnostic import Diagnostic

NAME = "stamp.json"
_END = 1 << 16  # bytes
_UNKNOWN = ""  # the digest of a file that may have been read before it was last saved
# Windows tells when a file was made, and not when it last changed in any way; its time of the
# content can be set back, so it does not say that the content is what it was.
_TELLS_CHANGES = os.name != "nt"


class Seen(NamedTuple):
    """A file as the file system tells of it: bytes, two times in nanoseconds, and its number.

    `modified` is of the content and can be set back; `changed` is of all that is told and cannot.
    """

    size: int
    modified: int
    changed: int
    inode: int


class Kept(NamedTuple):
    """A file as it was: a digest of its bytes, and how it is known without reading, if it is."""

    digest: str
    seen: Seen | None = None


class Files:
    """Files as they are now, beside what was kept of them; they are looked at when this is made.

    `paths` are the paths to read by name. What is not a file, or is not there, counts as gone.
    """

    def __init__(
        self,
        paths: Mapping[str, str],
        kept: Mapping[str, Kept],
        digests: Mapping[str, str] | None = None,
    ) -> None:
        """`kept` is what an earlier `keep` gave, nothing in a first build.

        `digests` are of files that were just read, or written.
        """
        self._paths = paths
        self._kept = kept
        self._seen = {name: _see(path) for name, path in paths.items()}
        self._digests = dict(digests or {})

    def suspects(self) -> list[str]:
        """The names of files that are gone, or may not be as they were; nothing is read."""
        kept, seen = self._kept, self._seen
        gone = [name for name in kept if name not in seen]
        unlike = (name for name, now in seen.items() if now is None or _seen(kept, name) != now)
        return [*gone, *unlike]

    def changed(self) -> list[str]:
        """The names of files that are new, gone, or say something else. Raises `ObverseError`."""
        return [name for name in self.suspects() if self._is_changed(name)]

    def gone(self) -> list[str]:
        """The names of those that are not there."""
        return [name for name, now in self._seen.items() if now is None]

    def distrust(self, tick: int) -> None:
        """Take those that changed since `tick` for unknown, but for those whose digest is given.

        A build read them some time after that: it may have been before an editor saved them again.
        """
        for name, now in self._seen.items():
            if now and max(now.modified, now.changed) > tick:
                self._digests.setdefault(name, _UNKNOWN)

    def digest(self) -> None:
        """Read those that may not be as they were, as `keep` does. Raises `ObverseError`."""
        for name in self.suspects():
            if self._seen.get(name):
                self._digest(name)

    def keep(self, tick: int) -> dict[str, Kept]:
        """What to keep of the files. Raises `ObverseError`.

        `tick` is the file system's time from before they were read (`files.tick`). One that was
        changed then or since may yet change within the same tick of its clock, and nothing but its
        bytes would tell (https://git-scm.com/docs/racy-git): it is known by its digest alone.
        """
        return {name: self._keep(name, tick) for name, now in self._seen.items() if now}

    def read(self, name: str) -> bytes:
        """The bytes of a file. Raises `ObverseError`."""
        return files.read_regular(self._paths[name])

    def _is_changed(self, name: str) -> bool:
        kept, now = self._kept.get(name), self._seen.get(name)
        if kept is None or now is None or (kept.seen and kept.seen.size != now.size):
            return True
        return kept.digest != self._digest(name)

    def _keep(self, name: str, tick: int) -> Kept:
        now = self._seen[name]
        if now and _seen(self._kept, name) == now:
            return self._kept[name]
        digest = self._digest(name)
        is_settled = _TELLS_CHANGES and now and max(now.modified, now.changed) < tick
        return Kept(digest, now if is_settled and digest != _UNKNOWN else None)

    def _digest(self, name: str) -> str:
        if name not in self._digests:
            self._digests[name] = files.digest(self.read(name))
        return self._digests[name]


class Sources(Files, Mapping[str, bytes]):
    """The sources of a project: the bytes of each by key, read when they are asked for, and once.

    So what is kept of a source is the digest of what was compiled, whatever became of it since.
    """

    def __init__(self, paths: Mapping[str, str], kept: Mapping[str, Kept]) -> None:
        """As for `Files`."""
        super().__init__(paths, kept)
        self._read: dict[str, bytes] = {}

    def read(self, name: str) -> bytes:
        """The bytes of a source. Raises `ObverseError`."""
        if name not in self._read:
            self._read[name] = super().read(name)
        return self._read[name]

    def release(self) -> None:
        """Let go of the bytes, which are compiled; what is asked for again is read again.

        Raises `ObverseError`.
        """
        self.digest()
        self._read.clear()

    def __getitem__(self, name: str) -> bytes:
        return self.read(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


class Packages(Files):
    """Zip files that a build wrote: their ends say the CRC-32 and size of all that is in them."""

    def read(self, name: str) -> bytes:
        """The end of a file. Raises `ObverseError`."""
        return files.read(self._paths[name], end=_END)


class Stamp(NamedTuple):
    """A build: what shaped it as a text, its package, sources and other files, its findings.

    `notes` is how many are in the package. The findings are left out where a build shows none.
    `prose` are the sources of which nothing came, neither a card nor a finding. `missing` are the
    pages that sources name and that do not exist: (path of the file that names one, the name).
    """

    about: str = ""
    packages: Mapping[str, Kept] = MappingProxyType({})
    sources: Mapping[str, Kept] = MappingProxyType({})
    others: Mapping[str, Kept] = MappingProxyType({})
    notes: int = 0
    diagnostics: tuple["Diagnostic", ...] = ()
    prose: frozenset[str] = frozenset()
    missing: tuple[tuple[str, str], ...] = ()


def read(folder: Path) -> Stamp:
    """The stamp of the last build; one that fits no build where there is none that can be used."""
    with suppress(OSError, ValueError, TypeError, LookupError, AttributeError):
        about, *known, notes, found, prose, missing = json.loads(files.read_own(folder / NAME))
        packages, sources, others = map(_kept, known)
        left = Stamp(about, packages, sources, others, int(notes), _diagnostics(found))
        pages = tuple((path, target) for path, target in missing)
        return left._replace(prose=frozenset(prose), missing=pages)
    return Stamp()


def leave(folder: Path, stamp: Stamp) -> None:
    """Leave the stamp of a build that is written; without one the next build does a little more."""
    from obverse.machine import codec

    found = [codec.dumps(each) for each in stamp.diagnostics]
    known = (stamp.packages, stamp.sources, stamp.others)
    fields = (stamp.about, *known, stamp.notes, found, sorted(stamp.prose), stamp.missing)
    with suppress(ObverseError), files.replacing(folder / NAME, lasting=False) as stream:
        stream.write(json.dumps(fields, separators=(",", ":")).encode())


def _kept(written: Any) -> dict[str, Kept]:  # noqa: ANN401  # JSON
    return {
        name: Kept(digest, Seen(*seen) if seen else None)
        for name, (digest, seen) in written.items()
    }


def _diagnostics(written: list[str]) -> tuple["Diagnostic", ...]:
    if not written:
        return ()
    from obverse.machine import codec
    from obverse.values.diagnostic import Diagnostic

    return tuple(codec.loads(Diagnostic, each) for each in written)


def _see(path: str) -> Seen | None:
    try:
        told = os.stat(path)  # noqa: PTH116  # of thousands
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(told.st_mode):
        return None
    return Seen(told.st_size, told.st_mtime_ns, told.st_ctime_ns, told.st_ino)


def _seen(kept: Mapping[str, Kept], name: str) -> Seen | None:
    return kept[name].seen if name in kept else None
