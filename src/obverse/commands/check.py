"""`obverse check`: all that is wrong or could be better, and nothing written."""

import gc
import sys
from pathlib import Path

import click

from obverse import project, report
from obverse.commands import (
    FINDINGS,
    colourful,
    fails,
    folder_argument,
    now,
    telling_trouble,
    wanted,
)


@click.command()
@folder_argument
@click.option("--select", metavar="RULES", help="Only these rules, with commas between.")
@click.option("--ignore", metavar="RULES", help="All but these rules.")
@click.option("--strict", "is_strict", is_flag=True, help="Warnings count as errors.")
@click.option(
    "--format",
    "form",
    type=click.Choice(report.forms()),
    default="text",
    help="How findings are shown.",
)
@telling_trouble
def command(
    folder: Path, select: str | None, ignore: str | None, form: str, *, is_strict: bool
) -> None:
    r"""Show what a build would find, and what a good editor would say; write nothing.

    Ends with status 1 when there is an error (with --strict: or a warning). `obverse explain RULE`
    says more about a finding.

    \b
    Examples:
      obverse check
      obverse check --strict notes/
      obverse check --ignore long-list,missing-alt
      obverse check --format sarif > findings.sarif
    """
    from obverse.build import build
    from obverse.cache import Cache
    from obverse.render import Compiled
    from obverse.review import review

    # As in a build: millions of objects, hardly a cycle of them.
    gc.disable()
    the_project = project.find(folder)
    chosen = wanted(the_project, select, ignore, is_strict=is_strict)
    cache = Cache(the_project.cache, Compiled, only_read=True)
    sources, lock = the_project.read(), the_project.read_lock()
    built = build(the_project, sources, lock, now=now(), cache=cache)
    found = review(the_project, built, sources, chosen)
    lines, prefix = report.lines_below(the_project.root), report.prefix(the_project.root)
    told = report.Report(found, lines, prefix, colour=colourful(sys.stdout))
    click.echo(report.get(form)(told), nl=False, color=True)
    if form == "text":
        cards = sum(each.cards for each in built.compiled)
        checked = f"{report.plural(len(built.compiled), 'file')}, {report.plural(cards, 'card')}"
        click.echo(f"{checked}: {report.count(found) or 'nothing found'}")
    if fails(found):
        sys.exit(FINDINGS)
