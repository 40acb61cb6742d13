"""`obverse build`: compile the sources and write the package and the lock."""

import gc
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from obverse import report
from obverse.commands import (
    FINDINGS,
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
from obverse.incremental.inputs import Inputs
from obverse.incremental.stamp import Sources
from obverse.machine import files
from obverse.project.project import Project

if TYPE_CHECKING:  # a build that has nothing to do imports nothing that compiles
    from collections.abc import Sequence

    from obverse.build import Built
    from obverse.incremental.outcome import Outcome
    from obverse.values.diagnostic import Diagnostic
    from obverse.values.outline import Allowance


@click.command()
@folder_argument
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The package to write; by default build/NAME.apkg.",
)
@click.option("--deck", metavar="NAME", help="Put all decks below this one.")
@click.option(
    "--retire", is_flag=True, help="Ship removed notes once more, tagged obverse::retired."
)
@click.option("--locked", is_flag=True, help="Fail if the lock would change (for CI).")
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
    with files.one_at_a_time(the_project.build):
        inputs = Inputs(the_project, package, deck, retire=retire)
        if inputs.are_same:
            _judge(inputs.last.diagnostics, (), inputs.sources, the_project, is_strict=is_strict)
            inputs.refresh()
            if not quiet:
                same = f"{report.plural(inputs.last.notes, 'note')} in {the_project.shown(package)}"
                click.echo(f"nothing has changed: {same}")
            return
        # A build makes millions of objects and almost no cycles: looking for garbage takes a third
        # of its time, and finds none.
        gc.disable()
        work = _Work(the_project, inputs, package, deck, now(), retire=retire, quiet=quiet)
        outcome = work.of_edit() or work.of_all()
        told = _judge(
            outcome.diagnostics,
            outcome.linked.allowances,
            inputs.sources,
            the_project,
            is_strict=is_strict,
        )
        if locked and outcome.lock != outcome.old_lock:
            _tell_locked(the_project, outcome)
            sys.exit(FINDINGS)
        inputs.sweep()
        outcome, lock = work.write(outcome)
        inputs.leave(outcome, lock, told)
    if not quiet:
        _tell(outcome, the_project, package, time.perf_counter() - started)


@dataclass(frozen=True, slots=True)
class _Work:
    """The ways to build: after an edit, or everything."""

    project: Project
    inputs: Inputs
    package: Path
    deck: str | None
    now: int
    retire: bool
    quiet: bool

    def of_edit(self) -> "Outcome | None":
        """What an edit of sources can affect; `None` if that may be everything."""
        from obverse.incremental.make import make_edit

        if not (last := self.inputs.edited()):
            return None
        return make_edit(self.project, self.inputs.sources, last, deck=self.deck, now=self.now)

    def of_all(self) -> "Outcome":
        """Everything."""
        from obverse.incremental.make import make_all
        from obverse.incremental.outcome import of_all

        sources, lock = self.inputs.sources, self.project.read_lock()
        with progress("compiling", quiet=self.quiet) as told:
            built = make_all(self.project, sources, lock, deck=self.deck, now=self.now, told=told)
        sources.release()
        if self.retire:
            built = _retire(built, self.package, self.now, quiet=self.quiet)
        return of_all(built, self.project.settings.duplicates, retired=self.retire)

    def write(self, outcome: "Outcome") -> "tuple[Outcome, str]":
        """Write it, or everything if the last package cannot be amended.

        Returns what was written, and the digest of its lock.
        """
        from obverse.formats.apkg.amend import CannotAmendError
        from obverse.incremental.make import write

        try:
            return outcome, write(self.project, outcome, self.package)
        except CannotAmendError:
            outcome = self.of_all()
            return outcome, write(self.project, outcome, self.package)


def _retire(built: "Built", package: Path, time_: int, *, quiet: bool) -> "Built":
    from obverse.retire import RETIRED_SEARCH, retired_notes, with_retired

    retired = retired_notes(built, package, now=time_)
    if retired and not quiet:
        click.echo(f"retired    {report.plural(len(retired), 'note')}: search {RETIRED_SEARCH}")
    return with_retired(built, retired, now=time_)


def _judge(
    found: "Sequence[Diagnostic]",
    allowances: "Sequence[Allowance]",
    sources: Sources,
    the_project: Project,
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

    chosen = wanted(the_project, is_strict=is_strict)
    left = not_allowed(found, allowances)
    serious = [each for each in left if each.severity is not Severity.INFO]
    told = pick(serious, sources, chosen)
    show(told, the_project.root)
    if fails(told):
        count = report.count(pick(left, sources, chosen))
        click.echo(f"{count}: nothing was written", err=True)
        sys.exit(FINDINGS)
    return left if serious else ()


def _tell(outcome: "Outcome", the_project: Project, package: Path, seconds: float) -> None:
    from obverse.report.summary import summary

    prefix = seen_from_here(the_project.root)
    for line in summary(outcome.linked.tally, outcome.plan, prefix):
        click.echo(line)
    size = package.stat().st_size
    click.echo(f"wrote      {the_project.shown(package)} ({_size(size)}) in {seconds:.2f} s")


def _tell_locked(the_project: Project, outcome: "Outcome") -> None:
    from obverse.report import plan

    lock, changes = the_project.shown(the_project.lock), plan.counts(outcome.plan)
    click.echo(f"error: `{lock}` would change ({changes}): nothing was written", err=True)
    click.echo("  help: run `obverse build` and commit the lock", err=True)


def _size(number: int) -> str:
    return f"{number / 1e6:.1f} MB" if number >= 1_000_000 else f"{number / 1e3:.0f} kB"  # noqa: PLR2004
