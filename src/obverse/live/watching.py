"""Watching: wait until something in a project may have changed.

With `watchfiles` the system says so at once, and what is saved together comes together. Without it,
and where the system says nothing (a network folder, WSL, a limit of inotify), looking every now and
then finds it too: a look costs a status of each file.
"""

from collections.abc import Callable, Generator, Iterator
from importlib.util import find_spec
from pathlib import Path
from threading import Event

DEAF = "the system tells of no changes here (a limit of watches?): a save is seen after up to 0.3 s"
_DEBOUNCE, _STEP = 50, 10  # milliseconds that events are gathered for; the defaults wait 1.6 s
_POLL = 0.3  # seconds between looks where nothing tells
_QUIET = 100  # milliseconds without an event
_SELDOM = 20  # such times, until it is looked at although the system told nothing
_MANY = 20  # events at once, after which more will come


def can_listen() -> bool:
    """Whether the package is there that hears of changes at once."""
    return find_spec("watchfiles") is not None


def watching(
    folder: Callable[[], Path], stop: Event, is_deaf: Callable[[], None] = lambda: None
) -> Iterator[None]:
    """Give a turn after each change of the folder, and every now and then, until `stop` is set.

    A folder that is gone, or cannot be listened to, is looked at again until it can. `is_deaf` is
    called the first time that the system would not tell of a folder that is there.
    """
    is_said = False
    while not stop.is_set():
        if can_listen():
            is_refused = yield from _listening(folder(), stop)
            if is_refused and not is_said:
                is_said = True
                is_deaf()
        if not stop.wait(_POLL):
            yield


def _listening(folder: Path, stop: Event) -> Generator[None, None, bool]:
    """Turns as long as the system tells what happens in the folder; whether it refused to.

    Many files at once, as of a checkout, are one change: their turn comes when it is quiet.
    """
    import watchfiles

    quiet, is_waiting = 0, False
    try:
        for changes in watchfiles.watch(
            folder,
            debounce=_DEBOUNCE,
            step=_STEP,
            stop_event=stop,
            rust_timeout=_QUIET,
            yield_on_timeout=True,
            raise_interrupt=True,
        ):
            if not folder.is_dir():
                return False  # what comes in its place is another folder
            is_due = is_waiting if not changes else len(changes) < _MANY and not is_waiting
            is_waiting = bool(changes) and not is_due
            quiet = 0 if changes else (quiet + 1) % _SELDOM
            if is_due or (not changes and quiet == 0):
                yield
    except (OSError, RuntimeError, ValueError):  # as where inotify has no watches left
        return folder.is_dir()
    return False
