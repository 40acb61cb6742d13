"""Earlier versions: what notes were in packages before the last one, for a learner may have those.

The lock knows only the last version of a note. Who imports rarely, or edited a note in Anki so that
an import skipped it, has an older one, and that is not an edit made in Anki. The builds of this
folder are remembered in a file of the build folder, those that were committed by git.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import NamedTuple

from obverse.machine import files, git
from obverse.project.project import Project
from obverse.values import lock as locks
from obverse.values.lock import Known
from obverse.values.lock.line import DUE, unescaped

_NAME = ".earlier"
_MOST = 1 << 23  # bytes; older lines than those that fit are forgotten
_STEP = 1 << 16  # bytes: of megabytes at once a copy takes longer than comparing them
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
    gone = [*_gone(old, new)]
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


def _gone(old: bytes, new: bytes) -> Iterator[bytes]:
    """What is kept of the lines that only the old lock has; most locks differ in few lines."""
    least = min(len(old), len(new))
    start = _same(least, lambda low, high: old[low:high] == new[low:high])
    start = old.rfind(b"\n", 0, start) + 1
    end = _same(least - start, lambda low, high: _ending(old, low, high) == _ending(new, low, high))
    # Whole lines: from the line break before what is the same at the end.
    stop = old.find(b"\n", len(old) - end) if end else len(old)
    stop = len(old) if stop < 0 else stop + 1
    mine = {*old[start:stop].split(b"\n")}
    theirs = {*new[start : stop + len(new) - len(old)].split(b"\n")}
    yield from sorted({*_kept(mine - theirs)} - {*_kept(theirs - mine)})


def _kept(lines: Iterable[bytes]) -> Iterator[bytes]:
    for line in lines:
        columns = line.split(b"\t")
        if len(columns) > max(_COLUMNS) and not line.startswith(_TYPE):
            yield b"\t".join(columns[at] for at in _COLUMNS)


def _ending(raw: bytes, low: int, high: int) -> bytes:
    """These bytes, counted from the end."""
    return raw[len(raw) - high : len(raw) - low]


def _same(length: int, are_same: Callable[[int, int], bool]) -> int:
    """How many of so many bytes are the same from the first on, in ever smaller steps."""
    done, step = 0, _STEP
    while step:
        while done + step <= length and are_same(done, done + step):
            done += step
        step >>= 1
    return done
