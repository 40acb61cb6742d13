"""Since: what a learner has already, and what of a build is new to them.

Anki leaves a note alone whose time is not newer, so a package with only the new and the changed
notes does what the whole one would, for who imported what came before.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from json import loads
from pathlib import Path
from typing import NamedTuple

from obverse.errors import ObverseError, TextError
from obverse.link import last_package
from obverse.link.output import DeltaPart
from obverse.machine import files, git
from obverse.machine.late import late
from obverse.project.project import Project
from obverse.values import lock as locks
from obverse.values.lock import Known, Lock
from obverse.values.source import decode

RETIRED = "obverse::retired"  # the tag of a removed note that is shipped once more
# The end of a name that tells the bytes of the file (`media.stored_name`): no other has it.
_TELLS_BYTES = late(r"[a-z0-9-]+-[0-9a-f]{12}(\.[a-z0-9]+)?")
_NOT_IN_A_LABEL = r"[^\w.-]+"
_LONGEST_LABEL = 60  # characters


class Since(NamedTuple):
    """What a learner has: its lock, and the files that came with it, if that is known.

    `shown` is as the author named it, `label` what of that can be in the name of a file, `package`
    its path, if it is a package.
    """

    shown: str
    label: str
    lock: Lock
    media: frozenset[str] = frozenset()
    package: Path | None = None

    def part(self, lock: bytes, *, retire: bool) -> DeltaPart:
        """What of a build with this lock is new; with `retire` also of what was removed."""
        now = _differing(lock, self.lock)
        new = [each for each in now.notes.values() if self._is_new(each, retire=retire)]
        types = (each for each in now.types.values() if self.lock.types.get(each.name) != each)
        ids = sorted(each.note_id for each in new)
        return DeltaPart(tuple(ids), tuple(sorted(each.name for each in types)), self.media)

    def _is_new(self, known: Known, *, retire: bool) -> bool:
        if not (known.alive or (retire and RETIRED in known.tags)):
            return False
        old = self.lock.notes.get(known.guid)
        if old is None or (known.alive and not old.alive):
            return True
        return _shipped(known) != _shipped(old)


def since(project: Project, typed: str) -> Since:
    """What PACKAGE or REF, as it was typed, says that a learner has. Raises `ObverseError`."""
    path = Path(typed).expanduser()
    if path.is_file():
        found = _of_package(path, project)
    elif path.suffix.lower() == ".apkg":
        raise ObverseError(f"the package `{typed}` does not exist")
    else:
        found = _of_commit(typed, project)
    _check_is_ours(found, project)
    return found


def _of_package(path: Path, project: Project) -> Since:
    lock, shown = _read(last_package.lock_text(path), f"`{path}`"), project.shown(path)
    return Since(shown, _label(path.stem), lock, _media(path), path)


def _of_commit(name: str, project: Project) -> Since:
    commit = git.commit(project.root, name)
    if commit is None:
        hint = "name a package, or a commit, branch or tag of git"
        raise ObverseError(f"there is no package and no commit `{name}`", hint)
    places = (project.lock, *project.locks_before)
    raw = next((found for path in places if (found := git.committed(path, commit))), None)
    if raw is None:
        where = project.shown(project.lock)
        hint = "name a commit with the lock of what the learner has, or the package"
        raise ObverseError(f"`{name}` has no lock: `{where}` is not in that commit", hint)
    try:
        text = decode(raw)
    except TextError as fault:
        raise ObverseError(f"the lock at `{name}`: {fault.message}", fault.hint) from None
    lock = _read(text, f"the lock at `{name}`")
    # The package that was built of that lock, if it is still there, says which files it came with.
    media = frozenset[str]()
    with suppress(ObverseError):
        if last_package.lock_text(project.package) == text:
            media = _media(project.package)
    return Since(name, _label(name), lock, media)


def _read(text: str, what: str) -> Lock:
    try:
        return locks.read(text)
    except TextError as fault:
        raise ObverseError(f"{what}, line {fault.line}: {fault.message}", fault.hint) from None


def _check_is_ours(found: Since, project: Project) -> None:
    """Raise `ObverseError` where no note is also in the lock of the project."""
    raw = project.lock_there()
    if not raw or not found.lock.notes:
        return
    guids = {line.partition(b"\t")[0] for line in raw.split(b"\n")}
    if not any(guid.encode() in guids for guid in found.lock.notes):
        where = project.shown(project.lock_now)
        message = f"`{found.shown}` is of another project: `{where}` has none of its notes"
        raise ObverseError(message, "name a package or a commit of this project")


def _media(path: Path) -> frozenset[str]:
    """The files in a package whose names tell their bytes: who has one needs it no more."""
    try:
        with files.reading(path), zipfile.ZipFile(path) as archive:
            names: Iterable[object] = loads(archive.read("media")).values()
    except (KeyError, ValueError, AttributeError, zipfile.BadZipFile, RuntimeError):
        return frozenset()
    return frozenset(_telling(names))


def _telling(names: Iterable[object]) -> Iterator[str]:
    for name in names:
        if isinstance(name, str) and _TELLS_BYTES.fullmatch(name):
            yield name


def _differing(raw: bytes, old: Lock) -> Lock:
    """The lines of a lock that are not of the old one: reading all would take longer."""
    known = set(locks.encode(old.notes.values(), old.types.values(), old.unchecked).split(b"\n"))
    lines = raw.split(b"\n")
    differing = (line for line in lines[1:] if line and line not in known)
    return locks.read(b"\n".join((lines[0], *differing, b"")).decode())


def _shipped(known: Known) -> tuple[object, ...]:
    """What Anki compares, or would replace."""
    return known.modified, known.digest, known.tags


def _label(text: str) -> str:
    label = re.sub(_NOT_IN_A_LABEL, "-", text).strip("-.")
    return label[-_LONGEST_LABEL:] or "then"
