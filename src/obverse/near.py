"""Near: pairs of notes that say nearly the same, found in a project of any size.

Blocking first: notes are compared only when they share two of their rarest words and few others
share both, so the work grows with the notes and not with their pairs. Words that only one note
has (typing errors are such) say nothing about pairs. Then each pair is compared word by word.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, count

from obverse.fingerprint import words
from obverse.note import Note

_RAREST = 6  # words of a note that it is looked up by: 15 pairs
# Cards made alike share their template's words with all their kind; copies do so with few.
_MOST_ALIKE = 6
_SIMILAR = 80.0  # percent, of the sorted words (rapidfuzz's token sort ratio)
_ONE_IN = 8  # words of a side, of which one may be another word
_SHORT = 40  # characters of a note
_LONG = 8  # letters, from which on a word may have two typing errors
_BITS = 24  # of a word's number: more words than any project has


@dataclass(frozen=True, slots=True)
class Pair:
    """Two notes that say nearly the same, in source order, and how alike they are in percent."""

    first: Note
    second: Note
    similarity: float


@dataclass(slots=True)
class Counts:
    """How much work a search was: pairs that shared rare words, pairs compared letter by letter."""

    candidates: int = 0
    compared: int = 0


@dataclass(slots=True)
class _Search:
    """Words by number, and how many notes have each."""

    numbers: defaultdict[str, int] = field(default_factory=lambda: defaultdict(count().__next__))
    used: Counter[int] = field(default_factory=Counter)


def near(notes: Sequence[Note], counts: Counts | None = None) -> list[Pair]:
    """Each note that nearly repeats an earlier one, with the one that it is most like.

    Notes with the same question are left to `dedupe`, as are two that are pinned: they are two
    by their author's word.
    """
    counts = counts or Counts()
    search = _Search()
    texts = [_numbers(note, search) for note in notes]
    best: dict[int, tuple[float, int]] = {}
    for first, second in sorted(_candidates(texts, search)):
        counts.candidates += 1
        if 2 * len(texts[first] & texts[second]) < max(len(texts[first]), len(texts[second])):
            continue
        counts.compared += 1
        similarity = _similarity(notes[first], notes[second], search)
        if similarity > best.get(second, (0.0, 0))[0]:
            best[second] = (similarity, first)
    return [
        Pair(notes[first], notes[second], similarity)
        for second, (similarity, first) in sorted(best.items())
    ]


def _numbers(note: Note, search: _Search) -> frozenset[int]:
    number = search.numbers.__getitem__
    # The numbers follow the text and not the hash seed: they decide between equally rare words.
    found = frozenset(list(map(number, [*words(note.front), *words(note.back)])))
    search.used.update(found)
    return found


def _candidates(texts: Sequence[frozenset[int]], search: _Search) -> set[tuple[int, int]]:
    """Pairs of notes, by their places in order, that share two of their rarest words."""
    rank = [search.used[number] << _BITS | number for number in range(len(search.numbers))]
    alone = 2 << _BITS
    shift = max(1, len(texts).bit_length())
    mask = (1 << shift) - 1
    blocks: list[int] = []
    for index, text in enumerate(texts):
        rarest = sorted([each for number in text if (each := rank[number]) >= alone])[:_RAREST]
        ids = [each & ((1 << _BITS) - 1) for each in rarest]
        blocks += [(one << _BITS | two) << shift | index for one, two in combinations(ids, 2)]
    blocks.sort()
    found: set[tuple[int, int]] = set()
    for block in _blocks(blocks, shift):
        found.update(combinations([each & mask for each in block], 2))
    return found


def _blocks(blocks: Sequence[int], shift: int) -> Iterator[Sequence[int]]:
    """Runs with the same two words, of two to a few notes."""
    start, end, before = 0, 0, -1
    for end, each in enumerate(blocks):
        if each >> shift != before:
            if 1 < end - start <= _MOST_ALIKE:
                yield blocks[start:end]
            start, before = end, each >> shift
    if 1 < len(blocks) - start <= _MOST_ALIKE:
        yield blocks[start:]


def _similarity(one: Note, other: Note, search: _Search) -> float:
    """How alike two notes are, 0 where they are two cards."""
    from rapidfuzz.fuzz import ratio

    if one.front_key == other.front_key or one.note_type != other.note_type:
        return 0.0
    if one.pin and other.pin:
        return 0.0
    fronts, backs = (words(one.front), words(other.front)), (words(one.back), words(other.back))
    whole = [" ".join(sorted(front + back)) for front, back in zip(fronts, backs, strict=True)]
    similarity = ratio(*whole, score_cutoff=_SIMILAR)
    if not similarity:
        return 0.0
    asked, answered = _other_words(*fronts, search), _other_words(*backs, search)
    # Another thing is asked and another answer given: the terms of a glossary, not a copy.
    if asked and answered:
        return 0.0
    # One other word makes another card of a short one, as of a question about two countries.
    if asked + answered and min(map(len, whole)) < _SHORT:
        return 0.0
    return similarity if _few(asked, fronts) and _few(answered, backs) else 0.0


def _few(others: int, sides: tuple[Sequence[str], Sequence[str]]) -> bool:
    return others <= max(1, min(map(len, sides)) // _ONE_IN)


def _other_words(one: Sequence[str], other: Sequence[str], search: _Search) -> int:
    """How many words of one text are others in the other, typing errors aside."""
    left, right = Counter(one), Counter(other)
    mine, theirs = list((left - right).elements()), list((right - left).elements())
    for word in [*mine]:
        slip = next((each for each in theirs if _is_slip(word, each, search)), None)
        if slip is not None:
            mine.remove(word)
            theirs.remove(slip)
    return max(sum(map(_matters, mine)), sum(map(_matters, theirs)))


def _is_slip(one: str, other: str, search: _Search) -> bool:
    """Whether one word is the other with a typing error: no other note has it."""
    from rapidfuzz.distance import OSA

    if min(search.used[search.numbers[each]] for each in (one, other)) > 1:
        return False
    if not (one.isalpha() and other.isalpha()):
        return False
    most = 2 if min(len(one), len(other)) >= _LONG else 1
    return OSA.distance(one, other, score_cutoff=most) <= most


def _matters(word: str) -> bool:
    """Whether a word can tell two cards apart: not `of` and `is`."""
    return len(word) > 2 or any(each.isdigit() or ord(each) > 0x2E7F for each in word)  # noqa: PLR2004
