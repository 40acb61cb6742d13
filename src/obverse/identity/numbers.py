"""Numbers of cloze deletions that an author wrote without one, kept from build to build.

Anki ties a card's history to its number, so a number belongs to one deletion for good: what is
reworded or moved keeps it, what is new gets one that was never used, and what was removed leaves
its number unused, ready for the day it comes back.
"""

from dataclasses import dataclass

from obverse import cloze
from obverse.fingerprint import digest, normalise, sketch
from obverse.lock import Known
from obverse.note import HOLE, Deletion, Note

_KEY = 6  # characters of a digest: 36 bits tell the deletions of one note apart
_WORDS = 16  # characters of a sketch: the first eight words
_ALIKE = 60.0  # percent of words in common, above which a deletion is a reworded one


@dataclass(frozen=True, slots=True)
class Numbered:
    """The number of each deletion in order, and all (number, fingerprint) the lock remembers."""

    names: tuple[int, ...]
    remembered: tuple[tuple[int, str], ...]


def number(note: Note, before: Known | None) -> Numbered:
    """Number the deletions of a note that have none of their own."""
    if not note.deletions:
        return Numbered((), before.numbers if before else ())
    remembered = dict(before.numbers) if before else {}
    prints = [_fingerprint(deletion) for deletion in note.deletions]
    given: dict[int, int] = {}
    _give_equal(prints, remembered, given)
    _give_alike(prints, remembered, given)
    written = frozenset().union(*(cloze.numbers(HOLE.sub("0", field)) for field in note.fields))
    free = max((*remembered, *written, 0)) + 1
    for index in range(len(prints)):
        if index not in given:
            given[index], free = free, free + 1
    remembered.update({given[index]: text for index, text in enumerate(prints)})
    names = tuple(given[index] for index in range(len(prints)))
    return Numbered(names, tuple(sorted(remembered.items())))


def _fingerprint(deletion: Deletion) -> str:
    return digest(normalise(deletion.text))[:_KEY] + sketch(deletion.text)[:_WORDS]


def _give_equal(prints: list[str], remembered: dict[int, str], given: dict[int, int]) -> None:
    for index, text in enumerate(prints):
        for known, old in remembered.items():
            if known not in given.values() and old[:_KEY] == text[:_KEY]:
                given[index] = known
                break


def _give_alike(prints: list[str], remembered: dict[int, str], given: dict[int, int]) -> None:
    """Best pairs first, each number and each deletion once."""
    left = [index for index in range(len(prints)) if index not in given]
    free = [known for known in remembered if known not in given.values()]
    if not left or not free:
        return
    from rapidfuzz.fuzz import ratio

    scores = sorted(
        (-ratio(_pairs(prints[index]), _pairs(remembered[known])), index, known)
        for index in left
        for known in free
    )
    for score, index, known in scores:
        if -score >= _ALIKE and index not in given and known not in given.values():
            given[index] = known


def _pairs(fingerprint: str) -> list[str]:
    words = fingerprint[_KEY:]
    return [words[start : start + 2] for start in range(0, len(words), 2)]
