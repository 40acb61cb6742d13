"""Near duplicates: pairs of notes that say nearly the same, in a project of any size.

Blocking first: notes are compared only if they share their whole question, their whole answer or
two of their rarest words, and few others share them, so the work grows with the notes and not with
their pairs. Words that only one note has (such as typing errors) say nothing about pairs. Then each
pair is compared word by word (`same_card`).
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from obverse.check.near_duplicates.same_card import same_card
from obverse.check.near_duplicates.wording import Vocabulary, Wording
from obverse.values.note import Note

_RAREST = 5  # words of a note by which it is looked up: 10 pairs
# Cards of a pattern share its words with all cards of the pattern; copies share them with few.
_MOST_ALIKE = 6
_SHARED = 0.6  # of the words, but for one slip on each side, before words are compared
_SLIPS = 2
_SHORT = 10  # words that tell something
_BITS = 24  # of a word's number: more words than any project has


class NearDuplicate(NamedTuple):
    """Two notes that say nearly the same, in source order, and how alike they are in percent."""

    first: Note
    second: Note
    similarity: float


class Counts:
    """How much work a search was: pairs that shared rare words, pairs compared word by word."""

    __slots__ = ("candidates", "compared")

    def __init__(self) -> None:
        self.candidates = 0
        self.compared = 0


def near_duplicates(notes: Sequence[Note], counts: Counts | None = None) -> list[NearDuplicate]:
    """Each note that nearly repeats an earlier one, with the one that it is most like.

    Notes with the same question are left to `dedupe`. Two pinned notes are not compared, because
    their author says that they are two.
    """
    counts = counts or Counts()
    vocabulary = Vocabulary()
    wordings = [vocabulary.read(note.front, note.back) for note in notes]
    best: dict[int, tuple[float, int]] = {}
    for first, second in sorted(_candidates(wordings, vocabulary)):
        counts.candidates += 1
        one, other = wordings[first], wordings[second]
        most = max(len(one.told), len(other.told))
        if len(one.told & other.told) < _SHARED * most - _SLIPS:
            continue
        if not _may_repeat(notes[first], notes[second]):
            continue
        counts.compared += 1
        if same_card(one, other, vocabulary):
            similarity = _similarity(notes[first], notes[second])
            if similarity > best.get(second, (0.0, 0))[0]:
                best[second] = (similarity, first)
    return [
        NearDuplicate(notes[first], notes[second], similarity)
        for second, (similarity, first) in sorted(best.items())
    ]


def _may_repeat(one: Note, other: Note) -> bool:
    return (
        one.front_key != other.front_key
        and one.note_type == other.note_type
        and not (one.pin and other.pin)
    )


def _similarity(one: Note, other: Note) -> float:
    """How alike two notes are in their letters, whatever the order of their words."""
    from rapidfuzz.fuzz import token_sort_ratio

    return token_sort_ratio(f"{one.front} {one.back}", f"{other.front} {other.back}")


def _candidates(wordings: Sequence[Wording], vocabulary: Vocabulary) -> set[tuple[int, int]]:
    """Pairs of notes, by their places in order, that share what few others do."""
    found: set[tuple[int, int]] = set()
    keyed = _sides(wordings), _initials(wordings, vocabulary), _rare_pairs(wordings, vocabulary)
    for keys in keyed:
        for block in _blocks(keys, len(wordings)):
            found.update(combinations(block, 2))
    return found


def _sides(wordings: Sequence[Wording]) -> list[int]:
    """A number for each question and each answer, above the place of its note."""
    shift = _shift(len(wordings))
    numbers: dict[tuple[int, frozenset[int]], int] = {}
    return [
        numbers.setdefault((side, words), len(numbers)) << shift | index
        for index, each in enumerate(wordings)
        for side, words in enumerate((each.asked, each.answered))
        if words
    ]


def _initials(wordings: Sequence[Wording], vocabulary: Vocabulary) -> list[int]:
    """A number for what the words of a short note begin with, above the place of its note.

    With a slip on each side too few of its words are left to find it by.
    """
    shift = _shift(len(wordings))
    first = [word[0] for word in vocabulary.words]
    numbers: dict[str, int] = {}
    return [
        numbers.setdefault(
            "".join([first[each] for each in (*note.front, *note.back)]), len(numbers)
        )
        << shift
        | index
        for index, note in enumerate(wordings)
        if len(note.told) < _SHORT
    ]


def _rare_pairs(wordings: Sequence[Wording], vocabulary: Vocabulary) -> list[int]:
    """A number for each two of the rarest words of a note, above the place of the note."""
    rank = [vocabulary.used[number] << _BITS | number for number in range(len(vocabulary.words))]
    alone = 2 << _BITS
    shift = _shift(len(wordings))
    blocks: list[int] = []
    for index, each in enumerate(wordings):
        rarest = sorted([word for number in each.told if (word := rank[number]) >= alone])
        ids = [word & ((1 << _BITS) - 1) for word in rarest[:_RAREST]]
        blocks += [(one << _BITS | two) << shift | index for one, two in combinations(ids, 2)]
    return blocks


def _shift(notes: int) -> int:
    return max(1, notes.bit_length())


def _blocks(keys: list[int], notes: int) -> Iterator[Sequence[int]]:
    """The places of notes with the same key, where there are two to a few."""
    shift = _shift(notes)
    mask = (1 << shift) - 1
    keys.sort()
    start, before = 0, -1
    for end, each in enumerate((*keys, -1)):
        if each >> shift != before:
            if 1 < end - start <= _MOST_ALIKE:
                yield [key & mask for key in keys[start:end]]
            start, before = end, each >> shift
