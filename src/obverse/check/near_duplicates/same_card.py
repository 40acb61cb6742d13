"""Same card: whether two notes that share most of their words ask and answer the same."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from obverse.check.near_duplicates.wording import Side, Vocabulary, Wording, singular
from obverse.languages.telling_words import (
    ARTICLES,
    GRAMMAR,
    INTERROGATIVES,
    LIGHT,
    NEGATIONS,
    opposites,
)
from obverse.link.identity.slips import is_doubled, is_mistyped

_ONE_IN = 5  # words that tell something; in an answer, one in this many may be another
_ONE_IN_LONG = 8  # the same where the answer is long
_LONG = 10
_COMMONER = 10  # times
_NONE: frozenset[str] = frozenset()


class _Changes(NamedTuple):
    """How a side differs: the telling words that only one note has, slips aside.

    `slips` are words that are mistyped, `light` the other words that are exchanged. `apart` if a
    number, a negation or one of a pair of opposites is another.
    """

    added: Sequence[int]
    lost: Sequence[int]
    slips: int
    light: tuple[frozenset[str], frozenset[str]]
    apart: bool

    @property
    def others(self) -> int:
        """How many words are others, one in the place of another counted once."""
        return max(len(self.added), len(self.lost))

    @property
    def changes_sentence(self) -> bool:
        """Whether somebody else does something, or at another time."""
        added, lost = (side & GRAMMAR for side in self.light)
        return bool(added and lost)


_SAME = _Changes((), (), 0, (frozenset(), frozenset()), apart=False)


def same_card(one: Wording, other: Wording, vocabulary: Vocabulary) -> bool:
    """Whether one of two notes only repeats the other.

    Another telling word in the question makes another card, whatever the answers; one more or less
    does not where the answers are the same. What the questions ask for (`who`, `when`), their order
    and their tense may differ only where the answers are the same, too.
    """
    asked = _changes(one.front, other.front, vocabulary)
    if asked.apart or (asked.added and asked.lost):
        return False
    answered = _changes(one.back, other.back, vocabulary)
    if answered.apart:
        return False
    shortest = min(len(one.front.told), len(other.front.told))
    same, alike = not answered.others, _ask_alike(one, other, vocabulary)
    if asked.others:
        few = asked.others <= max(1, shortest // _ONE_IN)
        named = any(_is_label(vocabulary.words[each]) for each in (*asked.added, *asked.lost))
        return few and alike and not named and same and not answered.slips
    if _is_turned(one.front, other.front, vocabulary):
        return same and not _is_turned(one.back, other.back, vocabulary)
    if asked.changes_sentence or not alike:
        return same and not answered.slips and not any(answered.light)
    length = min(len(one.back.told), len(other.back.told)) if shortest else 0
    return answered.others <= length // (_ONE_IN_LONG if length >= _LONG else _ONE_IN)


def _changes(one: Side, other: Side, vocabulary: Vocabulary) -> _Changes:
    """How two questions or two answers differ."""
    if one.words == other.words:
        return _SAME
    before, after = Counter(one.words), Counter(other.words)
    lost, added = [*(before - after).elements()], [*(after - before).elements()]
    slips = 0
    if lost and added:
        word, typed = one.written(), other.written()
        for number in [*lost]:
            spelled = (number, word[number])
            near = (at for at in added if _is_slip(spelled, (at, typed[at]), vocabulary))
            slip = next(near, None)
            if slip is not None:
                lost.remove(number)
                added.remove(slip)
                slips += 1
    words, light = vocabulary.words, vocabulary.light
    gone, come = (frozenset([words[each] for each in side]) for side in (lost, added))
    apart = (
        (any(map(_is_number, gone)) and any(map(_is_number, come)))
        or gone.isdisjoint(NEGATIONS) != come.isdisjoint(NEGATIONS)
        or any(not opposites().get(word, _NONE).isdisjoint(come) for word in gone)
    )
    exchanged = come & LIGHT - ARTICLES, gone & LIGHT - ARTICLES
    added, lost = ([each for each in side if not light[each]] for side in (added, lost))
    return _Changes(added, lost, slips, exchanged, apart)


def _is_slip(one: tuple[int, str], other: tuple[int, str], vocabulary: Vocabulary) -> bool:
    """Whether one word, which is (its number, how it is spelled), is the other, mistyped.

    No other note has it; or few have it where many have the other, and two letters are only
    swapped, or nearly all notes have the other, as with `whaat`.
    """
    (first, word), (second, typed) = one, other
    rare, common = sorted((vocabulary.used[first], vocabulary.used[second]))
    light = vocabulary.light[first] != vocabulary.light[second]
    if rare > 1 and (common < _COMMONER * rare or not (light or is_doubled(word, typed))):
        return False
    return is_mistyped(word, typed) or is_mistyped(singular(word), singular(typed))


def _is_label(word: str) -> bool:
    return len(word) == 1 or _is_number(word)


def _is_number(word: str) -> bool:
    return any(map(str.isdecimal, word))


def _is_turned(one: Side, other: Side, vocabulary: Vocabulary) -> bool:
    """Whether the same telling words are in another order."""
    light = vocabulary.light
    before, after = ([each for each in side.words if not light[each]] for side in (one, other))
    return before != after and sorted(before) == sorted(after)


def _ask_alike(one: Wording, other: Wording, vocabulary: Vocabulary) -> bool:
    """Whether two questions ask for the same: a person, a place, a time, a reason, a way."""
    words = vocabulary.words
    before, after = (
        {words[each] for each in side.front.words if words[each] in INTERROGATIVES}
        for side in (one, other)
    )
    return before == after
