"""`obverse status`: what differs between the sources, the last package and Anki."""

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import click

from obverse.anki_connect.address import anki_address
from obverse.anki_connect.client import NoAnkiError
from obverse.arguments import folder_argument, form_option
from obverse.commands import dry_build, open_project, show, telling_trouble, write_out
from obverse.errors import ObverseError, TextError
from obverse.project.project import Project

if TYPE_CHECKING:
    from obverse.build import Built
    from obverse.exchange.status import Differences


@click.command()
@folder_argument
@click.option("--anki", "url", metavar="URL", help="Where AnkiConnect listens.")
@click.option("--profile", metavar="NAME", help="Compare only if Anki has this profile open.")
@form_option
@telling_trouble
def command(
    folder: Path, url: str | None, profile: str | None, *, form: Literal["text", "json"]
) -> None:
    """Show what differs between the sources, the last package and Anki.

    Nothing is written. If Anki is not open, it is what it was last seen to have.

    \b
    Examples:
      obverse status
      obverse status --format json
    """
    the_project = open_project(folder)
    built = dry_build(the_project, the_project.read())
    if built.failed:
        show(built.diagnostics, the_project.root)
        raise ObverseError("the project has errors, so nothing can be compared", "fix them first")
    package, anki = _package(the_project, built), _anki(the_project, built, url, profile)
    if form == "json":
        told = {
            "package": package and package._asdict(),
            "anki": anki.found and anki.found._asdict(),
            "profile": anki.profile,
            "seen": anki.seen,
        }
        write_out(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
        return
    from obverse.exchange.status import status_lines

    title = f"Anki, {anki.profile}" if anki.profile else "Anki"
    for line in status_lines({the_project.shown(the_project.package): package, title: anki.found}):
        click.echo(line)
    for line in anki.said:
        click.echo(line)


class _InAnki(NamedTuple):
    """What differs in Anki, its profile, when it was seen if that was before, and what to say."""

    found: "Differences | None"
    profile: str
    seen: int | None
    said: tuple[str, ...] = ()


def _package(the_project: Project, built: "Built") -> "Differences | None":
    """What differs from the last package; nothing if there is none."""
    from obverse.exchange.status import since_package
    from obverse.link import last_package
    from obverse.values import lock as locks

    if not the_project.package.is_file():
        return None
    try:
        return since_package(built, locks.read(last_package.lock_text(the_project.package)))
    except TextError as fault:
        raise ObverseError(
            f"`{the_project.shown(the_project.package)}`: {fault.message}", "build it again"
        ) from None


def _anki(the_project: Project, built: "Built", url: str | None, profile: str | None) -> _InAnki:
    from obverse.exchange.pull.from_running import ids_in_open
    from obverse.exchange.push.plan_push import Pushing, PushOptions, plan_push
    from obverse.exchange.running.found_notes import FoundNotes
    from obverse.exchange.running.last_known import memory_of
    from obverse.exchange.running.shipped import Shipped
    from obverse.exchange.status import in_anki

    address = anki_address(url, profile)
    try:
        from obverse.anki_connect.open_anki import open_anki

        anki = open_anki(address)
    except NoAnkiError as fault:
        return _last_known(the_project, built, fault)
    start, shipped = int(time.time()), Shipped(the_project, built.before)
    last = memory_of(the_project, anki).read()
    found = FoundNotes(anki, built, last, shipped, guids=ids_in_open(anki))
    pushing = Pushing(the_project, built, anki, found, shipped, start)
    differing = in_anki(plan_push(pushing, PushOptions()))
    return _InAnki(differing, anki.profile, None)


def _last_known(the_project: Project, built: "Built", fault: NoAnkiError) -> _InAnki:
    from obverse.exchange.running.last_known import latest_memory
    from obverse.exchange.status import as_last_known

    memory = latest_memory(the_project)
    if memory is None:
        return _InAnki(None, "", None, (f"{fault.message}, and nothing was pushed from here yet",))
    last = memory.read()
    when = time.strftime("%Y-%m-%d %H:%M", time.localtime(last.at))
    said = f"{fault.message}: this is what it was last seen to have, {when}"
    return _InAnki(as_last_known(built, last), memory.profile, last.at, (said,))
