"""`obverse build`: compile the sources and write the package and the lock."""

import gc
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from obverse import report
from obverse.commands import FINDINGS, check_name, fails, now, say, show, wanted
from obverse.commands.build.target import Target
from obverse.errors import ObverseError
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


def __getattr__(name: str) -> object:
    """The `command`, which needs click: this module does not (`plain_build`)."""
    if name != "command":
        raise AttributeError(name)
    from obverse.commands.build.options import command

    return command


class Options(NamedTuple):
    """What the options of `obverse build` say; `note` is the key of the source to build alone."""

    note: str = ""
    output: Path | None = None
    deck: str | None = None
    since: str | None = None
    retire: bool = False
    locked: bool = False
    new_lock: bool = False
    is_strict: bool = False
    opens: bool = False
    quiet: bool = False
    is_verbose: bool = False


def build_project(the_project: Project, options: Options) -> None:
    """Build a project, or one source of it, and say what was built. Raises `ObverseError`.

    Exits if there is something wrong with the cards, and raises a usage error of click's for a
    package that may not have its name.
    """
    started = time.perf_counter()
    # A folder without notes stays as it is, for `obverse new`.
    if not the_project.build.is_dir() and not the_project.find_sources().paths:
        from obverse.project.no_sources import no_sources

        raise no_sources(the_project)
    target = _target(the_project, options)
    package = target.whole
    was_there = os.path.exists(package)  # noqa: PTH110  # raises nothing
    with files.one_at_a_time(the_project.build):
        found = the_project.find_sources()
        answer = None if options.note else _answer(the_project, package, options, found)
        judge = _Judge(the_project, found, answer, options.is_strict, options.locked)
        if not (options.is_verbose or options.since) and answer and (same := answer.same()):
            judge.judge(same.diagnostics)
            _tell_same(the_project, package, same.notes, options)
            return
        job = Job(the_project, now(), options.deck, retire=options.retire, path=options.note)
        paths = {options.note: found.paths[options.note]} if options.note else found.paths
        made = _made(job, target, paths, judge, options)
    if not options.quiet:
        from obverse.commands.build.tell import tell

        made = _with_left_out(made, () if options.note else found.left_out)
        seconds, is_clone = time.perf_counter() - started, bool(made.old_lock) and not was_there
        tell(made, the_project, target, seconds, is_clone=is_clone, is_verbose=options.is_verbose)
    if options.opens and target.is_written(made):
        _open(the_project, target.written)


def _tell_same(the_project: Project, package: Path, notes: int, options: Options) -> None:
    if not options.quiet:
        shown = the_project.shown(package)
        say(f"nothing has changed: {report.plural(notes, 'note')} in {shown}")
    if options.opens:
        _open(the_project, package)


def _with_left_out(made: "Output", left_out: "Sequence[tuple[str, str]]") -> "Output":
    """What was made, with what was not even looked at among what is left out."""
    tally = made.tally
    return made._replace(tally=tally._replace(left_out=(*left_out, *tally.left_out)))


def _made(
    job: Job,
    target: Target,
    paths: "Mapping[str, str]",
    judge: "_Judge",
    options: Options,
) -> "Output":
    """Build and write: after an edit what it can touch, and everything where that is needed."""
    # A build makes millions of objects and almost no cycles: looking for garbage takes a third of
    # its time, and finds none.
    gc.disable()
    from obverse.commands.build.work import Work

    answer = judge.answer
    work = Work(job, target, paths, answer, job.retire, options.new_lock, options.quiet)
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


def _open(project: Project, package: Path) -> None:
    """Open a package as a double click would. Raises `ObverseError` where nothing can."""
    from obverse.machine.open_file import open_file

    if not open_file(package):
        shown = project.shown(package)
        message = f"`{shown}` is written, but nothing on this system opens it"
        raise ObverseError(
            message, "install Anki (https://apps.ankiweb.net), or File → Import there"
        )


def _target(project: Project, options: Options) -> Target:
    """What is written: the whole, the cards of one file, or what is new."""
    note, output, since = options.note, options.output, options.since
    if since is None:
        target = Target(output or (_package_of(note, project) if note else project.package))
    else:
        from obverse.commands.build.since import delta

        target = Target(project.package, delta(project, since, output, retire=options.retire))
    check_name(target.written)
    return target


def _package_of(note: str, project: Project) -> Path:
    """The package of one source, which is never that of the whole project."""
    name = note.rpartition("/")[2].rpartition(".")[0]
    package = project.build / f"{name}.apkg"
    taken = project.package.name.casefold() == package.name.casefold()
    return project.build / f"{name}-note.apkg" if taken else package


def _answer(
    project: Project, package: Path, options: Options, found: "FoundSources"
) -> "Answer | None":
    """What the last build spares this one; `None` if that part of obverse is missing."""
    try:
        from obverse.incremental import answer
    except ImportError:
        return None
    return answer(project, package, options.deck, retire=options.retire, paths=found.paths)


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
            import click

            click.echo(f"{count}: nothing was written", err=True)
            sys.exit(FINDINGS)
        return left if serious else ()

    def _sources(self) -> "Mapping[str, bytes]":
        """The sources that findings are shown in."""
        return (self.answer and self.answer.sources()) or self.project.read(self.found.paths)
