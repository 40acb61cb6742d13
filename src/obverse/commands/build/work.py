"""The work of a build: of an edit, of everything, or of one source alone."""

from contextlib import AbstractContextManager, nullcontext
from functools import partial
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from obverse import report
from obverse.commands import progress, say
from obverse.commands.build.target import Target
from obverse.machine import files, parts
from obverse.project.job import Job
from obverse.project.project import MEDIA, WITH_LOCK, Project

if TYPE_CHECKING:  # a build that has nothing to do imports nothing that compiles
    from collections.abc import Mapping

    from obverse.build import Built
    from obverse.incremental import Answer
    from obverse.link.output import Output

# An edit needs none of it: a package is amended.
WRITER = "obverse.formats.apkg.write"
_AFTER_EDIT = ("obverse.formats.apkg.amend", "obverse.link.earlier_versions", "obverse.link.output")
_TELL = "obverse.commands.build.tell"


class Work(NamedTuple):
    """The ways to build: after an edit, or everything. `paths` are those of the sources."""

    job: Job
    target: Target
    paths: "Mapping[str, str]"
    answer: "Answer | None"
    retire: bool
    new_lock: bool
    quiet: bool

    def of_edit(self) -> "Output | None":
        """What an edit of sources can touch; nothing where that may be everything."""
        return self.answer.edited(self.job, self._load_rest) if self.answer else None

    def _load_rest(self) -> None:
        """Load what is needed once an edit is compiled: 5 ms in which this process would wait."""
        for module in _AFTER_EDIT if self.quiet else (*_AFTER_EDIT, _TELL):
            import_module(module)

    def write_edit(self, made: "Output") -> bool:
        """Write it; false where everything has to be built and written instead."""
        write = partial(write_made, self.job.project, self.target, made)
        return bool(self.answer and self.answer.write(write))

    def of_all(self) -> "tuple[Output, Built]":
        """Everything."""
        project = self.job.project
        old_lock = project.lock_there()
        sources = (self.answer and self.answer.read()) or project.read(self.paths)
        from obverse.compile.colour_ahead import colour_ahead

        colour_ahead(sources, project.cache)
        from obverse.build import build
        from obverse.link.output import Output
        from obverse.link.plan import plan
        from obverse.machine.cache import Cache
        from obverse.values.compiled import Compiled

        with progress("compiling", quiet=self.quiet) as told:
            built = build(
                self.job,
                sources,
                old_lock or b"",
                # What is kept is limited by how many sources a build has: one alone keeps nothing.
                cache=Cache(project.cache, Compiled, only_read=bool(self.job.path)),
                told=told,
                meanwhile=partial(self._meanwhile, old_lock),
            )
        keep = self.answer.keep() if self.answer else None
        if self.retire:
            built = _retire(built, self.target.whole, self.job.now, quiet=self.quiet)
        planned = plan(built.identity, built.deduped.merges, built.before)
        write = partial(import_module(WRITER).write, built.collection, built.lock, keep=keep)
        about = (
            built.lock,
            built.old_lock,
            built.diagnostics,
            built.allowances,
            built.tally,
            planned,
        )
        return Output(*about, write), built

    def _meanwhile(self, old_lock: bytes | None) -> None:
        """What needs nothing that is compiled: that no line of the lock is lost, the writer."""
        from obverse.link.lost_lock import check_lock

        is_known = self.answer and self.answer.wrote(old_lock)
        if not (self.new_lock or is_known):
            check_lock(self.job.project, old_lock, self.target.whole)
        import_module(WRITER)

    def write_all(self, made: "Output") -> None:
        """Write everything."""
        if self.answer:
            self.answer.forget()
        write_made(self.job.project, self.target, made)


def write_made(project: Project, target: Target, made: "Output") -> None:
    """The package first, the lock last: killed in between, the next build does the same again."""
    parts.sweep(project.content / MEDIA)  # what a killed import left half-written
    was = project.lock_now
    beside = {suffix: project.beside_lock(suffix) for suffix in WITH_LOCK}
    part = target.delta.part(made) if target.delta else None
    # What is kept is of the whole, so it is written also if nothing of it is new to the learner.
    package: AbstractContextManager[BinaryIO]
    package = nullcontext(BytesIO()) if part and part.is_empty else files.replacing(target.written)
    if made.lock != made.old_lock:
        from obverse.link.earlier_versions import remember_versions  # most builds change nothing

        remember_versions(project, made.old_lock, made.lock)
    with files.replacing_with(project.lock, made.lock) as lock_is_on_disk, package as stream:
        made.write(stream, part=part)
        lock_is_on_disk()  # or the package may not be replaced either
    if was != project.lock and was.is_file():
        _move(project, was, beside)


def _move(project: Project, lock: Path, beside: "Mapping[str, Path]") -> None:
    """Delete the lock where it was until now, and take along what is next to it, by suffix."""
    for suffix, path in beside.items():
        now = project.lock.with_suffix(suffix)
        if path != now and path.is_file():
            with files.replacing_with(now, files.read(path)):
                pass
            path.unlink()
    lock.unlink()
    where = f"{project.shown(lock)} to {project.shown(project.lock)}"
    import click

    click.echo(f"moved      {where}: `content` says where the lock is", err=True)


def _retire(built: "Built", package: Path, time_: int, *, quiet: bool) -> "Built":
    from obverse.retire import RETIRED_SEARCH, retired_notes, with_retired

    retired = retired_notes(built, package, now=time_)
    if retired and not quiet:
        say(f"retired    {report.plural(len(retired), 'note')}: search {RETIRED_SEARCH}")
    return with_retired(built, retired, now=time_)
