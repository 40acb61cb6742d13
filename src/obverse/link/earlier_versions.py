"""Earlier versions: what notes were in packages before the last one, for a learner may have those.

The lock knows only the last version of a note. Who imports rarely, or edited a note in Anki so that
an import skipped it, has an older one, and that is not an edit made in Anki. The builds of this
folder are remembered in a file of the build folder, those that were committed by git.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import NamedTuple

from obverse.machine import files, git
from obverse.project.project import Project
from obverse.values import lock as locks
from obverse.values.lock import Known
from obverse.values.lock.line import DUE, unescaped

_NAME = ".earlier"
_MOST = 1 << 23  # bytes; older lines than those that fit are forgotten
_PART = 1 << 16  # bytes of a lock that are compared at once
_GUID, _DIGEST, _TAGS, _DECK = (
    Known._fields.index(name) for name in ("guid", "digest", "tags", "deck")
)
_COLUMNS = (_GUID, _DIGEST, _TAGS, _DECK)
_TYPE = locks.NOTE_TYPE_LINE.encode()


class NoteVersion(NamedTuple):
    """A version of a note: the digest of its fields, its tags, its deck."""

    digest: str
    tags: tuple[str, ...]
    deck: str


def remember_versions(project: Project, old: bytes, new: bytes) -> None:
    """Remember the notes of a lock that is about to be replaced, as far as they change."""
    if not old or old == new:
        return
    gone = _gone(old, new)
    if not gone:
        return
    path = project.build / _NAME
    before = b""
    with suppress(OSError):
        before = files.read_own(path)
    lines = dict.fromkeys((*before.split(b"\n"), *gone))
    lines.pop(b"", None)
    text = b"".join(line + b"\n" for line in lines)
    start = text.find(b"\n", len(text) - _MOST) + 1 if len(text) > _MOST else 0
    with files.replacing(path, lasting=False) as stream:
        stream.write(text[start:])


def earlier_versions(project: Project) -> Mapping[str, set[NoteVersion]]:
    """All versions of notes, by guid, that git or this folder remembers, the last ones too."""
    found: dict[str, set[NoteVersion]] = defaultdict(set)
    with suppress(OSError):
        text = files.read_own(project.build / _NAME).decode("utf-8", "replace")
        for line in text.split("\n"):
            _add(found, line.split("\t"))
    for line in (git.added_lines(project.lock_now) or "").split("\n"):
        columns = line.split("\t")
        if len(columns) > max(_COLUMNS) and not line.startswith(locks.NOTE_TYPE_LINE):
            _add(found, [columns[at] for at in _COLUMNS])
    return found


def _add(found: dict[str, set[NoteVersion]], columns: list[str]) -> None:
    if len(columns) == len(_COLUMNS):
        guid, digest, tags, deck = columns
        with suppress(ValueError):
            version = NoteVersion(digest.removesuffix(DUE), tuple(tags.split()), unescaped(deck))
            found[guid].add(version)


def _gone(old: bytes, new: bytes) -> list[bytes]:
    """What is kept of the lines that only the old lock has; most locks differ in few lines."""
    mine, theirs = set[bytes](), set[bytes]()
    for part, now in _unlike(old, new):
        lines, others = {*part.split(b"\n")}, {*now.split(b"\n")}
        mine |= lines - others
        theirs |= others - lines
    return sorted({*_kept(mine)} - {*_kept(theirs)})


def _unlike(old: bytes, new: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The parts in which two locks differ: whole lines, which end with the same one.

    A part in which that is not found is taken together with the next one.
    """
    start = end = there = 0
    while end < len(old):
        end = old.find(b"\n", end + max(end - start, _PART)) + 1 or len(old)
        part = old[start:end]
        stop = there + len(part) if end < len(old) else len(new)
        if part != new[there:stop]:
            if end < len(old):
                last = part[part.rfind(b"\n", 0, -1) + 1 :]
                found = new.find(last, there, stop + _PART)
                if found < 0:
                    continue
                stop = found + len(last)
            yield part, new[there:stop]
        start, there = end, stop


def _kept(lines: Iterable[bytes]) -> Iterator[bytes]:
    for line in lines:
        columns = line.split(b"\t")
        if len(columns) > max(_COLUMNS) and not line.startswith(_TYPE):
            yield b"\t".join(columns[at] for at in _COLUMNS)
