"""Watch: build again after each change, a line a build, from a project held open."""

import gc
import time
from functools import partial
from importlib import import_module
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, NamedTuple

import click

from obverse import report
from obverse.build import Built
from obverse.check.review import not_allowed
from obverse.commands import fails, now, open_project, show, wanted
from obverse.commands.build.target import Target
from obverse.commands.build.work import WRITER, write_made
from obverse.errors import ObverseError
from obverse.incremental import answer
from obverse.link.lost_lock import check_lock
from obverse.link.output import Output
from obverse.link.plan import plan
from obverse.live.live_project import Asking, LiveProject, Snapshot
from obverse.live.unborn import without_unborn
from obverse.live.watching import DEAF, can_listen, watching
from obverse.machine import files
from obverse.project.project import Project
from obverse.report import plan as plan_report
from obverse.values.diagnostic import Severity

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from obverse.link.collection import Collection

NO_EVENTS = "looking every 0.3 s: `pip install 'obverse[preview]'` hears of a save at once"


class Watched(NamedTuple):
    """What `obverse build --watch` builds, and where to."""

    folder: Path
    output: Path | None
    deck: str | None
    is_strict: bool
    quiet: bool


def watch(watched: Watched) -> None:
    """Build now and after each change, until the user stops it."""
    project = open_project(watched.folder)
    package = watched.output or project.package
    check_lock(project, project.lock_there(), package)
    live = LiveProject(
        Asking(
            partial(open_project, watched.folder),
            now,
            partial(wanted, is_strict=watched.is_strict),
            watched.deck,
            draws=True,
        )
    )
    gc.disable()
    builds = _Builds(live, watched)
    builds.turn()
    gc.collect()
    gc.freeze()
    if not watched.quiet:
        click.echo(f"watching   {project.shown(project.root)}; Ctrl-C stops")
        if not can_listen():
            click.echo(f"           {NO_EVENTS}")
    deaf = partial(click.echo, f"           {DEAF}")
    for _ in watching(lambda: project.root, Event(), lambda: None if watched.quiet else deaf()):
        builds.turn()


class _Builds:
    """The builds of one watch, and the notes that there were before it."""

    def __init__(self, live: LiveProject, watched: Watched) -> None:
        self._live, self._watched = live, watched
        self._written: Collection | None = None
        self._lock: bytes | None = None
        self._at_start: AbstractSet[str] = frozenset()

    def turn(self) -> None:
        """Build, if something changed."""
        started = time.perf_counter()
        if self._live.look() is None:
            return
        if fault := self._live.fault:
            said = f"{fault.message}; {fault.hint}" if fault.hint else fault.message
            self._say(f"nothing was written: {said}", err=True)
            return
        snapshot = self._live.snapshot
        if snapshot:
            self._build(snapshot, started)
        gc.collect(1)

    def _build(self, snapshot: Snapshot, started: float) -> None:
        built, project = snapshot.built, snapshot.project
        if built.old_lock != self._lock and not self._takes_lock(built, project):
            return
        if fails(snapshot.findings):
            shown = [each for each in snapshot.findings if each.severity is not Severity.INFO]
            show(shown, project.root)
            self._say(f"{report.count(shown)}: nothing was written", err=True)
            return
        built = without_unborn(built, self._at_start)
        if built.collection == self._written and built.lock == built.old_lock:
            return
        made = _output(built)
        try:
            written = self._write(project, made)
        except ObverseError as fault:
            self._say(f"nothing was written: {fault.message}", err=True)
            return
        if written:
            self._written, self._lock = built.collection, built.lock
            self._tell(made, time.perf_counter() - started)

    def _takes_lock(self, built: Built, project: Project) -> bool:
        """Take a lock that another wrote, if none of it is lost: all it knows was there before."""
        try:
            package = self._watched.output or project.package
            check_lock(project, project.lock_there(), package)
        except ObverseError as lost:
            self._say(f"nothing was written: {lost.message}; {lost.hint}", err=True)
            return False
        self._lock, self._at_start = built.old_lock, built.before.notes.keys()
        return True

    def _write(self, project: Project, made: Output) -> bool:
        """Write the build; not where the lock changed since it was read, which is seen next."""
        package = self._watched.output or project.package
        with files.one_at_a_time(project.build):
            if project.read_lock() != made.old_lock:
                return False
            if known := answer(project, package, self._watched.deck, retire=False):
                known.forget()
            write_made(project, Target(package), made)
        return True

    def _tell(self, made: Output, seconds: float) -> None:
        left = not_allowed(made.diagnostics, made.allowances)
        serious = [each for each in left if each.severity is not Severity.INFO]
        found = f"; {report.count(serious)}" if serious else ""
        notes = report.plural(made.tally.notes, "note")
        self._say(f"built {notes} in {seconds:.2f} s: {plan_report.counts(made.plan)}{found}")

    def _say(self, line: str, *, err: bool = False) -> None:
        if err or not self._watched.quiet:
            click.echo(f"{time.strftime('%H:%M:%S')}   {line}", err=err)


def _output(built: Built) -> Output:
    planned = plan(built.identity, built.deduped.merges, built.before)
    write = partial(import_module(WRITER).write, built.collection, built.lock)
    about = (built.lock, built.old_lock, built.diagnostics, built.allowances, built.tally)
    return Output(*about, planned, write)
