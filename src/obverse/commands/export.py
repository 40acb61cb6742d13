"""`obverse export`: write the cards of a project in another format."""

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from obverse import formats
from obverse.cards.cards import WrittenDeck
from obverse.commands import (
    FINDINGS,
    check_name,
    fails,
    folder_argument,
    now,
    open_project,
    show,
    telling_trouble,
)
from obverse.errors import ObverseError
from obverse.formats import Format
from obverse.machine import files
from obverse.project.project import Project
from obverse.project.settings import Settings
from obverse.report import plural
from obverse.values.diagnostic import Severity, did_you_mean

if TYPE_CHECKING:
    from obverse.build import Built

_Write = Callable[[BinaryIO], None]


@click.command()
@folder_argument
@click.option("--format", "name", metavar="NAME", help="The format; by default from FILE's suffix.")
@click.option(
    "-o",
    "--output",
    default="",
    metavar="FILE|-",
    help="Where to write; by default stdout, or build/NAME.apkg for a package.",
)
@click.option("--deck", metavar="NAME", help="Put all decks below this one.")
@telling_trouble
def command(folder: Path, name: str | None, output: str, deck: str | None) -> None:
    """Write the cards in another format.

    FOLDER is the project, or one of its sources. `obverse formats` lists the formats. If there is
    an error in the sources, nothing is written.

    \b
    Examples:
      obverse export --format study-sheet -o sheet.html
      obverse export --format csv | less
      obverse export --format markdown -o content/    put every source into canonical form
      obverse export --format markdown kpis.md        look at the canonical form of one
    """
    from obverse.build import build  # `--help` of all commands imports this one

    form = formats.get(_known(name, output))
    the_project, wanted = _project(folder)
    sources = the_project.read()
    chosen = {path: raw for path, raw in sources.items() if not wanted or path == wanted}
    if form.write_decks is not None:
        _write_decks(form.write_decks, form.suffixes[0], chosen, the_project, output)
        return
    with files.one_at_a_time(the_project.build) if form.is_package else nullcontext():
        lock = the_project.read_lock()
        built = build(the_project, sources, lock, now=now(), deck=deck)
        show((d for d in built.diagnostics if d.severity is not Severity.INFO), the_project.root)
        if fails(built.diagnostics):
            click.echo("nothing was written", err=True)
            sys.exit(FINDINGS)
        _write_built(form, built, chosen, the_project, output, deck=deck)


def _known(name: str | None, output: str) -> str:
    """The format to write. Raises `ObverseError` if it is unknown or cannot be written."""
    known = formats.names(writing=True)
    if name in known:
        return name
    listed = ", ".join(f"`{each}`" for each in known)
    if name is None:
        if Path(output).suffix:
            return formats.of_file(output, writing=True)
        raise ObverseError("no format given", f"add `--format` with one of {listed}")
    if name in formats.names():
        raise ObverseError(f"the format `{name}` cannot be written", f"these can: {listed}")
    hint = did_you_mean(name, known)
    also = "" if hint.startswith("known") else f" (known are {listed})"
    raise ObverseError(f"there is no format `{name}`", f"{hint}{also}")


def _project(folder: Path) -> tuple[Project, str]:
    """The project, and the key of the source if `folder` is a single source."""
    if not folder.is_file():
        return open_project(folder), ""
    for parent in folder.resolve().parents:
        found = open_project(parent)
        paths = (Path(path).resolve() for path in found.paths().values())
        if found.settings != Settings() and folder.resolve() in paths:
            return found, found.key_of(folder.resolve())
    found = open_project(folder.parent)
    return found, found.key_of(folder)


def _write_decks(
    write: Callable[[Sequence[tuple[str, WrittenDeck]], BinaryIO], None],
    suffix: str,
    sources: Mapping[str, bytes],
    the_project: Project,
    output: str,
) -> None:
    """Write all sources to one file, or each to the same path below a folder."""
    from obverse.exchange import export

    decks = export.decks(sources)
    if not (output.endswith("/") or (output and Path(output).is_dir())):
        _write(partial(write, decks), output or "-")
        return
    content = the_project.key_of(the_project.content)
    for path, deck in decks:
        target = Path(output, Path(path).relative_to(content)).with_suffix(suffix)
        _write(partial(write, [(path, deck)]), str(target))


def _write_built(
    form: Format,
    built: "Built",
    sources: Mapping[str, bytes],
    the_project: Project,
    output: str,
    *,
    deck: str | None,
) -> None:
    """Write the cards or the collection; also the lock if the format gives Anki the guids."""
    from obverse.exchange import export

    collection = export.collection(built, sources.keys())
    target = output or ("-" if form.is_text else str(the_project.package))
    if not form.is_text:
        check_name(Path(target))
    if form.write_cards is not None:
        cards = export.cards(built, sources, the_project, deck)
        _write(partial(form.write_cards, list(cards)), target)
    if form.write is None:
        return
    # The lock last: if this is killed in between, the next build does the same again.
    remembered = files.replacing_with(the_project.lock, built.lock)
    with remembered if form.is_package else nullcontext():
        _write(partial(form.write, collection, built.lock), target)
        if form.media_folder:
            _write_media(form, collection.media, target)


def _write(write: _Write, target: str) -> None:
    if target == "-":
        write(sys.stdout.buffer)
        return
    with files.replacing(Path(target)) as stream:
        write(stream)
    click.echo(f"wrote      {target}")


def _write_media(form: Format, media: Mapping[str, str], target: str) -> None:
    """Write the media next to the output; warn that they are left out of standard output."""
    if not media:
        return
    if target == "-":
        message = f"{plural(len(media), 'media file')} left out: the format is only text"
        click.echo(f"warning: {message}", err=True)
        click.echo("  help: write to a file with `-o`, and they are written next to it", err=True)
        return
    folder = Path(target).parent / form.media_folder
    for name, path in media.items():
        content = files.read(path)
        with files.replacing(folder / name) as stream:
            stream.write(content)
    click.echo(f"wrote      {folder} ({plural(len(media), 'file')})")
