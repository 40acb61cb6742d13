"""Read the lock: what the last build knew, and what is wrong with how it is written."""

from collections.abc import Iterator

from obverse.errors import TextError
from obverse.machine import unfetched
from obverse.project.project import Project
from obverse.values import lock as locks
from obverse.values.diagnostic import Diagnostic, error, of_text_error, warning
from obverse.values.lock import Lock
from obverse.values.source import Place, decode


def read_lock(project: Project, raw: bytes) -> tuple[Lock, list[Diagnostic]]:
    """The lock in these bytes, and the findings; an empty one where it cannot be read."""
    path = project.key_of(project.lock)
    if pointer := unfetched.of_content(raw, path):
        what, hint = pointer
        return Lock(), [error(Place(path), "unfetched-file", f"cannot read the lock: {what}", hint)]
    try:
        lock = locks.read(decode(raw))
    except TextError as fault:
        return Lock(), [of_text_error(path, fault)]
    return lock, [*_healed(lock, path)]


def _healed(lock: Lock, path: str) -> Iterator[Diagnostic]:
    for each in lock.healed:
        message = f"a merge left two lines for `{each.known.front}`; the newer one is used"
        hint = "the next build writes one line"
        yield warning(Place(path, each.line), "lock-healed", message, hint)
