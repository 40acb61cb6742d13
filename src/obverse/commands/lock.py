"""`obverse lock`: check the lock, restore it from a package, or forget long removed notes."""

import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path

import click

from obverse.arguments import TypedPath, folder_argument
from obverse.commands import FINDINGS, now, open_project, show, telling_trouble, where
from obverse.errors import ObverseError, TextError
from obverse.link import last_package
from obverse.link.lost_lock import check_lock
from obverse.machine import files, git
from obverse.project.project import Project
from obverse.report import plural
from obverse.report.lock_state import LockState, lock_lines, same_text
from obverse.values import lock as locks
from obverse.values.diagnostic import Diagnostic, of_text_error, warning
from obverse.values.lock import Lock
from obverse.values.source import Place, decode

_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}
_DAY = 86_400
_LISTED = 10  # lines
_NOT_TEXT = "?"  # in place of a line, which is therefore reported


@click.command()
@folder_argument
@click.option("--check", is_flag=True, help="Fail if the lock is damaged or not in canonical form.")
@click.option(
    "--restore",
    type=TypedPath(),
    metavar="PACKAGE",
    help="Restore the lock from a package that obverse wrote.",
)
@click.option("--renew", is_flag=True, help="Accept lines that were edited by hand.")
@click.option("--prune", metavar="AGE", help="Forget notes removed before AGE: 90d, 12w, 6m or 2y.")
@telling_trouble
def command(
    folder: Path, *, check: bool, restore: Path | None, renew: bool, prune: str | None
) -> None:
    """Show, check, restore or prune the lock.

    The lock keeps the identity of each note. Without an option, its state is shown.

    --restore joins the lock from the package with what can be read of the existing one; for a note
    in both, the newer line is kept. Each line ends in a check of itself; --renew writes it again
    after you edited a line. A note that --prune forgot becomes a new note if it comes back.

    \b
    Examples:
      obverse lock
      obverse lock --check
      obverse lock --restore build/deck.apkg
      obverse lock --prune 1y
    """
    wanted = sum((check, restore is not None, renew, prune is not None))
    if wanted > 1:
        raise click.UsageError("only one of --check, --restore, --renew and --prune can be done")
    the_project = open_project(folder)
    if check or not wanted:
        _check(the_project) if check else _show(the_project)
        return
    with files.one_at_a_time(the_project.build):
        if restore is not None:
            _restore(the_project, restore)
        elif renew:
            _renew(the_project)
        elif prune is not None:
            _prune(the_project, prune)


def _show(the_project: Project) -> None:
    raw = the_project.lock_there()
    check_lock(the_project, raw, the_project.package)
    if raw is None:
        click.echo("there is no lock yet: `obverse build` makes it")
        return
    lock = _read(the_project, decode(raw))
    packed: bytes | None = None
    with suppress(ObverseError):
        packed = last_package.lock_text(the_project.package).encode()
    state = LockState(
        where(the_project, the_project.lock_now),
        lock,
        is_committed=same_text(git.committed(the_project.lock_now), raw),
        package=where(the_project, the_project.package),
        is_packed=same_text(packed, raw),
    )
    for line in lock_lines(state):
        click.echo(line)


def _read(the_project: Project, text: str) -> Lock:
    """The lock; what is wrong with it is shown, and the command ends."""
    try:
        return locks.read(text)
    except TextError as fault:
        show([of_text_error(the_project.key_of(the_project.lock_now), fault)], the_project.root)
        sys.exit(FINDINGS)


def _check(the_project: Project) -> None:
    path = the_project.key_of(the_project.lock_now)
    text = _text(the_project)
    lock = _read(the_project, text)
    found = list(_faults(path, text, lock))
    show(found, the_project.root)
    alive = sum(each.alive for each in lock.notes.values())
    gone = len(lock.notes) - alive
    click.echo(f"{plural(alive, 'note')}, {gone:,} removed: {len(found) or 'nothing'} found")
    if found:
        sys.exit(FINDINGS)


def _faults(path: str, text: str, lock: Lock) -> list[Diagnostic]:
    hint = "run `obverse build`, which repairs it, and commit the lock"
    found = [
        warning(Place(path, each.line), "lock-healed", f"two lines for `{each.known.front}`", hint)
        for each in lock.healed
    ]
    if not found and text != locks.write(lock.notes.values(), lock.types.values(), lock.unchecked):
        message = "the lines are not in the order and form that obverse writes"
        found.append(warning(Place(path), "lock-not-canonical", message, hint))
    return found


def _restore(the_project: Project, package: Path) -> None:
    """Join the lock of a package with what can be read of the lock that is there."""
    restored = locks.read(last_package.lock_text(package))
    raw = the_project.lock_there() or b""
    there, faults = locks.salvage(_readable(raw))
    kept = _copy(the_project.lock_now, raw) if faults else None
    _write(the_project, locks.union(restored, there))
    told = f"{plural(len(restored.notes), 'note')} restored from `{the_project.shown(package)}`"
    click.echo(f"{told}, {plural(len(there.notes), 'note')} in the lock before")
    if kept:
        lines = f"{plural(len(faults), 'line')} could not be read (line {_numbers(faults)})"
        click.echo(f"{lines}; the lock as it was is kept as `{the_project.shown(kept)}`")


def _readable(raw: bytes) -> str:
    """The text of a lock, without the lines that cannot be text."""
    try:
        return decode(raw)
    except TextError:
        return "\n".join(map(_line, raw.replace(b"\r\n", b"\n").split(b"\n")))


def _line(raw: bytes) -> str:
    try:
        return decode(raw)
    except TextError:
        return _NOT_TEXT


def _copy(lock: Path, raw: bytes) -> Path:
    """Keep the bytes of the lock in a file of another name, which is new."""
    names = (lock.with_name(f"{lock.name}.{number}.old") for number in count(1))
    path = next(name for name in names if not os.path.lexists(name))
    with files.replacing_with(path, raw):
        pass
    return path


def _numbers(faults: Sequence[TextError]) -> str:
    more = len(faults) - _LISTED
    shown = ", ".join(str(each.line) for each in faults[:_LISTED])
    return f"{shown} and {more:,} more" if more > 0 else shown


def _renew(the_project: Project) -> None:
    """Write the checks of lines that can be read without them; of one that cannot, nothing."""
    text = _text(the_project)
    edited = {fault.line for fault in locks.salvage(text).faults}
    lock, faults = locks.salvage(text, renewing=True)
    if faults:
        show(
            [of_text_error(the_project.key_of(the_project.lock_now), each) for each in faults],
            the_project.root,
        )
        sys.exit(FINDINGS)
    _write(the_project, lock)
    click.echo(
        f"{plural(len(edited), 'check')} renewed, {plural(len(lock.notes), 'note')} in the lock"
    )


def _prune(the_project: Project, age: str) -> None:
    found = re.fullmatch(r"([0-9]+)([dwmy])", age)
    if not found:
        raise click.UsageError(f"`{age}` is not an age: write 90d, 12w, 6m or 2y")
    border = now() - int(found[1]) * _DAYS[found[2]] * _DAY
    try:
        lock = locks.read(_text(the_project))
    except TextError as fault:
        raise ObverseError(f"line {fault.line}: {fault.message}", fault.hint) from None
    kept = {guid: each for guid, each in lock.notes.items() if each.alive or each.removed > border}
    _write(the_project, lock.with_notes(kept))
    click.echo(f"{plural(len(lock.notes) - len(kept), 'note')} forgotten, {len(kept):,} kept")


def _text(the_project: Project) -> str:
    return decode(files.read(the_project.lock_now))


def _write(the_project: Project, lock: Lock) -> None:
    content = locks.encode(lock.notes.values(), lock.types.values(), lock.unchecked)
    with files.replacing_with(the_project.lock_now, content):
        pass
