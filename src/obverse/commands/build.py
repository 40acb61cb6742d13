"""`obverse build`: compile the sources and write the package and the lock."""

import gc
import os
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
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
from obverse.stamp import Files, Sources, Stamp

if TYPE_CHECKING:  # a build that has nothing to do imports nothing that compiles
    from obverse.build import Built
    from obverse.diagnostic import Diagnostic
    from obverse.plan import Plan


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
        others = Files(_others(the_project, package, last.others), last.others)
        if not retire and last.about == about and not (sources.changed() or others.changed()):
            _judge(last.diagnostics, the_project, sources, is_strict=is_strict)
            fresh = replace(last, sources=sources.keep(tick), others=others.keep(tick))
            if fresh != last:
                stamp.leave(the_project.cache, fresh)
            if not quiet:
                same = f"{report.plural(last.notes, 'note')} in {the_project.shown(package)}"
                click.echo(f"nothing has changed: {same}")
            return
        lock = the_project.read_lock()
        time_ = now()
        built = _build(the_project, sources, lock, deck, time_, quiet=quiet)
        if retire:
            built = _retire(built, package, time_, quiet=quiet)
        _judge(built.diagnostics, the_project, sources, is_strict=is_strict)
        if locked and built.lock != built.old_lock:
            _tell_locked(the_project, built)
            sys.exit(FINDINGS)
        for path in (package, the_project.lock, the_project.cache / stamp.NAME):
            files.sweep(path)
        _write(built, package, the_project.lock)
        kept = Stamp(about, sources.keep(tick), last.others, len(built.collection.notes))
        _leave_stamp(built, the_project, package, kept)
    if not quiet:
        _tell(built, the_project, package, time.perf_counter() - started)


def _build(
    the_project: Project,
    sources: Sources,
    lock: bytes,
    deck: str | None,
    time_: int,
    *,
    quiet: bool,
) -> "Built":
    # A build makes millions of objects and hardly a cycle of them: looking for garbage is a third
    # of its time, and finds none; nor among what importing makes.
    gc.disable()
    from obverse.build import build
    from obverse.cache import Cache
    from obverse.render import Compiled

    cache = Cache(the_project.cache, Compiled)
    with progress("compiling", quiet=quiet) as told:
        return build(the_project, sources, lock, now=time_, deck=deck, cache=cache, told=told)


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


def _write(built: "Built", package: Path, lock: Path) -> None:
    """The package first, the lock last: killed in between, the next build does the same again."""
    from obverse.formats.apkg.write import write

    with files.replacing_text(lock, built.lock), files.replacing(package) as stream:
        write(built.collection, built.lock, stream)


def _about(the_project: Project, package: Path, deck: str | None, *, retire: bool) -> str:
    """What shapes a build beside the project's files."""
    own = (the_project.settings, str(package.resolve()), deck, retire)
    return f"{own!r}\n{program.listing()}"


def _others(the_project: Project, package: Path, known: Iterable[str]) -> dict[str, str]:
    """The paths by name of the files that go in or come out and are no sources."""
    names = (*known, the_project.key_of(the_project.lock), os.path.abspath(package))  # noqa: PTH100
    root = str(the_project.root)
    return {name: os.path.join(root, name) for name in names} | the_project.looks()  # noqa: PTH118


def _leave_stamp(built: "Built", the_project: Project, package: Path, stamped: Stamp) -> None:
    """Keep what this build came from and what it made, for the next to know it by."""
    below = f"{the_project.root}{os.sep}"
    shown = {path.removeprefix(below) for path in built.collection.media.values()}
    others = Files(_others(the_project, package, sorted(shown)), stamped.others)
    if the_project.read_lock() != built.lock.encode():
        return  # it was changed meanwhile, so the next build has something to do
    others.digest()  # which takes longer than a tick where it is much
    kept = others.keep(files.tick(the_project.build))
    found = built.diagnostics if _told(built.diagnostics) else ()
    stamp.leave(the_project.cache, replace(stamped, others=kept, diagnostics=found))


def _tell(built: "Built", the_project: Project, package: Path, seconds: float) -> None:
    from obverse.incremental.linked import linked
    from obverse.summary import summary

    keys = {each.path: "" for each in built.compiled}
    for line in summary(linked(built, keys).tally, _plan(built), seen_from_here(the_project.root)):
        click.echo(line)
    size = package.stat().st_size
    click.echo(f"wrote      {the_project.shown(package)} ({_size(size)}) in {seconds:.2f} s")


def _tell_locked(the_project: Project, built: "Built") -> None:
    from obverse import plan_report

    lock, changes = the_project.shown(the_project.lock), plan_report.counts(_plan(built))
    click.echo(f"error: `{lock}` would change ({changes}): nothing was written", err=True)
    click.echo("  help: run `obverse build` and commit the lock", err=True)


def _plan(built: "Built") -> "Plan":
    """The plan for a learner who has the last build."""
    from obverse.plan import plan

    return plan(built.identity, built.deduped.merges, built.before)


def _size(number: int) -> str:
    return f"{number / 1e6:.1f} MB" if number >= 1_000_000 else f"{number / 1e3:.0f} kB"  # noqa: PLR2004
