"""Make a build and write it: what an edit can touch where that is enough, else everything."""

from collections.abc import Iterator, Mapping
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from obverse.machine import files
from obverse.machine.fork import aside
from obverse.machine.threads import beside
from obverse.project.job import Job
from obverse.project.project import Project

if TYPE_CHECKING:
    from obverse.build import Built
    from obverse.compile.compiler import Progress
    from obverse.incremental.outcome import Outcome

_PACKAGE = "package"  # the folder for what is kept of the package
# It imports genanki, which takes twice as long as it takes to amend a package.
_WRITER = "obverse.formats.apkg.write"


class Last(NamedTuple):
    """What is known of the last build: a digest of its lock, and those of some sources then.

    All other sources, and all else that shapes a build, are as they were.
    """

    lock: str
    sources: Mapping[str, str]


def make_edit(job: Job, sources: Mapping[str, bytes], last: Last) -> "Outcome | None":
    """Build what an edit can touch; `None` where that may be everything."""
    project = job.project
    # What compiles and what links are imported at the same time, by two processes.
    with aside(partial(_compiled, project, sources, last)) as compiled:
        from obverse.incremental import state
        from obverse.incremental.outcome import of_edit
        from obverse.incremental.relink import WideError

        known = state.read(project.cache)
        if known is None or known.lock != last.lock or known.kept != _kept(project):
            return None
        try:
            lock = project.read_lock()
            return of_edit(job, known.linked, lock, compiled)
        except WideError:
            return None


def _compiled(project: Project, sources: Mapping[str, bytes], last: Last) -> Iterator[bytes]:
    """The edited sources, each as it was and as it is (`encoded`); nothing of unknown ones.

    They are put into the cache behind that.
    """
    from obverse.compile.compiler import EditedSources
    from obverse.incremental.encoded import encoded
    from obverse.link.custom_note_types import custom_note_types
    from obverse.machine.cache import Cache
    from obverse.values.compiled import Compiled

    cache = Cache(project.cache, Compiled)
    types, _ = custom_note_types(project)
    edited = EditedSources(sources, last.sources, project.rendering, types)
    try:
        yield encoded(edited.compiled(cache))
    except LookupError:
        yield b""
    edited.keep(cache)


def make_all(
    job: Job, sources: Mapping[str, bytes], lock: bytes, told: "Progress | None" = None
) -> "Built":
    """Build everything."""
    from obverse.build import build
    from obverse.machine.cache import Cache
    from obverse.values.compiled import Compiled

    cache = Cache(job.project.cache, Compiled)
    writer = partial(import_module, _WRITER)
    return build(job, sources, lock, cache=cache, told=told, meanwhile=writer)


def write(project: Project, outcome: "Outcome", package: Path) -> str:
    """The package first, the lock last: killed in between, the next build does the same again.

    Gives a digest of the lock (`files.digest`). Raises `CannotAmendError` where all has to be
    built, with nothing changed.
    """
    from obverse.incremental import state

    state.forget(project.cache)
    with (
        beside(partial(files.digest, outcome.lock)) as digest,
        files.replacing_with(project.lock, outcome.lock),
        files.replacing(package) as stream,
    ):
        _write(project, outcome, stream)
    return digest()


def keep(project: Project, outcome: "Outcome", lock: str) -> None:
    """Leave for the next build what it can start from; `lock` is the digest of the lock."""
    from obverse.incremental import state
    from obverse.incremental.state import State

    if outcome.is_plain and (kept := _kept(project)):
        state.leave(project.cache, State(lock, kept, outcome.linked))


def _write(project: Project, outcome: "Outcome", stream: BinaryIO) -> None:
    from obverse.formats.apkg.amend import amend
    from obverse.link.collection import Collection

    folder = project.cache / _PACKAGE
    if not isinstance(outcome.package, Collection):
        amend(folder, outcome.package, outcome.media, outcome.lock, stream)
        return
    import_module(_WRITER).write(outcome.package, outcome.lock, stream, keep=folder)


def _kept(project: Project) -> str:
    """A digest of what says what is kept of the package; empty where nothing is."""
    from obverse.formats.apkg.amend import kept_files

    *_, index = kept_files(project.cache / _PACKAGE)
    try:
        return files.digest(index.read_bytes())
    except OSError:
        return ""
