"""`obverse check`: find everything that is wrong or could be better, and write nothing."""

import gc
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from obverse import report
from obverse.arguments import folder_argument
from obverse.commands import (
    FINDINGS,
    dry_build,
    fails,
    open_source,
    seen_from_here,
    show,
    telling_trouble,
    wanted,
    write_out,
)
from obverse.project.project import Project
from obverse.project.vault_findings import vault_findings
from obverse.report import forms

if TYPE_CHECKING:  # `--help` of all commands imports this one
    from obverse.check.review import Wanted
    from obverse.values.compiled import Compiled
    from obverse.values.diagnostic import Diagnostic


@click.command()
@folder_argument
@click.option("--select", metavar="RULES", help="Run only these rules, separated by commas.")
@click.option("--ignore", metavar="RULES", help="Run all rules except these.")
@click.option("--strict", "is_strict", is_flag=True, help="Count warnings as errors.")
@click.option(
    "--format",
    "form",
    type=click.Choice(forms.names()),
    default="text",
    help="How to print the findings.",
)
@click.option("-v", "--verbose", "every", is_flag=True, help="Show each finding of a rule.")
@click.option("--fix", "fixing", is_flag=True, help="Fix what is safe to fix in the files.")
@click.option("--diff", is_flag=True, help="Show what --fix would change; write nothing.")
@click.option("--allow-dirty", is_flag=True, help="Let --fix change files that are not committed.")
@telling_trouble
def command(  # its options
    folder: Path,
    select: str | None,
    ignore: str | None,
    form: str,
    *,
    is_strict: bool,
    every: bool,
    fixing: bool,
    diff: bool,
    allow_dirty: bool,
) -> None:
    """Find mistakes and weak cards; write nothing.

    FOLDER is the project, or one of its sources: then only its findings are shown. The exit status
    is 1 if there is an error (with --strict also for a warning). `obverse explain RULE` says more
    about a finding. Of a rule with many findings ten are shown and the others counted, unless you
    add -v. --fix first fixes the form of lists, headings and tags, and characters that an editor
    broke. A file with uncommitted changes is left alone.

    \b
    Examples:
      obverse check
      obverse check --strict notes/
      obverse check content/kpis.md
      obverse check --diff
      obverse check --fix
      obverse check --ignore long-list,missing-alt
      obverse check --format sarif > findings.sarif
    """
    from obverse.check.ahead import begun_ahead
    from obverse.check.review import review

    # As in a build: millions of objects, almost no cycles.
    gc.disable()
    the_project, one = open_source(folder)
    chosen = wanted(the_project, select, ignore, is_strict=is_strict)
    if diff:
        _show_diff(the_project, one)
        return
    refused = fixing and _fix(the_project, one, allow_dirty=allow_dirty)
    of_project = the_project.find_sources()
    sources = the_project.read(of_project.paths)
    with begun_ahead(sources, chosen) as begun:
        built = dry_build(the_project, sources, begun.begin)
        found = review(the_project, built, sources, chosen, begun.running)
    found = _with(found, vault_findings(the_project, of_project.faults), sources, chosen)
    left, compiled = (*of_project.left_out, *built.left_out), built.compiled
    if one:
        found = tuple(each for each in found if each.place.path == one)
        left = tuple(each for each in left if each[0] == one)
        compiled = tuple(each for each in compiled if each.path == one)
    if form == "text":
        show(found, the_project.root, err=False, every=every)
        click.echo(_told(compiled, found))
    else:
        write_out(_as(form, found, left, the_project))
    if fails(found) or refused:
        sys.exit(FINDINGS)


def _with(
    found: Sequence["Diagnostic"],
    faults: Sequence["Diagnostic"],
    sources: Mapping[str, bytes],
    chosen: "Wanted",
) -> tuple["Diagnostic", ...]:
    """What was found, with those of the faults that are wanted."""
    if not faults:
        return (*found,)
    from obverse.check.review import pick
    from obverse.values.diagnostic import in_order

    return in_order((*found, *pick(faults, sources, chosen)))


def _as(
    form: str,
    found: Sequence["Diagnostic"],
    left: Iterable[tuple[str, str]],
    the_project: Project,
) -> str:
    """What was found and what was left out, in a form for programs."""
    lines, prefix = forms.lines_below(the_project.root), seen_from_here(the_project.root)
    return forms.get(form)(forms.Report((*found,), lines, prefix, left_out=(*left,)))


def _told(compiled: Sequence["Compiled"], found: Sequence["Diagnostic"]) -> str:
    """The last line: what was read, and how much was found."""
    read = report.plural(sum(not each.left_out for each in compiled), "file")
    cards = report.plural(sum(each.cards for each in compiled), "card")
    return f"{read}, {cards}: {report.count(found) or 'nothing found'}"


def _show_diff(the_project: Project, one: str) -> None:
    """Print what `--fix` would change; exit with 1 if that is anything."""
    from difflib import unified_diff

    changed = _mended(the_project, one)
    for path, (before, after) in changed.items():
        name = the_project.shown(the_project.root / path)
        old, new = (
            before.decode().splitlines(keepends=True),
            after.decode().splitlines(keepends=True),
        )
        write_out("".join(unified_diff(old, new, f"a/{name}", f"b/{name}")))
    if changed:
        sys.exit(FINDINGS)


def _fix(the_project: Project, one: str, *, allow_dirty: bool) -> bool:
    """Fix the sources; whether some were left alone, because they are not committed."""
    from obverse.machine import git
    from obverse.machine.batch import batch

    paths = the_project.paths()
    changed = {Path(paths[key]): after for key, (_, after) in _mended(the_project, one).items()}
    unsaved = () if allow_dirty else git.unsaved(changed)
    with batch() as put:
        for path, after in changed.items():
            if path not in unsaved:
                put(path, after)
    for path in changed:
        if path in unsaved:
            click.echo(f"not fixed: `{the_project.shown(path)}` is not committed", err=True)
        else:
            click.echo(f"fixed: {the_project.shown(path)}", err=True)
    if unsaved:
        click.echo("  help: commit it first, or add `--allow-dirty`", err=True)
    return bool(unsaved)


def _mended(the_project: Project, one: str) -> dict[str, tuple[bytes, bytes]]:
    """(before, after) by path, of the sources that the fixes change: of all, or of `one`."""
    from obverse.check.fix import fix
    from obverse.compile.leave_out import without_left_out

    settings = the_project.rendering
    sources = without_left_out(the_project.read(), settings)
    mended = {
        path: (raw, fix(path, raw, settings.cards))
        for path, raw in sources.items()
        if not one or path == one
    }
    return {path: pair for path, pair in mended.items() if pair[0] != pair[1]}
