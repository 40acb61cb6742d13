"""`obverse pull`: bring edits that were made in Anki back into the Markdown."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import click

from obverse.arguments import TypedPath, folder_argument, form_option
from obverse.commands import (
    FINDINGS,
    dry_build,
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
    from obverse.exchange.pull.taken import Taken
    from obverse.exchange.running.last_known import Memory
    from obverse.values.lock import Lock


@click.command()
@folder_argument
@click.option(
    "--collection",
    type=TypedPath(),
    metavar="FILE",
    help="Anki's collection.anki2, or a .colpkg or .apkg that Anki exported; else the open Anki.",
)
@click.option("--anki", "url", metavar="URL", help="Where AnkiConnect listens.")
@click.option("--profile", metavar="NAME", help="Go on only if Anki has this profile open.")
@click.option("--sync", "syncs", is_flag=True, help="Have the open Anki sync before.")
@click.option("--dry-run", is_flag=True, help="Show what would be done, and write nothing.")
@click.option("--tags", is_flag=True, help="Take over tags that were changed in Anki.")
@click.option("--removed", is_flag=True, help="Make drafts of notes that were deleted in Anki.")
@click.option(
    "--conflicts",
    is_flag=True,
    help="Write both texts of a conflict into the source, between the markers of git.",
)
@form_option
@telling_trouble
def command(
    folder: Path,
    collection: Path | None,
    url: str | None,
    profile: str | None,
    *,
    syncs: bool,
    dry_run: bool,
    tags: bool,
    removed: bool,
    conflicts: bool,
    form: Literal["text", "json"],
) -> None:
    """Bring edits that were made in Anki back into the Markdown.

    The collection is copied first, so Anki may be open. Without FILE it is that of the open Anki,
    which has to have the add-on AnkiConnect. An edit becomes the smallest change of the
    Markdown that renders to it, or is refused with both texts. What you and Anki both changed is a
    conflict: nothing of that note is written. A note that was made in Anki in a deck of the project
    becomes a card at the end of its file. Reviews, flags, suspended cards and decks of single cards
    are never written into the Markdown.

    \b
    Examples:
      obverse pull --dry-run
      obverse pull --collection ~/.local/share/Anki2/User/collection.anki2 --dry-run
      obverse pull --collection export.colpkg --tags
    """
    the_project = open_project(folder)
    with files.one_at_a_time(the_project.build):
        wishes = {"tags": tags, "removed": removed, "conflicts": conflicts}
        found = _collection(the_project, collection, (url, profile), syncs=syncs and not dry_run)
        done, written = _pulled(the_project, found, wishes, dry_run=dry_run)
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


class _Collection(NamedTuple):
    """A collection: what tells it apart, what it holds, and what is known of it if Anki is open."""

    path: Path
    taken: "Taken"
    memory: "Memory | None" = None
    look: str = ""


def _collection(
    the_project: Project, path: Path | None, wanted: tuple[str | None, str | None], *, syncs: bool
) -> _Collection:
    """The collection in a file, or that of the open Anki."""
    if path is not None:
        from obverse.exchange.pull.taken import take_collection

        return _Collection(path, take_collection(path))
    from obverse.anki_connect.address import anki_address
    from obverse.anki_connect.client import NoAnkiError
    from obverse.anki_connect.open_anki import open_anki
    from obverse.exchange.pull.from_running import look_of, open_collection, take_open
    from obverse.exchange.running.last_known import memory_of

    try:
        anki = open_anki(anki_address(*wanted))
    except NoAnkiError as fault:
        hint = f"{fault.hint}; or name a copy: `obverse pull --collection FILE`"
        raise ObverseError(fault.message, hint) from None
    if syncs:
        anki.sync()
    lock = _lock(the_project)
    taken = take_open(anki, {each.deck for each in lock.notes.values()})
    look = look_of(taken, lock.notes)
    return _Collection(open_collection(anki), taken, memory_of(the_project, anki), look)


def _lock(the_project: Project) -> "Lock":
    from obverse.errors import TextError
    from obverse.values import lock as locks
    from obverse.values.source import decode

    try:
        return locks.read(decode(the_project.read_lock()))
    except TextError:  # a build says what is wrong with it
        return locks.Lock()


def _pulled(
    the_project: Project, collection: _Collection, wishes: Mapping[str, bool], *, dry_run: bool
) -> "tuple[Pulled, list[Path]]":
    """What a pull does, and what it wrote."""
    from obverse.exchange.pull.bring import Pulled, Wishes
    from obverse.exchange.pull.compared import compared
    from obverse.exchange.pull.pull import Pulling
    from obverse.exchange.pull.pulled import is_changed, pulled, seen_after, write
    from obverse.exchange.pull.seen import remember_seen, seen_notes
    from obverse.link.lost_lock import check_lock
    from obverse.project.job import Job

    check_lock(the_project, the_project.lock_there(), the_project.package)
    if not (lock := the_project.read_lock()):
        raise ObverseError("there is no lock yet: Anki has nothing of this project", "build it")
    path, taken, memory, look = collection
    last = memory.read() if memory else None
    if last and look and last.look == look:
        return Pulled(*([] for _ in Pulled._fields)), []
    sources = the_project.read()
    built = dry_build(the_project, sources, lock=lock)
    if built.failed:
        show(built.diagnostics, the_project.root)
        raise ObverseError("the project has errors, and nothing was pulled", "fix them first")

    def rebuilt(changed: Mapping[str, bytes], with_lock: bytes) -> "Built":
        return dry_build(the_project, changed, lock=with_lock)

    pulling = Pulling(Job(the_project, now(), draws=False), built, sources)
    written: list[Path] = []
    try:
        found = compared(built, taken, the_project, seen_notes(the_project, path))
        done = pulled(pulling, found, rebuilt, Wishes(**wishes))
        if not dry_run:
            written = write(pulling) if is_changed(pulling) else []
            remember_seen(the_project, path, seen_after(pulling, found, done))
            if memory and last and not any(done):
                memory.write(last._replace(look=look))
    finally:
        if not written:
            pulling.files.take_back()
    return done, written
