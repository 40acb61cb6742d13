"""Make the build of an edit, and keep what the next one can start from.

What compiles and what links is imported in functions, by a process each; what both need is imported
here, once, before there are two.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from obverse.incremental.encoded import decoded, encoded
from obverse.link.custom_note_types import custom_note_types
from obverse.machine import files
from obverse.machine.early_process import take_early
from obverse.machine.fork import aside, is_split, split_off
from obverse.project.job import Job
from obverse.project.project import Project

if TYPE_CHECKING:
    from obverse.incremental.encoded import Pair
    from obverse.incremental.linked import Outcome
    from obverse.incremental.outcome import EditOutcome
    from obverse.link.output import Output

_MOST_SENT = 150_000  # bytes of sources; to write and read what was compiled of them takes 30 ms


class Last(NamedTuple):
    """What is known of the last build: a digest of its lock, and those of some sources then.

    All other sources, and all else that shapes a build, are as they were.
    """

    lock: str
    sources: Mapping[str, str]


def make_edit(
    job: Job,
    sources: Mapping[str, bytes],
    last: Last,
    meanwhile: Callable[[], object] | None = None,
) -> "EditOutcome | None":
    """Build what an edit can touch; `None` where that may be everything.

    `meanwhile` is called while another process compiles, if one does.
    """
    project = job.project
    with _compiling(project, sources, last) as compiled:
        from obverse.incremental import state
        from obverse.incremental.outcome import of_edit
        from obverse.incremental.relink import WideError
        from obverse.link.identity.recognise import sampled
        from obverse.machine.threads import beside
        from obverse.values.lock_lines import Lines

        if meanwhile:
            meanwhile()
        known = state.read(project.cache)
        if known is None or known.lock != last.lock or known.kept != _kept(project):
            return None
        try:
            lock = project.read_lock()
            lines = Lines(lock)
            if is_split():
                sampled(lines)  # the other process compiles: most edits need it afterwards
            with beside(partial(files.digest, lock)) as digest:
                made = of_edit(job, known.linked, lines, compiled if last.sources else None)
                # Else it was changed since it was looked at.
                return made if digest() == last.lock else None
        except WideError:
            return None


class _Edited(NamedTuple):
    """Edited sources of a project, and the digests that they had `before` (`files.digest`).

    `total` is how many sources there are in all, which says how much is kept.
    """

    project: Project
    sources: Mapping[str, bytes]
    before: Mapping[str, str]
    total: int

    def compiled(self) -> "Iterator[Sequence[Pair]]":
        """Each as it was and as it is; nothing where it is not known how it was.

        They are put into the cache after that.
        """
        from obverse.compile.compiler import EditedSources
        from obverse.machine.cache import Cache
        from obverse.values.compiled import Compiled

        cache = Cache(self.project.cache, Compiled)
        types, _ = custom_note_types(self.project)
        edited = EditedSources(self.sources, self.before, self.project.rendering, types)
        try:
            yield [*edited.compiled(cache)]
        except LookupError:
            yield []
        edited.keep(cache, self.total)

    def sent(self) -> Iterator[bytes]:
        """The same, encoded."""
        return (encoded(pairs) for pairs in self.compiled())


@contextmanager
def _compiling(
    project: Project, sources: Mapping[str, bytes], last: Last
) -> "Iterator[Callable[[], Sequence[Pair]]]":
    """Compile the edited sources: the block is given what waits for them.

    What compiles and what links are imported at the same time, by two processes, unless it would
    take longer to send what was compiled from one to the other.
    """
    edited = {path: sources[path] for path in last.sources}
    of = _Edited(project, edited, last.sources, len(sources))
    if sum(map(len, edited.values())) > _MOST_SENT:
        steps = of.compiled()
        yield lambda: next(steps)
        for _ in steps:
            pass
        return
    early = take_early()
    if early:
        early.close_numbers()
    with aside(of.sent, early.begin if early else split_off) as received:

        def wait() -> "Sequence[Pair]":
            return [*decoded(received())]

        yield wait


def output(project: Project, made: "EditOutcome") -> "Output":
    """What is ready to be written of an edit."""
    from obverse.formats.apkg.amend import amend
    from obverse.link.output import Output

    lock, linked, _ = made.left
    return Output(
        lock,
        made.old_lock,
        made.diagnostics,
        tuple(linked.allowances),
        linked.tally,
        made.plan,
        partial(amend, package_folder(project), made.change, made.media, lock),
    )


def keep(project: Project, outcome: "Outcome", lock: str) -> None:
    """Leave for the next build what it can start from; `lock` is the digest of the lock."""
    from obverse.incremental import state
    from obverse.incremental.state import State

    if outcome.is_plain and (kept := _kept(project)):
        state.leave(project.cache, State(lock, kept, outcome.linked))


def package_folder(project: Project) -> Path:
    """The folder for what is kept of the package."""
    return project.cache / "package"


def _kept(project: Project) -> str:
    """A digest of what says what is kept of the package; empty where nothing is."""
    from obverse.formats.apkg.kept import kept_files

    *_, index = kept_files(package_folder(project))
    try:
        return files.digest(files.read_own(index))
    except OSError:
        return ""
