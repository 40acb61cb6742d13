"""Numbers of cloze deletions that an author wrote without one, kept from build to build.

Anki ties a card's history to its number, so a number belongs to one deletion for good: a reworded
or moved deletion keeps it, a new one gets a number that was never used, and the number of a removed
one stays unused, in case it comes back.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count
from typing import NamedTuple

from obverse.languages import cloze
from obverse.languages.fingerprint import digest, normalise, plain, sketch, sketched
from obverse.values.lock import Known
from obverse.values.note import HOLE, Deletion, Note

_KEY = 6  # characters of a digest: 36 bits are enough to distinguish the deletions of one note
_SHORT = 24  # characters: shorter deletions are kept as they are, so that a typo is recognised
_WORDS = 16  # characters of the sketch of a longer one: the first eight words
_TEXT, _SKETCH = "'", "~"
_ALIKE = 0.6  # of the weight of their words: above it, a deletion is a reworded one
_TYPO = 0.9  # the score of a short text that is one letter off


class Numbered(NamedTuple):
    """The number of each deletion in order, and all (number, fingerprint) the lock remembers."""

    names: tuple[int, ...]
    remembered: tuple[tuple[int, str], ...]


def number(note: Note, before: Known | None) -> Numbered:
    """Number the deletions of a note that have no number."""
    if not note.deletions:
        return Numbered((), before.numbers if before else ())
    remembered = dict(before.numbers) if before else {}
    prints = [_fingerprint(deletion) for deletion in note.deletions]
    given: dict[int, int] = {}
    _give_equal(prints, remembered, given)
    _give_alike(prints, remembered, given)
    written = frozenset().union(*(cloze.numbers(HOLE.sub("0", field)) for field in note.fields))
    free = _free({*remembered}, written | {*given.values()})
    for index in range(len(prints)):
        if index not in given:
            given[index] = next(free)
    remembered.update({given[index]: text for index, text in enumerate(prints)})
    names = tuple(given[index] for index in range(len(prints)))
    kept = (each for each in sorted(remembered.items()) if each[0] <= cloze.MOST)
    return Numbered(names, tuple(kept))


def remembered(
    deletions: Sequence[Deletion], numbers: Sequence[int]
) -> tuple[tuple[int, str], ...]:
    """What the lock remembers of deletions that already have numbers."""
    if len(deletions) != len(numbers):
        return ()
    prints = map(_fingerprint, deletions)
    return tuple(sorted(zip(numbers, prints, strict=True)))


def _free(remembered: set[int], used: frozenset[int]) -> Iterator[int]:
    """Numbers for new deletions: one that was never used as long as Anki has one.

    After that those that were left out, and at last those of deletions that are gone.
    """
    first = max((*remembered, *used, 0)) + 1
    yield from range(first, cloze.MOST + 1)
    yield from sorted({*range(1, min(first, cloze.MOST + 1))} - remembered - used)
    yield from sorted({number for number in remembered if number <= cloze.MOST} - used)
    yield from count(max(first, cloze.MOST + 1))


def _fingerprint(deletion: Deletion) -> str:
    """A digest to find equal ones, and the text or a sketch of it to find those that are alike."""
    text = normalise(deletion.text)
    short = plain(text).replace(",", " ")
    told = f"{_TEXT}{short}" if len(short) <= _SHORT else _SKETCH + sketch(text)[:_WORDS]
    return digest(text)[:_KEY] + told


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
    counts = Counter(word for old in remembered.values() for word in set(_hashes(old)))
    scores = sorted(
        (-_alike(prints[index], remembered[known], counts), index, known)
        for index in left
        for known in free
    )
    for score, index, known in scores:
        if -score >= _ALIKE and index not in given and known not in given.values():
            given[index] = known


def _alike(new: str, old: str, counts: Counter[str]) -> float:
    """From 0 to 1. A word that all deletions of the note have says nothing about one of them."""
    if _is_word(new) and _is_word(old) and _is_typo(new[_KEY:], old[_KEY:]):
        return _TYPO
    ours, theirs = set(_hashes(new)), set(_hashes(old))

    def weight(words: set[str]) -> float:
        return sum(1 / max(counts[word], 1) for word in sorted(words))

    mass = weight(ours) + weight(theirs)
    return round(2 * weight(ours & theirs) / mass, 6) if mass else 0.0


def _is_word(fingerprint: str) -> bool:
    """Whether it is a short text without a number: in a number each digit counts."""
    told = fingerprint[_KEY:]
    return told.startswith(_TEXT) and not any(map(str.isdecimal, told))


def _hashes(fingerprint: str) -> list[str]:
    """The hashed words of a deletion's text."""
    sign, told = fingerprint[_KEY : _KEY + 1], fingerprint[_KEY + 1 :]
    return sketched(sketch(told) if sign == _TEXT else told)


def _is_typo(one: str, other: str) -> bool:
    """Whether two texts differ by one letter inserted, left out, changed or swapped with the next.

    More would confuse `hypocalcaemia` with `hypercalcaemia`.
    """
    if abs(len(one) - len(other)) > 1:
        return False
    from rapidfuzz.distance import OSA

    return OSA.distance(one, other, score_cutoff=1) <= 1
