"""`obverse build`: compile the sources and write the package and the lock."""

import gc
import os
import sys
import time
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from obverse import report
from obverse.commands import (
    FINDINGS,
    OutputFile,
    check_name,
    fails,
    folder_argument,
    now,
    open_project,
    progress,
    seen_from_here,
    show,
    telling_trouble,
    wanted,
)
from obverse.machine import files, parts
from obverse.project.job import Job
from obverse.project.project import MEDIA, Project

if TYPE_CHECKING:  # a build that has nothing to do imports nothing that compiles
    from collections.abc import Mapping, Sequence

    from obverse.build import Built
    from obverse.incremental import Answer
    from obverse.link.output import Output
    from obverse.values.diagnostic import Diagnostic
    from obverse.values.outline import Allowance

# It imports genanki, which takes twice as long as it takes to amend a package.
_WRITER = "obverse.formats.apkg.write"


@click.command()
@folder_argument
@click.option(
    "-o",
    "--output",
    type=OutputFile(),
    metavar="FILE",
    help="The package to write; by default build/NAME.apkg.",
)
@click.option("--deck", metavar="NAME", help="Put all decks below this one.")
@click.option(
    "--retire", is_flag=True, help="Ship removed notes once more, tagged obverse::retired."
)
@click.option("--locked", is_flag=True, help="Fail if the lock would change (for CI).")
@click.option("--new-lock", is_flag=True, help="Go on although the lock is lost or cut.")
@click.option("--strict", "is_strict", is_flag=True, help="Count warnings as errors.")
@click.option("-q", "--quiet", is_flag=True, help="Print only what is wrong.")
@telling_trouble
def command(
    folder: Path,
    output: Path | None,
    deck: str | None,
    *,
    retire: bool,
    locked: bool,
    new_lock: bool,
    is_strict: bool,
    quiet: bool,
) -> None:
    """Build an Anki package from Markdown files.

    If there is an error, nothing is written: the package and the lock stay as they were.

    \b
    Examples:
      obverse build
      obverse build notes/ -o notes.apkg --deck "My notes"
      obverse build --locked --strict
    """
    started = time.perf_counter()
    the_project = open_project(folder)
    package = output or the_project.package
    check_name(package)
    was_there = os.path.exists(package)  # noqa: PTH110  # raises nothing
    with files.one_at_a_time(the_project.build):
        answer = _answer(the_project, package, deck, retire=retire)
        if same := answer and answer.same():
            _judge(same.diagnostics, (), the_project, answer, is_strict=is_strict)
            if not quiet:
                notes = report.plural(same.notes, "note")
                click.echo(f"nothing has changed: {notes} in {the_project.shown(package)}")
            return
        # A build makes millions of objects and almost no cycles: looking for garbage takes a third
        # of its time, and finds none.
        gc.disable()
        job = Job(the_project, now(), deck, retire=retire)
        work = _Work(job, package, answer, retire=retire, new_lock=new_lock, quiet=quiet)
        made, built = work.of_edit(), None
        if made:
            shown = _ready(made, the_project, answer, is_strict=is_strict, locked=locked)
        if not made or not work.write_edit(made):
            made, built = work.of_all()
            shown = _ready(made, the_project, answer, is_strict=is_strict, locked=locked)
            work.write_all(made)
        if answer:
            answer.leave(built, shown)
    if not quiet:
        seconds, is_clone = time.perf_counter() - started, bool(made.old_lock) and not was_there
        _tell(made, the_project, package, seconds, is_clone=is_clone)


def _answer(project: Project, package: Path, deck: str | None, *, retire: bool) -> "Answer | None":
    """What the last build spares this one; `None` if that part of obverse is missing."""
    try:
        from obverse.incremental import answer
    except ImportError:
        return None
    return answer(project, package, deck, retire=retire)


class _Work(NamedTuple):
    """The ways to build: after an edit, or everything."""

    job: Job
    package: Path
    answer: "Answer | None"
    retire: bool
    new_lock: bool
    quiet: bool

    def of_edit(self) -> "Output | None":
        """What an edit of sources can touch; nothing where that may be everything."""
        return self.answer.edited(self.job) if self.answer else None

    def write_edit(self, made: "Output") -> bool:
        """Write it; false where everything has to be built and written instead."""
        write = partial(_write, self.job.project, self.package, made)
        return bool(self.answer and self.answer.write(write))

    def of_all(self) -> "tuple[Output, Built]":
        """Everything."""
        from obverse.build import build
        from obverse.link.output import Output
        from obverse.link.plan import plan
        from obverse.machine.cache import Cache
        from obverse.values.compiled import Compiled

        project, old_lock = self.job.project, self.old_lock()
        sources = (self.answer and self.answer.read()) or project.read()
        with progress("compiling", quiet=self.quiet) as told:
            built = build(
                self.job,
                sources,
                old_lock,
                cache=Cache(project.cache, Compiled),
                told=told,
                meanwhile=partial(import_module, _WRITER),
            )
        keep = self.answer.keep() if self.answer else None
        if self.retire:
            built = _retire(built, self.package, self.job.now, quiet=self.quiet)
        planned = plan(built.identity, built.deduped.merges, built.before)
        write = partial(import_module(_WRITER).write, built.collection, built.lock, keep=keep)
        about = (
            built.lock,
            built.old_lock,
            built.diagnostics,
            built.allowances,
            built.tally,
            planned,
        )
        return Output(*about, write), built

    def old_lock(self) -> bytes:
        """The lock of the last build, if none of it is lost."""
        from obverse.link.lost_lock import check_lock

        lock = self.job.project.lock_there()
        is_known = self.answer and self.answer.wrote(lock)
        if not (self.new_lock or is_known):
            check_lock(self.job.project, lock, self.package)
        return lock or b""

    def write_all(self, made: "Output") -> None:
        """Write everything."""
        if self.answer:
            self.answer.forget()
        _write(self.job.project, self.package, made)


def _write(project: Project, package: Path, made: "Output") -> None:
    """The package first, the lock last: killed in between, the next build does the same again."""
    parts.sweep(project.content / MEDIA)  # what a killed import left half-written
    with files.replacing_with(project.lock, made.lock), files.replacing(package) as stream:
        made.write(stream)


def _ready(
    made: "Output", the_project: Project, answer: "Answer | None", *, is_strict: bool, locked: bool
) -> "Sequence[Diagnostic]":
    """Show what is wrong with a build, and end here where it may not be written.

    Gives what is to be shown again when nothing has changed.
    """
    shown = _judge(made.diagnostics, made.allowances, the_project, answer, is_strict=is_strict)
    if locked and made.lock != made.old_lock:
        _tell_locked(the_project, made)
        sys.exit(FINDINGS)
    return shown


def _sources(the_project: Project, answer: "Answer | None") -> "Mapping[str, bytes]":
    """The sources that findings are shown in."""
    return (answer and answer.sources()) or the_project.read()


def _retire(built: "Built", package: Path, time_: int, *, quiet: bool) -> "Built":
    from obverse.retire import RETIRED_SEARCH, retired_notes, with_retired

    retired = retired_notes(built, package, now=time_)
    if retired and not quiet:
        click.echo(f"retired    {report.plural(len(retired), 'note')}: search {RETIRED_SEARCH}")
    return with_retired(built, retired, now=time_)


def _judge(
    found: "Sequence[Diagnostic]",
    allowances: "Sequence[Allowance]",
    the_project: Project,
    answer: "Answer | None",
    *,
    is_strict: bool,
) -> "Sequence[Diagnostic]":
    """Show what is wrong, and exit if there is an error.

    What is allowed or only an info is not shown; gives what is to be judged again when nothing has
    changed.
    """
    if not found:
        return ()
    from obverse.values.diagnostic import Severity

    if all(each.severity is Severity.INFO for each in found):
        return ()
    from obverse.check.review import not_allowed, pick

    chosen, sources = wanted(the_project, is_strict=is_strict), _sources(the_project, answer)
    left = not_allowed(found, allowances)
    serious = [each for each in left if each.severity is not Severity.INFO]
    told = pick(serious, sources, chosen)
    show(told, the_project.root)
    if fails(told):
        count = report.count(pick(left, sources, chosen))
        click.echo(f"{count}: nothing was written", err=True)
        sys.exit(FINDINGS)
    return left if serious else ()


def _tell(
    made: "Output", the_project: Project, package: Path, seconds: float, *, is_clone: bool
) -> None:
    from obverse.link.search import with_type_names
    from obverse.report.summary import summary

    prefix, plan = seen_from_here(the_project.root), with_type_names(made.plan, the_project)
    for line in summary(made.tally, plan, prefix, is_clone=is_clone):
        click.echo(line)
    size = package.stat().st_size
    click.echo(f"wrote      {the_project.shown(package)} ({_size(size)}) in {seconds:.2f} s")


def _tell_locked(the_project: Project, made: "Output") -> None:
    from obverse.report import plan

    lock, changes = the_project.shown(the_project.lock), plan.counts(made.plan)
    click.echo(f"error: `{lock}` would change ({changes}): nothing was written", err=True)
    click.echo("  help: run `obverse build` and commit the lock", err=True)


def _size(number: int) -> str:
    return f"{number / 1e6:.1f} MB" if number >= 1_000_000 else f"{number / 1e3:.0f} kB"  # noqa: PLR2004
