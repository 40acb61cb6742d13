"""`obverse export`: write the cards of a project in another format."""

import gc
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from obverse import formats
from obverse.arguments import check_file, folder_argument
from obverse.commands import (
    FINDINGS,
    check_name,
    check_suffix,
    fails,
    now,
    open_source,
    show,
    telling_trouble,
)
from obverse.errors import ObverseError
from obverse.formats import (
    CardWriter,
    CollectionWriter,
    DeckWriter,
    NotesWriter,
    PackageWriter,
    Writer,
)
from obverse.link.lost_lock import check_lock
from obverse.machine import files
from obverse.machine.batch import batch
from obverse.machine.cache import Cache
from obverse.machine.paths import composed
from obverse.project.find_sources import is_source
from obverse.project.job import Job
from obverse.project.project import Project
from obverse.report import plural
from obverse.values.compiled import Compiled
from obverse.values.diagnostic import Severity, did_you_mean

if TYPE_CHECKING:
    from obverse.build import Built
    from obverse.cards.cards import WrittenCard

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
@click.option(
    "--media", metavar="FOLDER", help="Copy the media of a table or of JSON into this folder."
)
@telling_trouble
def command(
    folder: Path, name: str | None, output: str, deck: str | None, media: str | None
) -> None:
    """Write the cards in another format.

    FOLDER is the project, or one of its sources. `obverse formats` lists the formats. If there is
    an error in the sources, nothing is written.

    \b
    Examples:
      obverse export --format study-sheet -o sheet.html
      obverse export --format csv | less
      obverse export -o cards.csv --media media/
      obverse export --format markdown -o content/    put every source into canonical form
      obverse export --format markdown kpis.md        look at the canonical form of one
    """
    from obverse.exchange import export  # `--help` of all commands imports this one
    from obverse.exchange.written_cards import written_cards
    from obverse.link.custom_note_types import custom_note_types

    gc.disable()  # as in a build
    output = os.path.expanduser(output)  # noqa: PTH111  # a `/` at its end stays
    suffixes, writer = _writer(name, output)
    if output and output != "-" and not isinstance(writer, DeckWriter):
        check_file(output)
    if output != "-" and not _is_folder(output):
        check_suffix(Path(output), suffixes)
    if media is not None and not (media and isinstance(writer, CardWriter)):
        raise click.UsageError("`--media` is a folder for a format of cards: `csv` or `json`")
    from obverse.compile.leave_out import without_left_out

    the_project, wanted = open_source(folder)
    sources = the_project.read()
    chosen = {
        path: raw
        for path, raw in without_left_out(sources, the_project.rendering).items()
        if not wanted or path == wanted
    }
    if isinstance(writer, DeckWriter):
        _write_decks(writer, suffixes[0], chosen, the_project, output)
        return
    job = Job(the_project, now(), deck)
    if isinstance(writer, CardWriter):
        types, _ = custom_note_types(the_project)
        with written_cards(
            chosen, types, the_project.rendering.cards, the_project.settings.breaks
        ) as written:
            built = _built(job, sources, the_project.lock_there())
            cards = list(export.cards(built, chosen, job, written()))
        _write_cards(writer, cards, built, output, media)
        return
    is_for_anki = isinstance(writer, NotesWriter | PackageWriter)
    with files.one_at_a_time(the_project.build) if is_for_anki else nullcontext():
        lock = the_project.lock_there()
        if is_for_anki:
            check_lock(the_project, lock, Path(output) if output else the_project.package)
        _write_built(writer, _built(job, sources, lock), chosen, job, output)


def _built(job: Job, sources: Mapping[str, bytes], lock: bytes | None) -> "Built":
    """The project as it is built in memory; ends here if it has errors."""
    from obverse.build import build

    cache = Cache(job.project.cache, Compiled, only_read=True)
    built = build(job, sources, lock or b"", cache=cache)
    show((d for d in built.diagnostics if d.severity is not Severity.INFO), job.project.root)
    if fails(built.diagnostics):
        click.echo("nothing was written", err=True)
        sys.exit(FINDINGS)
    return built


def _writer(name: str | None, output: str) -> tuple[tuple[str, ...], Writer]:
    """The suffixes of the format that is asked for, and what writes it."""
    known = formats.writers()
    listed = ", ".join(f"`{each}`" for each in known)
    if name is None:
        if not Path(output).suffix:
            raise ObverseError("no format given", f"add `--format` with one of {listed}")
        name = formats.to_write(output)
    if name in known:
        return formats.get(name).written, known[name]
    if name in formats.names():
        raise ObverseError(f"the format `{name}` cannot be written", f"these can: {listed}")
    hint = did_you_mean(name, known)
    also = "" if hint.startswith("known") else f" (known are {listed})"
    raise ObverseError(f"there is no format `{name}`", f"{hint}{also}")


def _write_decks(
    writer: DeckWriter,
    suffix: str,
    sources: Mapping[str, bytes],
    the_project: Project,
    output: str,
) -> None:
    """Write all sources to one file, or each to the same path below a folder."""
    from obverse.exchange import export

    decks = export.decks(sources, the_project.rendering.cards, breaks=the_project.settings.breaks)
    if not _is_folder(output):
        _write(partial(writer.write, decks), output or "-")
        return
    paths = the_project.paths()  # as the file system spells them: over them it may be written
    for path, deck in decks:
        below = Path(paths[path]).relative_to(the_project.base)
        # What is outside of the project is not written over by what is exported.
        target = Path(output, *(name for name in below.parts if name != ".."))
        if not is_source(suffix) or not is_source(target.name):
            target = target.with_suffix(suffix)
        if deck.which and target.exists() and target.samefile(paths[path]):
            message = f"`{target}` is a note: its prose would be lost"
            raise ObverseError(message, "write the cards to another folder: `-o FOLDER/`")
        _write(partial(writer.write, [(path, deck)]), str(target))


def _is_folder(output: str) -> bool:
    return output.endswith("/") or (bool(output) and Path(output).is_dir())


def _write_built(
    writer: CollectionWriter | NotesWriter | PackageWriter,
    built: "Built",
    sources: Mapping[str, bytes],
    job: Job,
    output: str,
) -> None:
    """Write the collection; also the lock if the format gives Anki the guids."""
    from obverse.exchange import export

    collection = export.collection(built, sources.keys())
    if drafts := sum(len(each.drafts) for each in built.compiled if each.path in sources):
        click.echo(f"left out   {plural(drafts, 'draft')}", err=True)
    if isinstance(writer, CollectionWriter):
        _write(partial(writer.write, collection), output or "-")
        return
    # The lock last: if this is killed in between, the next build does the same again.
    with files.replacing_with(job.project.lock_now, built.lock):
        if isinstance(writer, PackageWriter):
            target = output or str(job.project.package)
            check_name(Path(target))
            _write(partial(writer.write, collection, built.lock), target)
        else:
            _write(partial(writer.write, collection), output or "-")
            _write_media(writer.media_folder, collection.media, output or "-")


def _write_cards(
    writer: CardWriter,
    cards: "list[WrittenCard]",
    built: "Built",
    output: str,
    media: str | None,
) -> None:
    """Write the cards, and the files that they show into the folder for media if there is one."""
    if media is None:
        _write(partial(writer.write, cards), output or "-")
        return
    from obverse.exchange.media_along import media_along

    folder = Path(media).expanduser()
    beside = Path() if output in ("", "-") else Path(output).parent
    shown = composed(Path(os.path.relpath(folder, beside)).as_posix())
    cards, shown_files = media_along(cards, built.media.uses, "" if shown == "." else shown)
    with batch() as put:
        for file, path in shown_files.items():
            put(folder / file, files.read(path))
    _write(partial(writer.write, cards), output or "-")
    click.echo(f"wrote      {folder} ({plural(len(shown_files), 'file')})", err=True)


def _write(write: _Write, target: str) -> None:
    if target == "-":
        if sys.stdout is None:
            raise ObverseError("the standard output is closed", "name a file: `-o FILE`")
        write(sys.stdout.buffer)
        return
    with files.replacing(Path(target)) as stream:
        write(stream)
    click.echo(f"wrote      {target}")


def _write_media(name: str, media: Mapping[str, str], target: str) -> None:
    """Write the media next to the output; warn that they are left out of standard output."""
    if not media:
        return
    if target == "-":
        message = f"{plural(len(media), 'media file')} left out: the format is only text"
        click.echo(f"warning: {message}", err=True)
        click.echo("  help: write to a file with `-o`, and they are written next to it", err=True)
        return
    folder = Path(target).parent / name
    with batch() as put:
        for file, path in media.items():
            put(folder / file, files.read(path))
    click.echo(f"wrote      {folder} ({plural(len(media), 'file')})")
