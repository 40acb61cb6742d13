"""`obverse plan`: show what the next build will do in Anki."""

import json
import sys
from pathlib import Path
from typing import Literal

import click

from obverse.arguments import TypedPath, folder_argument, form_option
from obverse.commands import (
    FINDINGS,
    colourful,
    dry_build,
    fails,
    open_project,
    seen_from_here,
    show,
    telling_trouble,
    write_out,
)
from obverse.commands.plan.changed_settings import changed_settings
from obverse.errors import ObverseError, TextError
from obverse.link import last_package
from obverse.link.lost_lock import check_lock
from obverse.link.plan import plan
from obverse.link.search import with_type_names
from obverse.machine import files
from obverse.project.project import Project
from obverse.project.vault_findings import vault_findings
from obverse.report import plan as plan_report
from obverse.values import lock as locks
from obverse.values.lock import Lock
from obverse.values.source import decode


@click.command()
@folder_argument
@click.option(
    "--since",
    type=TypedPath(),
    metavar="LOCK|PACKAGE",
    help="What the learner has, a lock or a package; by default the last build.",
)
@form_option
@telling_trouble
def command(folder: Path, since: Path | None, form: Literal["text", "json"]) -> None:
    """Show what the next build will do in Anki.

    Nothing is written, and Anki is not needed. Each note has a short id, such as ^7MOe13I. A card
    whose last line is that id is that note, whatever it says: use it to correct a wrong match.

    The plan is for a learner who imported the last build. If the learner tagged a note, or it
    became a leech, Anki skips updates of it that were built before that.

    \b
    Examples:
      obverse plan
      obverse plan --since build/old.apkg
      obverse plan --format json | jq .counts
    """
    the_project = open_project(folder)
    _warn_of_lost_lock(the_project)
    sources = the_project.find_sources()
    texts = the_project.read(sources.paths)
    built = dry_build(the_project, texts)
    show((*vault_findings(the_project, sources.faults), *built.diagnostics), the_project.root)
    if fails(built.diagnostics):
        sys.exit(FINDINGS)
    before = built.before if since is None else _lock(since)
    the_plan = with_type_names(plan(built.identity, built.deduped.merges, before), the_project)
    because = changed_settings(the_project, texts, before, the_plan)
    if form == "json":
        left = (*sources.left_out, *built.left_out)
        written = json.dumps(
            plan_report.values(the_plan, left, because), ensure_ascii=False, indent=2
        )
        write_out(f"{written}\n")
        return
    colour = colourful(sys.stdout)
    prefix = seen_from_here(the_project.root)
    for line in plan_report.plan_lines(the_plan, prefix, because, colour=colour):
        click.echo(line, color=colour)


def _warn_of_lost_lock(the_project: Project) -> None:
    """Say what a build will stop for; the plan shows what it would do with a new lock."""
    try:
        check_lock(the_project, the_project.lock_there(), the_project.package)
    except ObverseError as lost:
        click.echo(f"warning: {lost.message}", err=True)
        click.echo(f"  help: {lost.hint}", err=True)


def _lock(path: Path) -> Lock:
    """The lock that a file is, or that a package holds."""
    raw = files.read(path)
    try:
        return locks.read(last_package.lock_text(path) if raw.startswith(b"PK") else decode(raw))
    except TextError as fault:
        raise ObverseError(f"`{path}`, line {fault.line}: {fault.message}", fault.hint) from None
