"""Likeness: how alike a note and a known note are, by the words they share, rare ones first.

Cards of one deck often follow a pattern (`What is the boiling point of ...?`), so the words that
distinguish them count, and those of the pattern do not: a word in `n` known notes weighs `1 / n`,
the chance that a note with it is the right one.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from itertools import chain
from math import fsum, sqrt
from typing import NamedTuple

from obverse.languages.fingerprint import (
    SKETCH_WORDS,
    clip,
    gist_words,
    sketch,
    sketched,
    word_hash,
    words,
)
from obverse.languages.telling_words import LIGHT
from obverse.link.identity.slips import begin_alike, is_slip, is_sure_slip
from obverse.values.lock import Known
from obverse.values.note import Note

# An edit adds or removes words; another card of the pattern has other words in their place.
_SWAPPED = 0.7
_LONG = 6  # characters: words of this length or longer count in full
_FORGIVEN = 0.75  # of a word's weight, if it is misspelt
_LIGHT = 0.25  # of a word's weight, if it says nothing of what a card is about
_PATTERN = 4  # times as often as another: a word of the deck's pattern
_HOLDS = 0.9  # how alike an answer is that holds all of the old one


class Traits(NamedTuple):
    """What is compared of a note: the words of its question, those of its answer by their hashes.

    A word of a known answer is empty where only its hash was kept. `border` is the greatest hash
    of a sketch that is full: above it words were dropped.
    """

    front: frozenset[str]
    back: dict[str, str]
    border: str

    @property
    def empty(self) -> bool:
        """Whether there is no word to compare."""
        return not self.front and not self.back


def of_note(note: Note) -> Traits:
    """The traits of a note of this build."""
    kept = sketched(sketch(note.back))
    spelled = {word_hash(word): word for word in words(note.back)}
    return _traits(clip(note.front), {each: spelled[each] for each in kept})


def of_known(known: Known) -> Traits:
    """The traits of a note in the lock."""
    return _traits(known.front, gist_words(known.sketch))


def _traits(front: str, back: dict[str, str]) -> Traits:
    border = max(back) if len(back) >= SKETCH_WORDS else ""
    return Traits(frozenset(words(front)), back, border)


class Rarity:
    """In how many known notes each word is, and so how surely it points to one of them."""

    def __init__(self, known: Iterable[Known]) -> None:
        """Count the notes each word is in."""
        sample = tuple(known)
        # Splitting one long text takes a third of the time; if a question has a rare word twice,
        # that does not matter.
        self.fronts = Counter(words("\n".join(each.front for each in sample)))
        self.backs = Counter(chain.from_iterable(gist_words(each.sketch) for each in sample))

    def and_in(self, known: Iterable[Known]) -> "Rarity":
        """In how many of these notes, which are others, and of those it is."""
        both, more = Rarity(()), Rarity(known)
        both.fronts, both.backs = self.fronts.copy(), self.backs.copy()
        both.fronts.update(more.fronts)
        both.backs.update(more.backs)
        return both

    def is_slip(self, new: str, old: str) -> bool:
        """Whether a word of a question is an old one mistyped or corrected.

        Where other notes have both, both are words, and a changed letter is more likely to make
        another one; but of a word that many notes have a few may be mistyped.
        """
        if not begin_alike(new, old):
            return False
        few, many = sorted((self.fronts[new], self.fronts[old]))
        if self.fronts[new] and many < _PATTERN * few and (few > 1 or len(new) == len(old)):
            return is_sure_slip(new, old)
        return is_slip(new, old)


class Likeness(NamedTuple):
    """How alike, from 0 to 1: both sides together, the questions, the answers.

    The masses are the weight of a side's words: near 0 for a side that many notes share.
    """

    score: float
    front: float
    back: float
    front_mass: float
    back_mass: float


def likeness(new: Traits, old: Traits, weights: Rarity) -> Likeness:
    """How alike two notes are: the common weight of each side (Dice), weighted by its rare words.

    A side with more rare words counts more, by the square root: a long answer does not drown the
    question, and an answer that half the deck has (`True`) counts for almost nothing.
    """
    front, front_mass = _dice(_Side(new.front, old.front, weights.fronts), weights.is_slip)
    ours, theirs = _within_borders(new, old)

    def is_slip_of(word: str, other: str) -> bool:
        return bool(old.back[other]) and is_slip(new.back[word], old.back[other])

    back, back_mass = _dice(_Side(ours, theirs, weights.backs, spelled=False), is_slip_of)
    if theirs <= ours and theirs:
        back = max(back, _HOLDS)
    say = sqrt(front_mass), sqrt(back_mass)
    score = (say[0] * front + say[1] * back) / (say[0] + say[1]) if any(say) else 0.0
    return Likeness(score, front, back, front_mass, back_mass)


class _Side(NamedTuple):
    """The words of one side of two notes, and in how many notes each is.

    Unless they are `spelled` they are hashes, of which none is more telling than another.
    """

    new: frozenset[str]
    old: frozenset[str]
    counts: Counter[str]
    spelled: bool = True


def _dice(side: _Side, slips: Callable[[str, str], bool]) -> tuple[float, float]:
    """(share of the weight in common, mean weight) of one side of two notes.

    A word that no known note has may be a new wording or a new thing: it weighs as much as the
    words of the old note do on average.
    """
    new, old, counts, spelled = side
    usual = fsum(1 / max(counts[word], 1) for word in old) / len(old) if old else 1.0

    def weight(word: str) -> float:
        return (1 / counts[word] if counts[word] else usual) * (_content(word) if spelled else 1.0)

    ours, theirs = new - old, old - new
    pairs = _misspelt(sorted(ours), sorted(theirs), slips) if ours and theirs else {}
    misspelt = fsum(weight(word) + weight(pairs[word]) for word in pairs) / 2
    added = fsum(weight(word) for word in ours if word not in pairs)
    lost = fsum(map(weight, theirs.difference(pairs.values())))
    common = fsum(map(weight, new & old)) + _FORGIVEN * misspelt
    other = _SWAPPED * min(added, lost) + (1 - _SWAPPED) * (added + lost) / 2
    mass = common + (1 - _FORGIVEN) * misspelt + other
    return (common / mass, mass) if mass else (1.0, 0.0)


def _content(word: str) -> float:
    """Short words of letters (`is`, `of`, `the`) are mostly grammar, in many languages."""
    if word in LIGHT:
        return _LIGHT * min(1.0, len(word) / _LONG)
    return min(1.0, len(word) / _LONG) if word.isascii() and word.isalpha() else 1.0


def _misspelt(
    ours: Iterable[str], theirs: Iterable[str], slips: Callable[[str, str], bool]
) -> dict[str, str]:
    """Old words that are the new ones but for a slip, by the new word."""
    pairs: dict[str, str] = {}
    left = [*theirs]
    for word in ours:
        nearest = next((other for other in left if slips(word, other)), None)
        if nearest is not None:
            left.remove(nearest)
            pairs[word] = nearest
    return pairs


def _within_borders(new: Traits, old: Traits) -> tuple[frozenset[str], frozenset[str]]:
    """Both answers below the lower border: above it one side was not kept."""
    borders = [each.border for each in (new, old) if each.border]
    if not borders:
        return frozenset(new.back), frozenset(old.back)
    border = min(borders)
    return (
        frozenset(each for each in new.back if each <= border),
        frozenset(each for each in old.back if each <= border),
    )
