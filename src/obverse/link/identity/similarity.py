"""Similarity: which of the notes left over is which, if neither side is the same text.

The cost grows with what is left over, not with the deck: candidates share a rare word (an inverted
index over the known notes left over), and for each note only the best few are compared.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from obverse.languages.fingerprint import gist_words
from obverse.link.identity.compare_sides import ComparedSides, compare_sides
from obverse.link.identity.likeness import Likeness, Rarity, Traits, likeness, of_known, of_note
from obverse.link.identity.order import Slot
from obverse.values.lock import Known
from obverse.values.note import Note

_POSTING = 40  # notes left over: a word in more of them distinguishes nothing
_WORDS = 12  # the rarest words of each side that are looked up
_COMPARED = 6  # candidates of a note that are compared in full
# Measured on the seeded histories of `tests/histories.py`: of 5,700 pairs that were one note 12
# scored less than 0.75, of 75 that were not two scored more. A wrong match is worse than a miss.
LEAST = 0.78  # the least score for two notes to be the same
SURE = 0.86  # the same, if another note took a better match
POSSIBLE = 0.6  # the least score for two notes that may be the same: the author is asked
MARGIN = 0.12  # how much better than the second best a match must be, on both sides
_GONE_LONGER = 0.1  # off the score of a note that was removed before the last build
_SAME_PLACE = MARGIN  # for being between the same neighbours: breaks a tie, and no more
_SAME_FILE = 0.02
_SAME_QUESTION = MARGIN  # before one that has more words or fewer, as half of a card cut in two
_LEAST_ANSWER, _LONG_QUESTION = 0.3, 4
_LEAST_BELOW_GENERAL = 0.75
_SHORT, _QUESTION_OF_SHORT = 4, 0.75
_LEAST_QUESTION, _SAME_ANSWER = 0.5, 0.85
_Postings = dict[str | tuple[str, str], list[str]]


class Match(NamedTuple):
    """A note of this build (its index) and a known one, and how alike they are.

    Candidates are compared by `rank`; `score` must be high enough, and `alike` says whether it is.
    A pair that something tells `apart` is never one, whatever its score.
    """

    rank: float
    at: int
    known: Known
    score: float
    alike: bool
    apart: bool


class Found(NamedTuple):
    """The clear pairs, best first; the pairs between which none is clear; how many comparisons."""

    matches: tuple[Match, ...]
    unclear: tuple[Match, ...]
    compared: int


def similar(
    notes: Mapping[int, Note],
    known: Sequence[Known],
    weights: Rarity,
    now: Mapping[int, Slot],
    before: Mapping[str, Slot],
) -> Found:
    """Pair the notes left over with the known ones left over, each at most once.

    `now` and `before` are the slots of both (`identity.order`). Only notes of one note type pair.
    """
    index = _Index(known, weights)
    pairs: list[Match] = []
    compared = 0
    for at, note in notes.items():
        traits = of_note(note)
        for each in index.candidates(note, traits):
            compared += 1
            alike = likeness(traits, index.traits[each.guid], weights)
            differ = compare_sides(note, each, weights.is_slip)
            pair = _pair(alike, differ, at, each, same_file=note.place.path == each.path)
            if pair.score >= POSSIBLE - MARGIN:
                there = before.get(each.guid)
                same_place = there is not None and there == now.get(at)
                pairs.append(pair._replace(rank=pair.rank + same_place * _SAME_PLACE))
    matches, unclear = _choose(pairs)
    return Found(matches, unclear, compared)


def _pair(
    alike: Likeness, differ: ComparedSides, at: int, known: Known, *, same_file: bool
) -> Match:
    one = not differ.apart and _is_one(alike, differ, known)
    score, lead = alike.score, same_file * _SAME_FILE
    if one and differ.front.same:
        score, lead = SURE + (1 - SURE) * score, lead + _SAME_QUESTION
    # Roots and sums differ in the last digit between machines, and matches must not.
    score = round(score - (not known.alive) * _GONE_LONGER, 6)
    return Match(score + lead, at, known, score, one, differ.apart)


def _is_one(alike: Likeness, differ: ComparedSides, known: Known) -> bool:
    """Whether neither side contradicts the match.

    The same question but for slips needs little of the answer, and a long one none. An answer of a
    few words may be equal by chance, so the question must be the old one. With another question a
    longer answer must be the same, and another answer means another card.
    """
    if differ.front.same:
        if differ.general:
            return alike.back >= _LEAST_BELOW_GENERAL
        return alike.back >= _LEAST_ANSWER or differ.front.telling >= _LONG_QUESTION
    if len(gist_words(known.sketch)) < _SHORT:
        return known.alive and alike.front >= _QUESTION_OF_SHORT and not differ.front.swapped
    if alike.front < _LEAST_QUESTION or differ.front.swapped:
        return alike.back >= _SAME_ANSWER
    return alike.back >= _LEAST_ANSWER


class _Index:
    """The known notes left over, by their words."""

    def __init__(self, known: Sequence[Known], weights: Rarity) -> None:
        self.known = {each.guid: each for each in known}
        self.traits = {each.guid: of_known(each) for each in known}
        self._weights = weights
        self._fronts: _Postings = defaultdict(list)
        self._backs: _Postings = defaultdict(list)
        for guid, traits in self.traits.items():
            path = self.known[guid].path
            for side, postings in ((traits.front, self._fronts), (traits.back, self._backs)):
                for word in (*side, *(_misspellings(side) if side is traits.front else ())):
                    postings[word].append(guid)
                    postings[path, word].append(guid)

    def candidates(self, note: Note, traits: Traits) -> Iterable[Known]:
        """The known notes that share the most weight in rare words, the most alike first."""
        shared: dict[str, float] = defaultdict(float)
        sides = (
            ({*traits.front, *_misspellings(traits.front)}, self._fronts, self._weights.fronts),
            (traits.back, self._backs, self._weights.backs),
        )
        for side, postings, counts in sides:
            found = 0
            for word in sorted(side, key=lambda each: (counts[each], each)):
                guids = _few(postings, note.place.path, word)
                for guid in guids:
                    shared[guid] += 1 / max(counts[word], 1)
                found += bool(guids)
                if found == _WORDS:
                    break
        best = sorted(
            (guid for guid in shared if self.known[guid].note_type == note.note_type),
            key=lambda guid: (-round(shared[guid], 6), guid),
        )
        return [self.known[guid] for guid in best[:_COMPARED]]


def _misspellings(front: frozenset[str]) -> set[str]:
    """What two words that are one slip apart share, of a question that has few words to share.

    Those are the words without one of their letters (symmetric deletion, Garbe 2012).
    """
    if len(front) > _SHORT:
        return set()
    return {
        "~" + word[:at] + word[at + 1 :]
        for word in front
        if len(word) >= _SHORT
        for at in range(len(word) + 1)
    }


def _few(postings: _Postings, path: str, word: str) -> list[str]:
    """The notes left over with a word; only those of the same file if there are too many."""
    for key in (word, (path, word)):
        guids = postings.get(key, [])
        if len(guids) <= _POSTING:
            return guids
    return []


def _choose(pairs: Iterable[Match]) -> tuple[tuple[Match, ...], tuple[Match, ...]]:
    """Best first: a pair that is clear on both sides is taken, which may make others clear.

    A pair that becomes the best only because a better one was taken must be sure by itself: if a
    card was cut in two, the half that is left must not match another card that happens to be near.
    """
    every = sorted(pairs, key=lambda pair: (-pair.rank, pair.at, pair.known.guid))
    left = [pair for pair in every if not pair.apart]
    first = {(pair.at, pair.known.guid) for pair in _leading(left, 0.0)}
    taken: list[Match] = []
    while clear := [
        pair
        for pair in _leading(left, MARGIN)
        if pair.alike and pair.score >= (LEAST if (pair.at, pair.known.guid) in first else SURE)
    ]:
        taken += clear
        notes, guids = {each.at for each in clear}, {each.known.guid for each in clear}
        left = [pair for pair in left if pair.at not in notes and pair.known.guid not in guids]
        every = [pair for pair in every if pair.at not in notes and pair.known.guid not in guids]
    return tuple(taken), tuple(pair for pair in every if pair.score >= POSSIBLE)


def _leading(pairs: Sequence[Match], margin: float) -> list[Match]:
    """The pairs that are the best of both their notes, by this margin; `pairs` best first."""
    of_note: dict[int, list[float]] = defaultdict(list)
    of_known: dict[str, list[float]] = defaultdict(list)
    for pair in pairs:
        of_note[pair.at].append(pair.rank)
        of_known[pair.known.guid].append(pair.rank)
    return [
        pair
        for pair in pairs
        if _leads(pair.rank, of_note[pair.at], margin)
        and _leads(pair.rank, of_known[pair.known.guid], margin)
    ]


def _leads(rank: float, ranks: Sequence[float], margin: float) -> bool:
    """Whether a rank is the first of these (best first), by a margin to the second."""
    return rank == ranks[0] and (len(ranks) == 1 or rank - ranks[1] >= margin)
