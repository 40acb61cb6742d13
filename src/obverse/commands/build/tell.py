"""What a build says when it is done."""

from typing import TYPE_CHECKING

from obverse.commands import say, seen_from_here
from obverse.commands.build.target import Target
from obverse.link.search import with_type_names
from obverse.project.project import Project
from obverse.report import plan
from obverse.report.summary import summary

if TYPE_CHECKING:
    from obverse.link.output import Output


def tell(
    made: "Output",
    the_project: Project,
    target: Target,
    seconds: float,
    *,
    is_clone: bool,
    is_verbose: bool,
) -> None:
    """Say what was read, what it became, and what Anki will do."""
    prefix, planned = seen_from_here(the_project.root), with_type_names(made.plan, the_project)
    is_since = is_clone or bool(target.delta)
    for line in summary(made.tally, planned, prefix, is_clone=is_since, is_verbose=is_verbose):
        say(line)
    if target.delta:
        from obverse.commands.build.since import delta_line

        part = target.delta.part(made)
        say(delta_line(part, made.tally.notes, target.delta.since.shown))
        if part.is_empty:
            return
    size = _size(target.written.stat().st_size)
    say(f"wrote      {the_project.shown(target.written)} ({size}) in {seconds:.2f} s")


def tell_locked(the_project: Project, made: "Output") -> None:
    """Say that `--locked` forbids what this build would write."""
    import click

    lock, changes = the_project.shown(the_project.lock), plan.counts(made.plan)
    click.echo(f"error: `{lock}` would change ({changes}): nothing was written", err=True)
    click.echo("  help: run `obverse build` and commit the lock", err=True)


def _size(number: int) -> str:
    return f"{number / 1e6:.1f} MB" if number >= 1_000_000 else f"{number / 1e3:.0f} kB"  # noqa: PLR2004
