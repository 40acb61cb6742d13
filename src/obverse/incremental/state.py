"""The state that a build leaves for the next: what it linked, and by what its results are known.

A file in the build folder, written after everything else and removed before anything else: where
it is, the lock and what is kept of the package are those that it was written with.
"""

from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from obverse.errors import ObverseError
from obverse.incremental.linked import Linked
from obverse.machine import codec, files

NAME = "linked.json"


class State(NamedTuple):
    """What was linked, a digest of the lock, and one of what says what is kept of the package."""

    lock: str
    kept: str
    linked: Linked


def read(folder: Path) -> State | None:
    """The state that the last build left, if it left one that can be used."""
    with suppress(OSError, ValueError, TypeError, LookupError):
        return codec.loads(State, files.read_own(folder / NAME))
    return None


def leave(folder: Path, state: State) -> None:
    """Leave a state; without one the next build links everything."""
    with suppress(ObverseError), files.replacing(folder / NAME, lasting=False) as stream:
        stream.write(codec.dumps(state).encode())


def forget(folder: Path) -> None:
    """Remove it: what it speaks of is about to change."""
    with suppress(OSError):
        (folder / NAME).unlink(missing_ok=True)
