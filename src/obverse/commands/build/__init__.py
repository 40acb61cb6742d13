"""`obverse build`: compile the sources and write the package and the lock."""

import gc
import os
import sys
import time
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
    seen_from_here,
    show,
    telling_trouble,
    wanted,
)
from obverse.machine import files
from obverse.project.job import Job
from obverse.project.project import Project

if TYPE_CHECKING:  # a build that has nothing to do imports nothing that compiles
    from collections.abc import Mapping, Sequence

    from obverse.incremental import Answer
    from obverse.link.output import Output
    from obverse.project.find_sources import FoundSources
    from obverse.values.diagnostic import Diagnostic
    from obverse.values.outline import Allowance


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
@click.option("--watch", is_flag=True, help="Build again after each change, until Ctrl-C.")
@click.option("--strict", "is_strict", is_flag=True, help="Count warnings as errors.")
@click.option("-q", "--quiet", is_flag=True, help="Print only what is wrong.")
@click.option("-v", "--verbose", "is_verbose", is_flag=True, help="Name each file left out.")
@telling_trouble
def command(
    folder: Path,
    output: Path | None,
    deck: str | None,
    *,
    retire: bool,
    locked: bool,
    new_lock: bool,
    watch: bool,
    is_strict: bool,
    quiet: bool,
    is_verbose: bool,
) -> None:
    """Build an Anki package from Markdown files.

    FOLDER may also be one Markdown file of a project: build/NOTE.apkg then has only its cards.
    If there is an error, nothing is written: the package and the lock stay as they were.

    \b
    Examples:
      obverse build
      obverse build notes/ -o notes.apkg --deck "My notes"
      obverse build notes/anatomy.md
      obverse build --locked --strict
      obverse build --watch
    """
    if watch:
        _check_watch(folder, retire=retire, locked=locked, new_lock=new_lock)
        from obverse.commands.build import watch as watching

        watching.watch(watching.Watched(folder, output, deck, is_strict, quiet))
        return
    started = time.perf_counter()
    the_project, note = _opened(folder, retire=retire)
    package = output or (_package_of(note, the_project) if note else the_project.package)
    check_name(package)
    was_there = os.path.exists(package)  # noqa: PTH110  # raises nothing
    with files.one_at_a_time(the_project.build):
        found = the_project.find_sources()
        answer = None if note else _answer(the_project, package, deck, found, retire=retire)
        judge = _Judge(the_project, found, answer, is_strict, locked)
        if not is_verbose and answer and (same := answer.same()):
            judge.judge(same.diagnostics)
            if not quiet:
                notes = report.plural(same.notes, "note")
                click.echo(f"nothing has changed: {notes} in {the_project.shown(package)}")
            return
        job = Job(the_project, now(), deck, retire=retire, path=note)
        paths = {note: found.paths[note]} if note else found.paths
        made = _made(job, package, paths, judge, new_lock=new_lock, quiet=quiet)
    if not quiet:
        tally = made.tally
        if not note:
            tally = tally._replace(left_out=(*found.left_out, *tally.left_out))
        seconds, is_clone = time.perf_counter() - started, bool(made.old_lock) and not was_there
        made = made._replace(tally=tally)
        _tell(made, the_project, package, seconds, is_clone=is_clone, is_verbose=is_verbose)


def _check_watch(folder: Path, **others: bool) -> None:
    """Refuse what is for one build."""
    if folder.is_file():
        raise click.UsageError("`--watch` is for a whole project, not for one file")
    for name, is_given in others.items():
        if is_given:
            raise click.UsageError(f"`--watch` and `--{name.replace('_', '-')}` exclude each other")


def _made(
    job: Job,
    package: Path,
    paths: "Mapping[str, str]",
    judge: "_Judge",
    *,
    new_lock: bool,
    quiet: bool,
) -> "Output":
    """Build and write: after an edit what it can touch, and everything where that is needed."""
    # A build makes millions of objects and almost no cycles: looking for garbage takes a third of
    # its time, and finds none.
    gc.disable()
    from obverse.commands.build.work import Work

    answer = judge.answer
    work = Work(job, package, paths, answer, retire=job.retire, new_lock=new_lock, quiet=quiet)
    made, built = work.of_edit(), None
    if made:
        shown = judge.ready(made)
    if not made or not work.write_edit(made):
        made, built = work.of_all()
        shown = judge.ready(made)
        work.write_all(made)
    if answer:
        answer.leave(built, shown)
    return made


def _opened(folder: Path, *, retire: bool) -> tuple[Project, str]:
    """The project, and the key of the source to build alone; empty where it is all."""
    if not folder.is_file():
        return open_project(folder), ""
    if retire:
        raise click.UsageError("`--retire` is for a whole project, not for one file")
    from obverse.project.project_of_note import project_of_note

    the_project, _, note = project_of_note(folder, open_project)
    return the_project, note


def _package_of(note: str, project: Project) -> Path:
    """The package of one source, which is never that of the whole project."""
    name = note.rpartition("/")[2].rpartition(".")[0]
    package = project.build / f"{name}.apkg"
    taken = project.package.name.casefold() == package.name.casefold()
    return project.build / f"{name}-note.apkg" if taken else package


def _answer(
    project: Project, package: Path, deck: str | None, found: "FoundSources", *, retire: bool
) -> "Answer | None":
    """What the last build spares this one; `None` if that part of obverse is missing."""
    try:
        from obverse.incremental import answer
    except ImportError:
        return None
    return answer(project, package, deck, retire=retire, paths=found.paths)


class _Judge(NamedTuple):
    """What shows the findings of a build, and ends here where it may not be written."""

    project: Project
    found: "FoundSources"
    answer: "Answer | None"
    is_strict: bool
    locked: bool

    def ready(self, made: "Output") -> "Sequence[Diagnostic]":
        """Judge a build. Gives what is to be judged again when nothing has changed."""
        shown = self.judge(made.diagnostics, made.allowances)
        if self.locked and made.lock != made.old_lock:
            _tell_locked(self.project, made)
            sys.exit(FINDINGS)
        return shown

    def judge(
        self, found: "Sequence[Diagnostic]", allowances: "Sequence[Allowance]" = ()
    ) -> "Sequence[Diagnostic]":
        """Show what is wrong, and exit if there is an error.

        What is allowed or only an info is not shown. What is wrong with the settings of a vault is
        found again by each build, so it is not among what this gives.
        """
        faults: Sequence[Diagnostic] = ()
        if self.found.faults:
            from obverse.project.vault_findings import vault_findings

            faults = vault_findings(self.project, self.found.faults)
        if not found and not faults:
            return ()
        from obverse.values.diagnostic import Severity

        if not faults and all(each.severity is Severity.INFO for each in found):
            return ()
        from obverse.check.review import not_allowed, pick

        chosen = wanted(self.project, is_strict=self.is_strict)
        sources = self._sources()
        left = not_allowed(found, allowances)
        serious = [each for each in left if each.severity is not Severity.INFO]
        told = pick([*faults, *serious], sources, chosen)
        show(told, self.project.root)
        if fails(told):
            count = report.count(pick([*faults, *left], sources, chosen))
            click.echo(f"{count}: nothing was written", err=True)
            sys.exit(FINDINGS)
        return left if serious else ()

    def _sources(self) -> "Mapping[str, bytes]":
        """The sources that findings are shown in."""
        return (self.answer and self.answer.sources()) or self.project.read(self.found.paths)


def _tell(
    made: "Output",
    the_project: Project,
    package: Path,
    seconds: float,
    *,
    is_clone: bool,
    is_verbose: bool,
) -> None:
    from obverse.link.search import with_type_names
    from obverse.report.summary import summary

    prefix, plan = seen_from_here(the_project.root), with_type_names(made.plan, the_project)
    told = summary(made.tally, plan, prefix, is_clone=is_clone, is_verbose=is_verbose)
    for line in told:
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
