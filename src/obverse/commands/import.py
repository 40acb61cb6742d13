"""`obverse import`: turn cards of another format into Markdown sources."""

import gc
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from obverse.arguments import folder_argument
from obverse.commands import FINDINGS, fails, now, open_project, show, telling_trouble, write_out
from obverse.errors import ObverseError
from obverse.machine import files
from obverse.project.project import Project
from obverse.report import plural
from obverse.values.diagnostic import Severity

if TYPE_CHECKING:
    from obverse.build import Built
    from obverse.cards.cards import WrittenCard
    from obverse.exchange.bring_in import Brought
    from obverse.exchange.follow.ground import Choices
    from obverse.formats import Contents
    from obverse.machine.cache import Cache
    from obverse.values.compiled import Compiled
    from obverse.values.diagnostic import Diagnostic

_NAMED = 5  # files named in a message
_LISTED = 12  # files listed in the summary


@click.command()
@click.argument("file", metavar="FILE|-")
@folder_argument
@click.option("--format", "name", metavar="NAME", help="The format; by default recognised.")
@click.option(
    "--set", "options", multiple=True, metavar="NAME=VALUE", help="An option of the format."
)
@click.option(
    "--to",
    type=click.Choice(["markdown", "json"]),
    default="markdown",
    help="Write Markdown files, or JSON to stdout.",
)
@click.option("--review", "asks", is_flag=True, help="Ask about each doubtful card.")
@click.option(
    "--fresh", "is_fresh", is_flag=True, help="Make new cards of built-in kinds, without history."
)
@click.option("-v", "--verbose", is_flag=True, help="List all notes that a finding is about.")
@click.option("--force", is_flag=True, help="Overwrite existing files.")
@click.option(
    "--take",
    type=click.Choice(["mine", "theirs"]),
    help="Settle what you and the deck both changed.",
)
@click.option(
    "--removed",
    type=click.Choice(["keep", "draft", "delete"]),
    default="keep",
    help="What to do with notes that the deck no longer has.",
)
@click.option(
    "--note-types",
    "learners",
    metavar="FILE",
    help="A learner's package or collection, for the ids of note types.",
)
@telling_trouble
def command(
    file: str,
    folder: Path,
    name: str | None,
    options: tuple[str, ...],
    to: str,
    *,
    asks: bool,
    is_fresh: bool,
    verbose: bool,
    force: bool,
    take: str | None,
    removed: str,
    learners: str | None,
) -> None:
    """Turn cards from Anki, a table or a web page into Markdown.

    FOLDER is the project or any folder; by default the current one. A deck from Anki keeps its note
    types, and its notes keep their reviews. No file is overwritten without --force.

    If the deck was imported before, only what changed in it is changed here: your edits stay, and
    what you and the deck both changed is shown.

    \b
    Examples:
      obverse import deck.apkg
      obverse import --format pasted --review page.txt notes/
      obverse import --format pasted - --to json < page.txt
    """
    from obverse.cards.to_json import to_json
    from obverse.exchange.as_new import as_new
    from obverse.exchange.follow.ground import Choices
    from obverse.exchange.learners_types import learners_rows, with_learners_types
    from obverse.exchange.read_input import read_input

    gc.disable()  # what is made stays; as in a build
    trust = folder.is_dir() and open_project(folder).settings.html == "trust"
    reading = read_input(file, name, options, trust=trust)
    if learners:
        reading = with_learners_types(reading, learners_rows(files.read(learners)))
    _show_findings(reading, verbose=verbose)
    if fails(reading.diagnostics):
        sys.exit(FINDINGS)
    if asks:
        reading = reading._replace(cards=_reviewed(reading, file))
    if is_fresh:
        reading = as_new(reading)
    if to == "json":
        write_out(to_json(reading.cards))
        return
    if not reading.cards:
        raise ObverseError("there are no cards to import", "look at what the file contains")
    _write(reading, folder, Choices(take or "", removed, again=force))


def _write(reading: "Contents", folder: Path, choices: "Choices") -> None:
    """Write the cards into the project, or what a newer version of its deck changes."""
    from obverse.exchange.bring_in import bring_in
    from obverse.exchange.draft_errors import draft_errors
    from obverse.exchange.follow.follow import is_followed
    from obverse.link.lost_lock import check_lock

    files.make_folder(folder)
    the_project = open_project(folder)
    with files.one_at_a_time(the_project.build):
        check_lock(the_project, the_project.lock_there(), the_project.package)
        if is_followed(reading, the_project):
            left = _follow(reading, the_project, choices)
        else:
            brought = bring_in(reading, the_project, again=choices.again)
            _check_free(brought, the_project, force=choices.again)
            left = draft_errors(brought, partial(_built, the_project, brought.ground.cache))
            _tell(reading, brought, the_project)
    if left:
        show(left, the_project.root)
        click.echo("a build would stop at these errors; everything is imported", err=True)
        sys.exit(FINDINGS)


def _follow(
    reading: "Contents", the_project: Project, choices: "Choices"
) -> "tuple[Diagnostic, ...]":
    """Import the next version of a deck; the errors that would stop a build."""
    from obverse.exchange.draft_errors import draft_errors
    from obverse.exchange.follow.follow import Following
    from obverse.exchange.follow.followed import Followed
    from obverse.exchange.follow.ground import ground
    from obverse.project.job import Job
    from obverse.report.following import outcome_lines

    built, sources = _built(the_project), the_project.read()
    if built.failed:
        errors = [each for each in built.diagnostics if each.severity is Severity.ERROR]
        show(errors, the_project.root)
        raise ObverseError(
            "the project has errors, and nothing was imported", "fix them, and import again"
        )
    job = Job(the_project, now())
    followed = Followed(Following(ground(reading, job, built, sources, choices)))
    left = draft_errors(followed, partial(_built, the_project))
    click.echo(f"read       {plural(len(reading.cards), 'card')}")
    paths = [the_project.shown(each) for each in followed.written]
    for line in outcome_lines(followed.following.outcome, paths):
        click.echo(line)
    return left


def _show_findings(reading: "Contents", *, verbose: bool) -> None:
    """A line for each kind of finding, and with `verbose` one for each note below it."""
    for each in reading.diagnostics:
        show([each], Path())
        for line in reading.notes.get(each, ()) if verbose else ():
            click.echo(f"    {line}", err=True)
    if not verbose and any(len(lines) > 1 for lines in reading.notes.values()):
        click.echo("add `-v` to list all notes of these findings", err=True)


def _reviewed(reading: "Contents", file: str) -> "tuple[WrittenCard, ...]":
    from obverse.exchange.decide import CHOICES, decide

    if file == "-":
        raise ObverseError("`--review` reads your answers from standard input", "name a file")
    ask = partial(click.prompt, type=click.Choice(CHOICES), default="skip", err=True)
    return decide(reading.cards, lambda shown: str(ask(f"\n{shown}\n")))


def _built(the_project: Project, cache: "Cache[Compiled] | None" = None) -> "Built":
    """The project built in memory; only its cache is written, for the next build."""
    from obverse.build import build
    from obverse.machine.cache import Cache
    from obverse.project.job import Job
    from obverse.values.compiled import Compiled

    job, cache = Job(the_project, now()), cache or Cache(the_project.cache, Compiled)
    return build(job, the_project.read(), the_project.read_lock(), cache=cache)


def _check_free(brought: "Brought", the_project: Project, *, force: bool) -> None:
    """Check that no file is overwritten unless that is asked for."""
    there = [the_project.shown(path) for path in brought.in_the_way()]
    if there and not force:
        listed = ", ".join(f"`{each}`" for each in there[:_NAMED])
        more = f" and {len(there) - _NAMED:,} more" if len(there) > _NAMED else ""
        raise ObverseError(
            f"{listed}{more} would be overwritten", "add `--force`, or import into another folder"
        )


def _tell(reading: "Contents", brought: "Brought", the_project: Project) -> None:
    from obverse.exchange.adopt import sure_and_doubtful

    sure, doubtful = sure_and_doubtful(reading.cards)
    told = plural(len(reading.cards), "card")
    if doubtful:
        told += f": {sure:,} sure, {doubtful:,} doubtful (marked `#card/draft`)"
    click.echo(f"read       {told}")
    if brought.known:
        click.echo(f"known      {plural(brought.known, 'card')} already in the lock, left out")
    if brought.drafts:
        click.echo(f"drafts     {plural(brought.drafts, 'card')} that would stop a build")
    for title, paths in (("wrote", brought.texts), ("media", brought.media)):
        shown = [the_project.shown(path) for path in paths]
        for name in (
            shown if len(shown) <= _LISTED else [*shown[:3], f"and {len(shown) - 3:,} more"]
        ):
            click.echo(f"{title:<10} {name}")
    if adopted := len(brought.claimed.known):
        click.echo(f"adopted    {plural(adopted, 'note')}: the lock has their guids")
    if brought.kept:
        notes = plural(brought.kept, "note")
        click.echo(f"as it was  {notes}: until you edit the card, Anki's HTML stays")
