"""`obverse build`: compile the sources and write the package and the lock."""

import gc
import sys
import time
from pathlib import Path

import click

from obverse import files, project, report
from obverse.build import Built, build
from obverse.commands import FINDINGS, fails, folder_argument, now, show, strict, telling_trouble
from obverse.project import Project
from obverse.summary import changes, summary


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
@click.option("--locked", is_flag=True, help="Fail when the lock would change (for CI).")
@click.option("--strict", "is_strict", is_flag=True, help="Warnings count as errors.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what is wrong.")
@telling_trouble
def command(
    folder: Path,
    output: Path | None,
    deck: str | None,
    *,
    locked: bool,
    is_strict: bool,
    quiet: bool,
) -> None:
    r"""Build an Anki package from the Markdown files of a project or folder.

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
    _check_name(package)
    # A build makes millions of objects and no cycles of them: looking for garbage is a third of
    # its time, and finds none.
    gc.disable()
    with files.one_at_a_time(the_project.build):
        built = build(the_project, now=now(), deck=deck)
        found = strict(built.diagnostics) if is_strict else built.diagnostics
        show(found, the_project.root)
        if fails(found):
            click.echo(f"{report.count(found)}: nothing was written", err=True)
            sys.exit(FINDINGS)
        if locked and built.lock != built.old_lock:
            _tell_locked(the_project, built)
            sys.exit(FINDINGS)
        _write(built, package, the_project.lock)
    if not quiet:
        _tell(built, the_project, package, time.perf_counter() - started)


def _write(built: Built, package: Path, lock: Path) -> None:
    """The package first, the lock last: killed in between, the next build does the same again."""
    from obverse.formats.apkg.write import write

    with files.replacing(package) as stream:
        write(built.collection, built.lock, stream)
    files.replace_text(lock, built.lock)


def _tell(built: Built, the_project: Project, package: Path, seconds: float) -> None:
    for line in summary(built):
        click.echo(line)
    size = package.stat().st_size
    click.echo(f"wrote      {the_project.shown(package)} ({_size(size)}) in {seconds:.2f} s")


def _tell_locked(the_project: Project, built: Built) -> None:
    lock = the_project.shown(the_project.lock)
    click.echo(f"error: `{lock}` would change ({changes(built)}): nothing was written", err=True)
    click.echo("  help: run `obverse build` and commit the lock", err=True)


def _check_name(package: Path) -> None:
    # Anki takes a package with such a name for a backup and replaces the whole collection.
    name = package.name.lower()
    if name == "collection.apkg" or name.startswith("backup-"):
        message = f"`{package.name}` is a name that makes Anki replace the whole collection"
        raise click.UsageError(message)


def _size(number: int) -> str:
    return f"{number / 1e6:.1f} MB" if number >= 1_000_000 else f"{number / 1e3:.0f} kB"  # noqa: PLR2004
