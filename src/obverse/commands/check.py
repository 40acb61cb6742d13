"""`obverse check`: the findings of a build, and nothing written."""

import sys
from pathlib import Path

import click

from obverse import project, report
from obverse.commands import (
    FINDINGS,
    dry_build,
    fails,
    folder_argument,
    show,
    strict,
    telling_trouble,
)


@click.command()
@folder_argument
@click.option("--strict", "is_strict", is_flag=True, help="Warnings count as errors.")
@telling_trouble
def command(folder: Path, *, is_strict: bool) -> None:
    """Show what a build would find, and write nothing.

    Ends with status 1 when there is an error (with --strict: or a warning).

    \b
    Examples:
      obverse check
      obverse check --strict notes/
    """
    the_project = project.find(folder)
    built = dry_build(the_project)
    found = strict(built.diagnostics) if is_strict else built.diagnostics
    show(found, the_project.root)
    cards = sum(each.cards for each in built.compiled)
    checked = f"{report.plural(len(built.compiled), 'file')}, {report.plural(cards, 'card')}"
    click.echo(f"{checked}: {report.count(found) or 'nothing found'}")
    if fails(found):
        sys.exit(FINDINGS)
