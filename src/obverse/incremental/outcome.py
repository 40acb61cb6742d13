"""The outcome of an edit: how the package differs, and what the next build starts from."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from obverse.formats.apkg.change import PackageChange
from obverse.incremental.change import change
from obverse.incremental.encoded import Pair
from obverse.incremental.linked import Linked, Outcome
from obverse.incremental.relink import Edited, Relinked, WideError, relink
from obverse.link.custom_note_types import custom_note_types
from obverse.link.plan import ImportOutcome as InAnki
from obverse.link.plan import Plan, plan
from obverse.note_types import built_in
from obverse.project.job import Job
from obverse.values.diagnostic import Diagnostic
from obverse.values.lock_lines import Lines


class EditOutcome(NamedTuple):
    """What a build makes of an edit: `change` is how its package differs from the last one."""

    change: PackageChange
    media: Mapping[str, str]
    old_lock: bytes
    diagnostics: tuple[Diagnostic, ...]
    plan: Plan
    left: Outcome


def of_edit(
    job: Job, last: Linked, lines: Lines, compiled: Callable[[], Sequence[Pair]] | None
) -> EditOutcome:
    """The outcome of an edit to some of the sources.

    `last` and `lines` are what the last build linked, and its lock. `compiled` waits for the edited
    sources as they were then and as they are, none where it is not known how they were; without it
    no source was edited. Raises `WideError` where everything has to be linked.
    """
    custom, _ = custom_note_types(job.project)
    names = {name for each in last.sources for name, _ in each.note_types}
    types = {name: custom.get(name) or built_in(name) for name in names}
    pairs = [Edited(*pair) for pair in compiled()] if compiled else []
    if compiled and not pairs:
        raise WideError("the edited sources are not kept as they were")
    relinked = relink(job, last, lines, pairs, types)
    return EditOutcome(
        change(last, relinked),
        relinked.linked.media,
        lines.raw,
        relinked.diagnostics,
        _plan(relinked),
        Outcome(relinked.lock, relinked.linked, is_plain=True),
    )


def _plan(relinked: Relinked) -> Plan:
    """The plan; of the notes that were not linked again nothing is other."""
    planned = plan(relinked.identity, (), relinked.before)
    others = relinked.linked.notes - len(relinked.identity.notes)
    outcomes = planned.outcomes | {InAnki.UNCHANGED: planned.outcomes[InAnki.UNCHANGED] + others}
    return Plan(planned.changes, outcomes)
