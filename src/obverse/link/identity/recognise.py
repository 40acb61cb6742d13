"""Recognise: which note of the lock each note of this build is, from sure to unsure.

Each step matches only what the steps before left over, and only what is unambiguous both ways: a
wrong match gives one card's history to another, which is worse than a card that counts as new.
"""

from collections.abc import Container, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from obverse.link.identity import exact
from obverse.link.identity.ambiguity import ambiguous
from obverse.link.identity.leftovers import Leftovers
from obverse.link.identity.likeness import Rarity
from obverse.link.identity.pins import by_pin
from obverse.link.identity.similarity import similar
from obverse.values.diagnostic import Diagnostic
from obverse.values.lock import Known, Lock
from obverse.values.lock_lines import Lines, PartOfLock
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


@lru_cache(maxsize=1)
def sampled(lines: Lines) -> tuple[Container[str], Rarity]:
    """The guids of the first notes of a lock, and how rare words are in them; counted once."""
    return _counted({each.guid: each for each in lines.sample(_SAMPLE)})


def _sampled(lock: Lock) -> tuple[Container[str], Rarity]:
    if isinstance(lock, PartOfLock):
        return sampled(lock.lines)
    return _counted(lock.sample(_SAMPLE))


def _counted(sample: Mapping[str, Known]) -> tuple[Container[str], Rarity]:
    return sample.keys(), Rarity(sample.values())


def _by_likeness(work: Leftovers) -> None:
    """Front and back together; unclear matches are reported and not made."""
    left = work.left
    if not left or not work.free:
        return
    now, before = work.slots(left)
    sample, weights = _sampled(work.lock)
    weights = weights.and_in(known for guid, known in work.free.items() if guid not in sample)
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
