"""The output of a build: what it writes, and what is reported of it, however it was made."""

from collections.abc import Callable
from typing import BinaryIO, NamedTuple

from obverse.link.plan import Plan
from obverse.values.diagnostic import Diagnostic
from obverse.values.outline import Allowance
from obverse.values.tally import Tally


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
    write: Callable[[BinaryIO], None]
