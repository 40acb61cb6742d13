"""`obverse build`: compile the sources and write the package and the lock."""

import gc
import os
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from obverse import files, program, project, report, stamp
from obverse.commands import (
    FINDINGS,
    check_name,
    fails,
    folder_argument,
    now,
    progress,
    seen_from_here,
    show,
    telling_trouble,
    wanted,
)
from obverse.project import Project
from obverse.stamp import Files, Packages, Sources, Stamp

if TYPE_CHECKING:  # a build that has nothing to do imports nothing that compiles
    from obverse.build import Built
    from obverse.diagnostic import Diagnostic
    from obverse.incremental.outcome import Outcome


@click.command()
@folder_argument
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The package to write; build/NAME.apkg without it.",
)
@click.option("--deck", metavar="NAME", help="The deck to put all others below.")
@click.option(
    "--retire", is_flag=True, help="Ship removed notes once more, with the tag obverse::retired."
)
@click.option("--locked", is_flag=True, help="Fail when the lock would change (for CI).")
@click.option("--strict", "is_strict", is_flag=True, help="Warnings count as errors.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what is wrong.")
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
    """Build an Anki package from the Markdown files of a project or folder.

    With an error nothing is written: the package and the lock stay as they were.

    \b
    Examples:
      obverse build
      obverse build notes/ -o notes.apkg --deck "My notes"
      obverse build --locked --strict
    """
    started = time.perf_counter()
    the_project = project.find(folder)
    package = output or the_project.package
    check_name(package)
    with files.one_at_a_time(the_project.build):
        tick, last = files.tick(the_project.build), stamp.read(the_project.cache)
        about = _about(the_project, package, deck, retire=retire)
        sources = Sources(the_project.paths(), last.sources)
        others = Files(_others(the_project, last.others), last.others)
        is_same = not retire and last.about == about and not others.changed()
        changed = sources.changed() if is_same else []
        packages = _packages(package, last)
        if is_same and not changed and not packages.changed():
            _judge(last.diagnostics, the_project, sources, is_strict=is_strict)
            fresh = replace(
                last,
                packages=packages.keep(tick),
                sources=sources.keep(tick),
                others=others.keep(tick),
            )
            if fresh != last:
                stamp.leave(the_project.cache, fresh)
            if not quiet:
                same = f"{report.plural(last.notes, 'note')} in {the_project.shown(package)}"
                click.echo(f"nothing has changed: {same}")
            return
        # A build makes millions of objects and hardly a cycle of them: looking for garbage is a
        # third of its time, and finds none.
        gc.disable()
        work = _Work(the_project, sources, the_project.read_lock(), deck, now())
        outcome = None
        if is_same:
            outcome = _edited(work, last, changed)
        outcome = outcome or _whole(work, package, retire=retire, quiet=quiet)
        _judge(outcome.diagnostics, the_project, sources, is_strict=is_strict)
        if locked and outcome.lock != outcome.old_lock:
            _tell_locked(the_project, outcome)
            sys.exit(FINDINGS)
        for path in (package, the_project.lock, the_project.cache / stamp.NAME):
            files.sweep(path)
        outcome = _write(work, outcome, package)
        written = _packages(package, last).keep(files.tick(the_project.build))
        notes = outcome.linked.tally.notes
        _leave_stamp(work, outcome, Stamp(about, written, sources.keep(tick), last.others, notes))
    if not quiet:
        _tell(outcome, the_project, package, time.perf_counter() - started)


@dataclass(frozen=True, slots=True)
class _Work:
    """What a build is made of, by whatever way."""

    project: Project
    sources: Sources
    lock: bytes
    deck: str | None
    now: int


def _edited(work: _Work, last: Stamp, changed: Sequence[str]) -> "Outcome | None":
    """What an edit of sources can touch; nothing where that may be everything."""
    from obverse.incremental.make import Last, make_edit

    before = {path: last.sources[path].digest for path in changed if path in last.sources}
    if len(before) < len(changed) or any(path not in work.sources for path in changed):
        return None
    lock = last.others[work.project.key_of(work.project.lock)].digest
    known = Last(lock, before)
    return make_edit(work.project, work.sources, work.lock, known, deck=work.deck, now=work.now)


def _whole(work: _Work, package: Path, *, retire: bool, quiet: bool) -> "Outcome":
    from obverse.incremental.make import make_all
    from obverse.incremental.outcome import of_all

    with progress("compiling", quiet=quiet) as told:
        built = make_all(
            work.project, work.sources, work.lock, deck=work.deck, now=work.now, told=told
        )
    if retire:
        built = _retire(built, package, work.now, quiet=quiet)
    return of_all(built, work.project.settings.duplicates, retired=retire)


def _write(work: _Work, outcome: "Outcome", package: Path) -> "Outcome":
    from obverse.formats.apkg.amend import CannotAmendError
    from obverse.incremental.make import write

    try:
        write(work.project, outcome, package)
    except CannotAmendError:
        outcome = _whole(work, package, retire=False, quiet=True)
        write(work.project, outcome, package)
    return outcome


def _retire(built: "Built", package: Path, time_: int, *, quiet: bool) -> "Built":
    from obverse.retire import RETIRED_SEARCH, retired_notes, with_retired

    retired = retired_notes(built, package, now=time_)
    if retired and not quiet:
        click.echo(f"retired    {report.plural(len(retired), 'note')}: search {RETIRED_SEARCH}")
    return with_retired(built, retired, now=time_)


def _judge(
    found: "Sequence[Diagnostic]", the_project: Project, sources: Sources, *, is_strict: bool
) -> None:
    """Show what is wrong, and end here when that is an error; what is only an info is not shown."""
    if not (told := _told(found)):
        return
    from obverse.review import settle

    chosen = wanted(the_project, is_strict=is_strict)
    told = settle(told, sources, chosen)
    show(told, the_project.root)
    if fails(told):
        count = report.count(settle(found, sources, chosen))
        click.echo(f"{count}: nothing was written", err=True)
        sys.exit(FINDINGS)


def _told(found: "Sequence[Diagnostic]") -> "Sequence[Diagnostic]":
    """The findings that a build shows."""
    if not found:
        return found
    from obverse.diagnostic import Severity

    return [each for each in found if each.severity is not Severity.INFO]


def _about(the_project: Project, package: Path, deck: str | None, *, retire: bool) -> str:
    """What shapes a build beside the project's files."""
    own = (the_project.settings, str(package.resolve()), deck, retire)
    return f"{own!r}\n{program.listing()}"


def _others(the_project: Project, known: Iterable[str]) -> dict[str, str]:
    """The paths by name of the files that shape a build and are no sources."""
    names = (*known, the_project.key_of(the_project.lock))
    root = str(the_project.root)
    return {name: os.path.join(root, name) for name in names} | the_project.looks()  # noqa: PTH118


def _packages(package: Path, last: Stamp) -> Packages:
    name = os.path.abspath(package)  # noqa: PTH100
    return Packages({name: name}, last.packages)


def _leave_stamp(work: _Work, outcome: "Outcome", stamped: Stamp) -> None:
    """Keep what this build came from and what it made, for the next to know it by."""
    from obverse.incremental.make import keep

    the_project, written = work.project, outcome.lock.encode()
    if the_project.read_lock() != written:
        return  # it was changed meanwhile, so the next build has something to do
    below = f"{the_project.root}{os.sep}"
    shown = sorted({path.removeprefix(below) for path in outcome.media.values()})
    lock = the_project.key_of(the_project.lock)
    known = {lock: files.digest(written)}
    others = Files(_others(the_project, shown), stamped.others, known)
    others.digest()  # which takes longer than a tick where it is much
    kept = others.keep(files.tick(the_project.build))
    found = outcome.diagnostics if _told(outcome.diagnostics) else ()
    stamp.leave(the_project.cache, replace(stamped, others=kept, diagnostics=found))
    keep(the_project, outcome, known[lock])


def _tell(outcome: "Outcome", the_project: Project, package: Path, seconds: float) -> None:
    from obverse.summary import summary

    prefix = seen_from_here(the_project.root)
    for line in summary(outcome.linked.tally, outcome.plan, prefix):
        click.echo(line)
    size = package.stat().st_size
    click.echo(f"wrote      {the_project.shown(package)} ({_size(size)}) in {seconds:.2f} s")


def _tell_locked(the_project: Project, outcome: "Outcome") -> None:
    from obverse import plan_report

    lock, changes = the_project.shown(the_project.lock), plan_report.counts(outcome.plan)
    click.echo(f"error: `{lock}` would change ({changes}): nothing was written", err=True)
    click.echo("  help: run `obverse build` and commit the lock", err=True)


def _size(number: int) -> str:
    return f"{number / 1e6:.1f} MB" if number >= 1_000_000 else f"{number / 1e3:.0f} kB"  # noqa: PLR2004
