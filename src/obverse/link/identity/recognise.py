"""Recognise: which note of the lock each note of this build is, from sure to unsure.

Each step matches only what the steps before left over, and only what is unambiguous both ways: a
wrong match gives one card's history to another, which is worse than a card that counts as new.
"""

from collections.abc import Sequence
from typing import NamedTuple

from obverse.link.identity import exact
from obverse.link.identity.ambiguity import ambiguous
from obverse.link.identity.leftovers import Leftovers
from obverse.link.identity.likeness import Rarity
from obverse.link.identity.pins import by_pin
from obverse.link.identity.similarity import similar
from obverse.values.diagnostic import Diagnostic
from obverse.values.lock import Known, Lock
from obverse.values.note import Note

_SAMPLE = 1000  # notes to estimate how rare a word is; more do not change the matches


class Recognition(NamedTuple):
    """For each note what the lock knows of it, `None` if it is new; and the findings.

    `turned` are the new notes, by index, that a known note of another note type became: Anki
    cannot change it by import. `unclear` are the notes that may be one of several known ones.
    `compared` counts the comparisons that similarity took.
    """

    known: tuple[Known | None, ...]
    turned: dict[int, Known]
    unclear: frozenset[int]
    diagnostics: tuple[Diagnostic, ...]
    compared: int


def recognise(notes: Sequence[Note], lock: Lock) -> Recognition:
    """Recognise the notes of a build, in source order."""
    work = Leftovers(notes, lock)
    by_pin(work)
    for step in (exact.by_text, exact.by_context, exact.by_side):
        for alive in (True, False):
            step(work, alive=alive)
    exact.by_turning(work)
    _by_likeness(work)
    known = tuple(work.matched.get(index) for index in range(len(notes)))
    return Recognition(
        known, work.turned, frozenset(work.unclear), tuple(work.found), work.compared
    )


def _by_likeness(work: Leftovers) -> None:
    """Front and back together; unclear matches are reported and not made."""
    left = work.left
    if not left or not work.free:
        return
    now, before = work.slots(left)
    weights = Rarity({**work.lock.sample(_SAMPLE), **work.free}.values())
    found = similar(
        {index: work.notes[index] for index in left},
        tuple(work.free.values()),
        weights,
        now,
        before,
    )
    work.compared += found.compared
    for pair in found.matches:
        work.match(pair.at, pair.known)
    work.unclear = {pair.at for pair in found.unclear}
    work.found += ambiguous(work.notes, found.unclear)
