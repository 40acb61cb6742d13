"""Likeness: how alike a note and a known note are, by the words they share, rare ones first.

Cards of one deck often follow a pattern (`What is the boiling point of ...?`), so the words that
distinguish them count, and those of the pattern do not: a word in `n` known notes weighs `1 / n`,
the chance that a note with it is the right one.
"""

from collections import Counter
from collections.abc import Iterable
from itertools import chain
from math import fsum, sqrt
from typing import NamedTuple

from obverse.languages.fingerprint import SKETCH_WORDS, clip, sketch, sketched, words
from obverse.values.lock import Known
from obverse.values.note import Note

# An edit adds or removes words; another card of the pattern has other words in their place.
_SWAPPED = 0.7
_LONG = 6  # characters: words of this length or longer count in full
_SHORTEST_TYPO = 4  # characters: of shorter words too many are neighbours
_FORGIVEN = 0.75  # of a word's weight, if it is misspelt


class Traits(NamedTuple):
    """What is compared of a note: the words of its question, the hashed words of its answer.

    `border` is the greatest hash of a sketch that is full: above it words were dropped.
    """

    front: frozenset[str]
    back: frozenset[str]
    border: str

    @property
    def empty(self) -> bool:
        """Whether there is no word to compare."""
        return not self.front and not self.back


def of_note(note: Note) -> Traits:
    """The traits of a note of this build."""
    return _traits(clip(note.front), sketch(note.back))


def of_known(known: Known) -> Traits:
    """The traits of a note in the lock."""
    return _traits(known.front, known.sketch)


def _traits(front: str, back: str) -> Traits:
    hashes = sketched(back)
    border = max(hashes) if len(hashes) >= SKETCH_WORDS else ""
    return Traits(frozenset(words(front)), frozenset(hashes), border)


class Weights:
    """In how many known notes each word is, and so how surely it points to one of them."""

    def __init__(self, known: Iterable[Known]) -> None:
        """Count the notes each word is in."""
        sample = tuple(known)
        # Splitting one long text takes a third of the time; if a question has a rare word twice,
        # that does not matter.
        self.fronts = Counter(words("\n".join(each.front for each in sample)))
        answers = (set(sketched(each.sketch)) for each in sample)
        self.backs = Counter(chain.from_iterable(answers))


class Likeness(NamedTuple):
    """How alike, from 0 to 1: both sides together, the questions, the answers.

    The masses are the weight of a side's words: near 0 for a side that many notes share.
    """

    score: float
    front: float
    back: float
    front_mass: float
    back_mass: float


def likeness(new: Traits, old: Traits, weights: Weights) -> Likeness:
    """How alike two notes are: the common weight of each side (Dice), weighted by its rare words.

    A side with more rare words counts more, by the square root: a long answer does not drown the
    question, and an answer that half the deck has (`True`) counts for almost nothing.
    """
    front, front_mass = _dice(new.front, old.front, weights.fronts, typos=True)
    ours, theirs = _within_borders(new, old)
    back, back_mass = _dice(ours, theirs, weights.backs)
    say = sqrt(front_mass), sqrt(back_mass)
    score = (say[0] * front + say[1] * back) / (say[0] + say[1]) if any(say) else 0.0
    return Likeness(score, front, back, front_mass, back_mass)


def _dice(
    new: frozenset[str], old: frozenset[str], counts: Counter[str], *, typos: bool = False
) -> tuple[float, float]:
    """(share of the weight in common, mean weight) of one side of two notes.

    A word that no known note has may be a new wording or a new thing: it weighs as much as the
    words of the old note do on average.
    """
    usual = fsum(1 / max(counts[word], 1) for word in old) / len(old) if old else 1.0

    def weight(word: str) -> float:
        return (1 / counts[word] if counts[word] else usual) * (_content(word) if typos else 1.0)

    ours, theirs = new - old, old - new
    pairs = _misspelt(sorted(ours), sorted(theirs)) if typos and ours and theirs else {}
    misspelt = fsum(weight(word) + weight(pairs[word]) for word in pairs) / 2
    added = fsum(weight(word) for word in ours if word not in pairs)
    lost = fsum(map(weight, theirs.difference(pairs.values())))
    common = fsum(map(weight, new & old)) + _FORGIVEN * misspelt
    other = _SWAPPED * min(added, lost) + (1 - _SWAPPED) * (added + lost) / 2
    mass = common + (1 - _FORGIVEN) * misspelt + other
    return (common / mass, mass) if mass else (1.0, 0.0)


def _content(word: str) -> float:
    """Short words of letters (`is`, `of`, `the`) are mostly grammar, in many languages."""
    return min(1.0, len(word) / _LONG) if word.isascii() and word.isalpha() else 1.0


def _misspelt(ours: Iterable[str], theirs: Iterable[str]) -> dict[str, str]:
    """Words that are one letter apart, by the new word; never numbers, where each digit counts."""
    pairs: dict[str, str] = {}
    left = [word for word in theirs if _may_be_misspelt(word)]
    for word in filter(_may_be_misspelt, ours):
        nearest = next((other for other in left if is_typo(word, other)), None)
        if nearest is not None:
            left.remove(nearest)
            pairs[word] = nearest
    return pairs


def is_typo(one: str, other: str) -> bool:
    """Whether two words differ by one letter inserted, left out, changed or swapped with the next.

    More would confuse `hypocalcaemia` with `hypercalcaemia`.
    """
    if abs(len(one) - len(other)) > 1:
        return False
    from rapidfuzz.distance import OSA

    return OSA.distance(one, other, score_cutoff=1) <= 1


def _may_be_misspelt(word: str) -> bool:
    return len(word) >= _SHORTEST_TYPO and not any(map(str.isdecimal, word))


def _within_borders(new: Traits, old: Traits) -> tuple[frozenset[str], frozenset[str]]:
    """Both answers below the lower border: above it one side was not kept."""
    borders = [each.border for each in (new, old) if each.border]
    if not borders:
        return new.back, old.back
    border = min(borders)
    return (
        frozenset(each for each in new.back if each <= border),
        frozenset(each for each in old.back if each <= border),
    )
