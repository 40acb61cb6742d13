"""Near duplicates: pairs of notes that say nearly the same, in a project of any size.

Blocking first: notes are compared only if they share two of their rarest words and few others share
both, so the work grows with the notes and not with their pairs. Words that only one note has (such
as typing errors) say nothing about pairs. Then each pair is compared word by word.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, count

from obverse.languages.fingerprint import words
from obverse.values.note import Note

_RAREST = 6  # words of a note by which it is looked up: 15 pairs
# Cards of a pattern share its words with all cards of the pattern; copies share them with few.
_MOST_ALIKE = 6
_SHARED = 0.6  # of the words, before letters are compared
_SIMILAR = 80.0  # percent, of the sorted words (rapidfuzz's token sort ratio)
_ONE_IN = 8  # words of question or answer; one in this many may be another word
_ONE_IN_LONG = 10  # words of a note: nobody writes two so long that differ in one term
_ONE_IN_SHORT = 5  # the same, for a note with fewer words than that
_FEWEST = 10  # words of a note; in a shorter one every word distinguishes it from the next
_LONG = 8  # letters; a word this long may have two typing errors
_TERM = 3  # letters; a word this long may be a term
_COMMON = 10  # notes; a short word in this many is not a term
_BITS = 24  # of a word's number: more words than any project has


_Sides = tuple[Sequence[str], Sequence[str]]


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

    Notes with the same question are left to `dedupe`. Two pinned notes are not compared, because
    their author says that they are two.
    """
    counts = counts or Counts()
    search = _Search()
    texts = [_numbers(note, search) for note in notes]
    best: dict[int, tuple[float, int]] = {}
    for first, second in sorted(_candidates(texts, search)):
        counts.candidates += 1
        most = max(len(texts[first]), len(texts[second]))
        if len(texts[first] & texts[second]) < _SHARED * most:
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
    """How alike two notes are, 0 if they are two cards."""
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
    alike = _says_the_same(fronts, backs, search)
    return similarity if alike else 0.0


def _says_the_same(fronts: _Sides, backs: _Sides, search: _Search) -> bool:
    """Whether two notes alike in their letters are one card, and not two of one pattern."""
    asked, asked_slips = _other_words(*fronts, search)
    answered, answered_slips = _other_words(*backs, search)
    others = asked + answered
    length = min(len(front) + len(back) for front, back in zip(fronts, backs, strict=True))
    if length >= 2 * _ONE_IN_LONG:
        most = max(1, min(map(len, fronts)) // _ONE_IN)
        return asked <= most and others <= length // _ONE_IN_LONG
    # Of `What is a cryostat?` one letter makes another question.
    another = asked or (asked_slips and min(map(len, fronts)) < _ONE_IN_SHORT)
    # Another thing is asked and another answer given: the terms of a glossary, not a copy.
    if another and (answered or (answered_slips and not asked)):
        return False
    if others and length < _FEWEST:
        return False
    return _few(asked, fronts) and _few(answered, backs)


def _few(others: int, sides: _Sides) -> bool:
    """Whether so few words differ that a side still says the same: none of `What is a X?`."""
    length = min(map(len, sides))
    return others <= (length // _ONE_IN or length // _ONE_IN_SHORT)


def _other_words(one: Sequence[str], other: Sequence[str], search: _Search) -> tuple[int, int]:
    """How many words differ between two texts, and how many have typing errors.

    If a number differs (`day 7`, `day 14`), everything does.
    """
    left, right = Counter(one), Counter(other)
    mine, theirs = list((left - right).elements()), list((right - left).elements())
    slips = 0
    for word in [*mine]:
        slip = next((each for each in theirs if _is_slip(word, each, search)), None)
        if slip is not None:
            mine.remove(word)
            theirs.remove(slip)
            # A slip in a word that many notes have does not make it another term.
            slips += max(search.used[search.numbers[each]] for each in (word, slip)) < _COMMON
    if any(map(_is_number, mine)) and any(map(_is_number, theirs)):
        return len(one) + len(other), slips
    others = max(sum(_matters(word, search) for word in words) for words in (mine, theirs))
    return others, slips


def _is_slip(one: str, other: str, search: _Search) -> bool:
    """Whether one word is the other with a typing error: almost no other note has it."""
    from rapidfuzz.distance import OSA

    rare, common = sorted(search.used[search.numbers[each]] for each in (one, other))
    short, long = sorted((one, other), key=len)
    if rare > 1 and common < _COMMON * rare:
        return False
    if not (one.isalpha() and other.isalpha()):
        return False
    # `I` and `II` are two things; `of` is known not to be a term.
    if len(long) < _TERM and common < _COMMON:
        return False
    # `patented` and `unpatented` are both words.
    if len(long) - len(short) > 1 and long.endswith(short):
        return False
    most = 2 if len(short) >= _LONG else 1
    return OSA.distance(one, other, score_cutoff=most) <= most


def _is_number(word: str) -> bool:
    return word[0].isdigit()


def _matters(word: str, search: _Search) -> bool:
    """Whether a word can distinguish two cards: not `of` and `is`."""
    return len(word) >= _TERM or not word.isascii() or search.used[search.numbers[word]] < _COMMON
