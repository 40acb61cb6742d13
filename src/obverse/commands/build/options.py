"""The options of `obverse build`."""

from pathlib import Path

import click

from obverse.arguments import OutputFile, folder_argument
from obverse.commands import open_source, telling_trouble
from obverse.commands.build import Options, build_project


@click.command()
@folder_argument
@click.option(
    "-o",
    "--output",
    type=OutputFile(),
    metavar="FILE",
    help="The package to write; by default build/NAME.apkg.",
)
@click.option("--deck", metavar="NAME", help="Put all decks below this one.")
@click.option(
    "--retire", is_flag=True, help="Ship removed notes once more, tagged obverse::retired."
)
@click.option(
    "--since",
    metavar="PACKAGE|REF",
    help="Write only what is new since a package, or a commit of git.",
)
@click.option("--locked", is_flag=True, help="Fail if the lock would change (for CI).")
@click.option("--new-lock", is_flag=True, help="Go on although the lock is lost or cut.")
@click.option("--watch", is_flag=True, help="Build again after each change, until Ctrl-C.")
@click.option("--strict", "is_strict", is_flag=True, help="Count warnings as errors.")
@click.option("--open", "opens", is_flag=True, help="Open the package with Anki.")
@click.option("-q", "--quiet", is_flag=True, help="Print only what is wrong.")
@click.option("-v", "--verbose", "is_verbose", is_flag=True, help="Name each file left out.")
@telling_trouble
def command(
    folder: Path,
    output: Path | None,
    deck: str | None,
    since: str | None,
    *,
    retire: bool,
    locked: bool,
    new_lock: bool,
    watch: bool,
    is_strict: bool,
    opens: bool,
    quiet: bool,
    is_verbose: bool,
) -> None:
    """Build an Anki package from Markdown files.

    FOLDER may also be one Markdown file of a project: build/NOTE.apkg then has only its cards.
    If there is an error, nothing is written: the package and the lock stay as they were.

    \b
    Examples:
      obverse build
      obverse build notes/ -o notes.apkg --deck "My notes"
      obverse build notes/anatomy.md
      obverse build --since build/deck.apkg
      obverse build --locked --strict
      obverse build --watch
    """
    if watch:
        _check_watch(folder, retire=retire, locked=locked, new_lock=new_lock)
        from obverse.commands.build import watch as watching

        watching.watch(watching.Watched(folder, output, deck, is_strict, quiet))
        return
    if folder.is_file() and retire:
        raise click.UsageError("`--retire` is for a whole project, not for one file")
    if folder.is_file() and since is not None:
        raise click.UsageError("`--since` is for a whole project, not for one file")
    project, note = open_source(folder)
    build_project(
        project,
        Options(
            note=note,
            output=output,
            deck=deck,
            since=since,
            retire=retire,
            locked=locked,
            new_lock=new_lock,
            is_strict=is_strict,
            opens=opens,
            quiet=quiet,
            is_verbose=is_verbose,
        ),
    )


def _check_watch(folder: Path, **others: bool) -> None:
    """Refuse what is for one build."""
    if folder.is_file():
        raise click.UsageError("`--watch` is for a whole project, not for one file")
    for name, is_given in others.items():
        if is_given:
            raise click.UsageError(f"`--watch` and `--{name.replace('_', '-')}` exclude each other")
