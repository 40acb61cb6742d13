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
    open_source,
    show,
    telling_trouble,
    wanted,
)
from obverse.commands.build.target import Target
from obverse.errors import ObverseError
from obverse.machine import files
from obverse.project.job import Job
from obverse.project.project import Project
from obverse.unchanged import nothing_changed

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
@click.option(
    "--since",
    metavar="PACKAGE|REF",
    help="Write only what is new since a package, or a commit of git.",
)
@click.option("--locked", is_flag=True, help="Fail if the lock would change (for CI).")
@click.option("--new-lock", is_flag=True, help="Go on although the lock is lost or cut.")
@click.option("--watch", is_flag=True, help="Build again after each change, until Ctrl-C.")
@click.option("--strict", "is_strict", is_flag=True, help="Count warnings as errors.")
@click.option("--open", "opens", is_flag=True, help="Open the package with Anki.")
@click.option("-q", "--quiet", is_flag=True, help="Print only what is wrong.")
@click.option("-v", "--verbose", "is_verbose", is_flag=True, help="Name each file left out.")
@telling_trouble
def command(
    folder: Path,
    output: Path | None,
    deck: str | None,
    since: str | None,
    *,
    retire: bool,
    locked: bool,
    new_lock: bool,
    watch: bool,
    is_strict: bool,
    opens: bool,
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
      obverse build --since build/deck.apkg
      obverse build --locked --strict
      obverse build --watch
    """
    if watch:
        _check_watch(folder, retire=retire, locked=locked, new_lock=new_lock)
        from obverse.commands.build import watch as watching

        watching.watch(watching.Watched(folder, output, deck, is_strict, quiet))
        return
    started = time.perf_counter()
    the_project, note = _opened(folder, retire=retire, since=since)
    target = _target(the_project, note, output, since, retire=retire)
    package = target.whole
    was_there = os.path.exists(package)  # noqa: PTH110  # raises nothing
    with files.one_at_a_time(the_project.build):
        found = the_project.find_sources()
        answer = None if note else _answer(the_project, package, deck, found, retire=retire)
        judge = _Judge(the_project, found, answer, is_strict, locked)
        if not (is_verbose or since) and answer and (same := answer.same()):
            judge.judge(same.diagnostics)
            _tell_same(the_project, package, same.notes, quiet=quiet, opens=opens)
            return
        job = Job(the_project, now(), deck, retire=retire, path=note)
        paths = {note: found.paths[note]} if note else found.paths
        made = _made(job, target, paths, judge, new_lock=new_lock, quiet=quiet)
    if not quiet:
        from obverse.commands.build.tell import tell

        made = _with_left_out(made, () if note else found.left_out)
        seconds, is_clone = time.perf_counter() - started, bool(made.old_lock) and not was_there
        tell(made, the_project, target, seconds, is_clone=is_clone, is_verbose=is_verbose)
    if opens and target.is_written(made):
        _open(the_project, target.written)


def _tell_same(
    the_project: Project, package: Path, notes: int, *, quiet: bool, opens: bool
) -> None:
    if not quiet:
        click.echo(nothing_changed(the_project, package, notes))
    if opens:
        _open(the_project, package)


def _with_left_out(made: "Output", left_out: "Sequence[tuple[str, str]]") -> "Output":
    """What was made, with what was not even looked at among what is left out."""
    tally = made.tally
    return made._replace(tally=tally._replace(left_out=(*left_out, *tally.left_out)))


def _check_watch(folder: Path, **others: bool) -> None:
    """Refuse what is for one build."""
    if folder.is_file():
        raise click.UsageError("`--watch` is for a whole project, not for one file")
    for name, is_given in others.items():
        if is_given:
            raise click.UsageError(f"`--watch` and `--{name.replace('_', '-')}` exclude each other")


def _made(
    job: Job,
    target: Target,
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
    work = Work(job, target, paths, answer, retire=job.retire, new_lock=new_lock, quiet=quiet)
    made, built = work.of_edit(), None
    if made:
        shown = judge.ready(made)
    if not made or not work.write_edit(made):
        made, built = work.of_all()
        shown = judge.ready(made)
        work.write_all(made)
    if answer:
        answer.leave(built, shown, is_whole=not target.delta)
    return made


def _opened(folder: Path, *, retire: bool, since: str | None) -> tuple[Project, str]:
    """The project, and the key of the source to build alone; empty where it is all."""
    if folder.is_file() and retire:
        raise click.UsageError("`--retire` is for a whole project, not for one file")
    if folder.is_file() and since is not None:
        raise click.UsageError("`--since` is for a whole project, not for one file")
    project, note = open_source(folder)
    # A folder without notes stays as it is, for `obverse new`.
    if not project.build.is_dir() and not project.find_sources().paths:
        from obverse.project.no_sources import no_sources

        raise no_sources(project)
    return project, note


def _open(project: Project, package: Path) -> None:
    """Open a package as a double click would. Raises `ObverseError` where nothing can."""
    from obverse.machine.open_file import open_file

    if not open_file(package):
        shown = project.shown(package)
        message = f"`{shown}` is written, but nothing on this system opens it"
        raise ObverseError(
            message, "install Anki (https://apps.ankiweb.net), or File → Import there"
        )


def _target(
    project: Project, note: str, output: Path | None, since: str | None, *, retire: bool
) -> Target:
    """What is written: the whole, the cards of one file, or what is new."""
    if since is None:
        target = Target(output or (_package_of(note, project) if note else project.package))
    else:
        from obverse.commands.build.since import delta

        target = Target(project.package, delta(project, since, output, retire=retire))
    check_name(target.written)
    return target


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
            from obverse.commands.build.tell import tell_locked

            tell_locked(self.project, made)
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
