"""Make a build and write it: what an edit can touch where that is enough, else everything."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from obverse import files
from obverse.build import Built, build
from obverse.cache import Cache
from obverse.collection import Collection
from obverse.compiler import Progress
from obverse.formats.apkg.amend import CannotAmendError, amend, kept_files
from obverse.incremental import state
from obverse.incremental.outcome import Outcome, of_edit
from obverse.incremental.relink import WideError
from obverse.incremental.state import State
from obverse.project import Project
from obverse.render import Compiled

__all__ = ["CannotAmendError", "Last", "keep", "make_all", "make_edit", "write"]
_PACKAGE = "package"  # the folder for what is kept of the package


@dataclass(frozen=True, slots=True)
class Last:
    """What is known of the last build: a digest of its lock, and those of some sources then.

    All other sources, and all else that shapes a build, are as they were.
    """

    lock: str
    sources: Mapping[str, str]


def make_edit(
    project: Project,
    sources: Mapping[str, bytes],
    lock: bytes,
    last: Last,
    *,
    deck: str | None,
    now: int,
) -> Outcome | None:
    """Build what an edit can touch; `None` where that may be everything."""
    known = state.read(project.cache)
    if known is None or known.lock != last.lock or known.kept != _kept(project):
        return None
    cache = Cache(project.cache, Compiled)
    try:
        return of_edit(
            project,
            known.linked,
            lock.decode(),
            sources,
            last.sources,
            cache=cache,
            deck=deck,
            now=now,
        )
    except WideError:
        return None


def make_all(
    project: Project,
    sources: Mapping[str, bytes],
    lock: bytes,
    *,
    deck: str | None,
    now: int,
    told: Progress | None = None,
) -> Built:
    """Build everything."""
    cache = Cache(project.cache, Compiled)
    return build(project, sources, lock, now=now, deck=deck, cache=cache, told=told)


def write(project: Project, outcome: Outcome, package: Path) -> None:
    """The package first, the lock last: killed in between, the next build does the same again.

    Raises `CannotAmendError` where all has to be built, with nothing changed.
    """
    state.forget(project.cache)
    files.sweep(project.cache / state.NAME)
    with files.replacing_text(project.lock, outcome.lock), files.replacing(package) as stream:
        _write(project, outcome, stream)


def keep(project: Project, outcome: Outcome, lock: str) -> None:
    """Leave for the next build what it can start from; `lock` is the digest of the lock."""
    if outcome.is_plain and (kept := _kept(project)):
        state.leave(project.cache, State(lock, kept, outcome.linked))


def _write(project: Project, outcome: Outcome, stream: BinaryIO) -> None:
    folder = project.cache / _PACKAGE
    if not isinstance(outcome.package, Collection):
        amend(folder, outcome.package, outcome.media, outcome.lock, stream)
        return
    # genanki takes twice as long to import as it takes to amend a package.
    from obverse.formats.apkg.write import write as write_all

    write_all(outcome.package, outcome.lock, stream, keep=folder)


def _kept(project: Project) -> str:
    """A digest of what says what is kept of the package; empty where nothing is."""
    *_, index = kept_files(project.cache / _PACKAGE)
    try:
        return files.digest(index.read_bytes())
    except OSError:
        return ""
