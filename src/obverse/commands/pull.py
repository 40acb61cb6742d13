"""`obverse pull`: bring edits that were made in Anki back into the Markdown."""

import json
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from obverse.commands import (
    FINDINGS,
    TypedPath,
    folder_argument,
    now,
    open_project,
    show,
    telling_trouble,
    write_out,
)
from obverse.errors import ObverseError
from obverse.machine import files
from obverse.project.project import Project

if TYPE_CHECKING:
    from obverse.build import Built
    from obverse.exchange.pull.bring import Pulled


@click.command()
@folder_argument
@click.option(
    "--collection",
    type=TypedPath(),
    required=True,
    metavar="FILE",
    help="Anki's collection.anki2, or a .colpkg or .apkg that Anki exported.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be done, and write nothing.")
@click.option("--tags", is_flag=True, help="Take over tags that were changed in Anki.")
@click.option("--removed", is_flag=True, help="Make drafts of notes that were deleted in Anki.")
@click.option(
    "--conflicts",
    is_flag=True,
    help="Write both texts of a conflict into the source, between the markers of git.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Text for people, JSON for programs.",
)
@telling_trouble
def command(
    folder: Path,
    collection: Path,
    *,
    dry_run: bool,
    tags: bool,
    removed: bool,
    conflicts: bool,
    form: Literal["text", "json"],
) -> None:
    """Bring edits that were made in Anki back into the Markdown.

    The collection is copied first, so Anki may be open. An edit becomes the smallest change of the
    Markdown that renders to it, or is refused with both texts. What you and Anki both changed is a
    conflict: nothing of that note is written. A note that was made in Anki in a deck of the project
    becomes a card at the end of its file. Reviews, flags, suspended cards and decks of single cards
    are never written into the Markdown.

    \b
    Examples:
      obverse pull --collection ~/.local/share/Anki2/User/collection.anki2 --dry-run
      obverse pull --collection export.colpkg --tags
    """
    the_project = open_project(folder)
    with files.one_at_a_time(the_project.build):
        wishes = {"tags": tags, "removed": removed, "conflicts": conflicts}
        done, written = _pulled(the_project, collection, wishes, dry_run=dry_run)
    from obverse.exchange.pull.pulled import pulled_values
    from obverse.report.pulled_notes import pulled_lines

    if form == "json":
        told = {**pulled_values(done), "written": [*map(the_project.shown, written)]}
        write_out(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    else:
        for line in pulled_lines(done):
            click.echo(line)
        for path in written:
            click.echo(f"wrote      {the_project.shown(path)}")
    if done.conflicts or done.refused or done.marked:
        sys.exit(FINDINGS)


def _pulled(
    the_project: Project, collection: Path, wishes: Mapping[str, bool], *, dry_run: bool
) -> "tuple[Pulled, list[Path]]":
    """What a pull does, and what it wrote."""
    from obverse.exchange.pull.bring import Wishes
    from obverse.exchange.pull.compared import compared
    from obverse.exchange.pull.pull import Pulling
    from obverse.exchange.pull.pulled import is_changed, pulled, seen_after, write
    from obverse.exchange.pull.seen import remember_seen, seen_notes
    from obverse.exchange.pull.taken import take_collection
    from obverse.link.lost_lock import check_lock
    from obverse.project.job import Job

    check_lock(the_project, the_project.lock_there(), the_project.package)
    if not (lock := the_project.read_lock()):
        raise ObverseError("there is no lock yet: Anki has nothing of this project", "build it")
    taken = take_collection(collection)
    sources = the_project.read()
    built = _built(the_project, sources, lock)
    if built.failed:
        show(built.diagnostics, the_project.root)
        raise ObverseError("the project has errors, and nothing was pulled", "fix them first")
    pulling = Pulling(Job(the_project, now(), draws=False), built, sources)
    written: list[Path] = []
    try:
        found = compared(built, taken, the_project, seen_notes(the_project, collection))
        done = pulled(pulling, found, partial(_built, the_project), Wishes(**wishes))
        if not dry_run:
            written = write(pulling) if is_changed(pulling) else []
            remember_seen(the_project, collection, seen_after(pulling, found, done))
    finally:
        if not written:
            pulling.files.take_back()
    return done, written


def _built(the_project: Project, sources: Mapping[str, bytes], lock: bytes) -> "Built":
    """The result of a build that writes nothing, not even its cache."""
    from obverse.build import build
    from obverse.machine.cache import Cache
    from obverse.project.job import Job
    from obverse.values.compiled import Compiled

    cache = Cache(the_project.cache, Compiled, only_read=True)
    return build(Job(the_project, now(), draws=False), sources, lock, cache=cache)
