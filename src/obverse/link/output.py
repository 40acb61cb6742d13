"""The output of a build: what it writes, and what is reported of it, however it was made."""

from typing import BinaryIO, NamedTuple, Protocol

from obverse.link.plan import Plan
from obverse.values.diagnostic import Diagnostic
from obverse.values.outline import Allowance
from obverse.values.tally import Tally


class DeltaPart(NamedTuple):
    """Which notes, by id, and which note types, by name, although none of their notes changed.

    `held` are the names of files that are not needed, whatever shows them.
    """

    note_ids: tuple[int, ...] = ()
    note_types: tuple[str, ...] = ()
    held: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write."""
        return not (self.note_ids or self.note_types)


class WritePackage(Protocol):
    """Writes a package to a stream: the whole of it, or a part."""

    def __call__(self, stream: BinaryIO, /, *, part: DeltaPart | None = None) -> None:
        """Write it. Raises `OSError`."""


class Output(NamedTuple):
    """What is ready to be written: the lock, and `write`, which writes the package to a stream.

    With an error among the `diagnostics` nothing may be written. `write` may find that only a
    whole build can make the package (`CannotAmendError`).
    """

    lock: bytes
    old_lock: bytes
    diagnostics: tuple[Diagnostic, ...]
    allowances: tuple[Allowance, ...]
    tally: Tally
    plan: Plan
    write: WritePackage
