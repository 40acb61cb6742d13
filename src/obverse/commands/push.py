"""`obverse push`: bring what is new or changed into the open Anki."""

import gc
import json
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from obverse.anki_connect.address import anki_address
from obverse.anki_connect.client import NoAnkiError
from obverse.arguments import folder_argument, form_option
from obverse.commands import (
    FINDINGS,
    fails,
    now,
    open_project,
    show,
    telling_trouble,
    wanted,
    write_out,
)
from obverse.errors import ObverseError
from obverse.machine import files
from obverse.project.project import Project

if TYPE_CHECKING:
    from obverse.anki_connect.open_anki import OpenAnki
    from obverse.build import Built
    from obverse.exchange.push.plan_push import PushOptions
    from obverse.exchange.push.push import Pushed


@click.command()
@folder_argument
@click.option("--dry-run", is_flag=True, help="Show what would be done, and write nothing.")
@click.option("--anki", "url", metavar="URL", help="Where AnkiConnect listens.")
@click.option("--profile", metavar="NAME", help="Go on only if Anki has this profile open.")
@click.option("--delete", is_flag=True, help="Delete notes that were removed from the sources.")
@click.option("--overwrite", is_flag=True, help="Replace texts that were edited in Anki.")
@click.option("--sync", "syncs", is_flag=True, help="Have Anki sync before and after.")
@form_option
@telling_trouble
def command(
    folder: Path,
    url: str | None,
    profile: str | None,
    *,
    dry_run: bool,
    delete: bool,
    overwrite: bool,
    syncs: bool,
    form: Literal["text", "json"],
) -> None:
    """Bring what is new or changed into the open Anki.

    Anki needs the add-on AnkiConnect. Reviews, flags, suspended cards, the learner's tags and the
    decks that they chose stay as they are. A text that was edited in Anki is left and shown. Notes
    that were removed here get the tag obverse::retired there.

    \b
    Examples:
      obverse push --dry-run
      obverse push --profile "User 1"
      obverse push --sync
    """
    the_project = open_project(folder)
    with files.one_at_a_time(the_project.build):
        try:
            anki = _opened(url, profile)
        except NoAnkiError as fault:
            hint = f"{fault.hint}; or, without it, `obverse build --open`"
            raise ObverseError(f"{fault.message}: a push needs AnkiConnect", hint) from None
        if syncs and not dry_run:
            anki.sync()
        from obverse.exchange.push.plan_push import PushOptions

        options = PushOptions(overwrite=overwrite, delete=delete)
        pushed = _pushed(the_project, anki, options, is_dry=dry_run)
        if syncs and not dry_run:
            anki.sync()
    _tell(pushed, anki, form, is_dry=dry_run)
    if pushed.failed or any(each.is_conflict for each in pushed.plan.left):
        sys.exit(FINDINGS)


def _opened(url: str | None, profile: str | None) -> "OpenAnki":
    from obverse.anki_connect.open_anki import open_anki

    return open_anki(anki_address(url, profile))


def _pushed(
    the_project: Project, anki: "OpenAnki", options: "PushOptions", *, is_dry: bool
) -> "Pushed":
    from obverse.exchange.pull.from_running import ids_in_open
    from obverse.exchange.push.plan_push import Pushing, plan_push
    from obverse.exchange.push.push import Pushed, push
    from obverse.exchange.running.found_notes import FoundNotes, times_of
    from obverse.exchange.running.last_known import memory_of
    from obverse.exchange.running.shipped import Shipped
    from obverse.machine.threads import beside

    # As in a build: looking for garbage finds none, and takes a third of the time.
    gc.disable()
    start, memory = int(time.time()), memory_of(the_project, anki)
    last = memory.read()
    with ExitStack() as stack:
        asked: list[Callable[[], dict[int, int]]] = []

        def ask() -> None:
            """Ask in a thread while notes are linked: other processes are running by then."""
            asked.append(stack.enter_context(beside(partial(times_of, anki, last))))

        built = _built(the_project, ask, draws=not is_dry)
    shipped = Shipped(the_project, built.before)
    found = FoundNotes(anki, built, last, shipped, times=asked[0], guids=ids_in_open(anki))
    pushing = Pushing(the_project, built, anki, found, shipped, start)
    plan = plan_push(pushing, options)
    return Pushed(plan, []) if is_dry else push(pushing, plan, memory, time.time)


def _built(the_project: Project, meanwhile: Callable[[], None], *, draws: bool) -> "Built":
    """A build in memory, without errors; `meanwhile` is called once all is compiled or underway.

    Raises `ObverseError`.
    """
    from obverse.build import build
    from obverse.check.review import not_allowed, pick
    from obverse.link.lost_lock import check_lock
    from obverse.machine.cache import Cache
    from obverse.project.job import Job
    from obverse.values.compiled import Compiled
    from obverse.values.diagnostic import Severity

    lock = the_project.lock_there()
    check_lock(the_project, lock, the_project.package)
    if the_project.lock_now != the_project.lock and the_project.lock_now.is_file():
        raise ObverseError("the lock is not where `content` says", "run `obverse build` once")
    cache = Cache(the_project.cache, Compiled, only_read=not draws)
    job = Job(the_project, now(), draws=draws)
    sources = the_project.read()
    built = build(job, sources, lock or b"", cache=cache, meanwhile=meanwhile)
    left = not_allowed(built.diagnostics, built.allowances)
    serious = [each for each in left if each.severity is not Severity.INFO]
    told = pick(serious, sources, wanted(the_project, is_strict=False))
    show(told, the_project.root)
    if built.failed or fails(told):
        raise ObverseError("the project has errors, and nothing was pushed", "fix them first")
    return built


def _tell(pushed: "Pushed", anki: "OpenAnki", form: str, *, is_dry: bool) -> None:
    from obverse.exchange.push.said import push_lines, push_values

    plan, failed = pushed.plan, pushed.failed
    if form == "json":
        told = {"profile": anki.profile, **push_values(plan, failed)}
        write_out(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
        return
    for line in push_lines(plan, failed, is_dry=is_dry, imported=pushed.imported):
        click.echo(line)
