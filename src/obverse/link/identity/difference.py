"""Difference: how two texts differ, and whether that tells two cards apart.

What tells cards apart is a number, a negation, one of a pair of opposites, an identifier of code, a
proper name, and the one telling word of a short question. A slip in any of them does not.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from obverse.languages.fingerprint import same_part, words
from obverse.languages.telling_words import (
    ARTICLES,
    GENERAL,
    LIGHT,
    NEGATIONS,
    NUMBERS,
    SUBJECTS,
    opposites,
)
from obverse.link.identity.slips import is_doubled, is_slip
from obverse.machine.late import late

_SWAPPED = 2  # words in place of others; more are another wording
_NEAR = 3  # words: a negation among more of them belongs to what was added
_BEFORE = "\"'“”‘’„«»*([{¿¡"  # what authors write
_AFTER = ".,;:?!…\"'“”‘’«»*"  # what authors write
_SENTENCE = (".", "!", "?", ":", "…")
_CLOSING = {")": "(", "]": "[", "}": "{"}
_CODE = late(r"[_\[\](){}<>=+*#$@\\^~|&%/]|::|\w\.\w|^-\w|[a-zß-ÿ][A-Z]")
_ROMAN = late("[IVXLCDM]+")
# Compiled where it is first used, which takes 2 ms: few decks have text in such a script.
_NO_SPACES = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]"
_NOT_NEGATED = late(r"\bno (?=less|more|fewer|later|earlier|longer|sooner)", re.IGNORECASE)


class Said(NamedTuple):
    """The words of a text: in lower case, as they were written, and those that are numbers."""

    words: tuple[str, ...]
    written: dict[str, str]
    numbers: frozenset[str]


class Difference(NamedTuple):
    """How a text differs from what it was.

    `contradicts`: a number, a name or one of their kind is another. `apart`: for that reason or
    another the texts are of two cards. `same`: they are one but for slips and words that tell
    nothing. `swapped`: a telling word is another. `numbered`: all that differs are numbers.
    `telling` counts the telling words of the old text.
    """

    contradicts: bool
    apart: bool
    same: bool
    swapped: bool
    numbered: bool
    telling: int


def difference(
    new: str, old: str, is_slip_here: Callable[[str, str], bool] = is_slip
) -> Difference:
    """How the new text differs from the old, of a question what the lock keeps.

    `is_slip_here` says which words are one, mistyped.
    """
    part, kept = same_part(new, old)
    now, before, whole = _said(part), _said(kept), _said(new)
    added = [*(Counter(now.words) - Counter(before.words))]
    # What an insertion moved out of the ends of a clipped text is not lost.
    lost = [*(Counter(before.words) - Counter(whole.words))]
    added, lost = _without_slips(added, lost, (now, before), is_slip_here)
    telling_added = [word for word in added if word not in LIGHT]
    telling_lost = [word for word in lost if word not in LIGHT]
    telling = sum(word not in LIGHT for word in before.words)
    swapped = bool(telling_added and telling_lost)
    same = not telling_added and not telling_lost
    contradicts = (
        bool(now.numbers - before.numbers and before.numbers - now.numbers)
        or (_negates(added) != _negates(lost) and max(len(added), len(lost)) <= _NEAR)
        or _are_opposite(added, lost)
        or (_has_code(now, telling_added) and _has_code(before, telling_lost))
        or (_has_name(now, telling_added) and _has_name(before, telling_lost))
    )
    common = telling - len(telling_lost)
    things = _names_thing(now, telling_added) or _names_thing(before, telling_lost)
    reframed = bool(common) and not things and _is_reframed(added, lost)
    verb = _is_verb(now, telling_added) and _is_verb(before, telling_lost)
    other = (
        swapped
        and not reframed
        and not verb
        and _is_other_word(telling_added, telling_lost, common)
    )
    apart = contradicts or other
    numbered = all(each in now.numbers for each in telling_added) and all(
        each in before.numbers for each in telling_lost
    )
    return Difference(contradicts, apart, same and not apart, swapped, numbered, telling)


def is_general(front: str) -> bool:
    """Whether a question asks for nothing by itself, as `Overview` or `Define:` do."""
    return all(word in GENERAL or word in LIGHT for word in _said(front).written)


def _is_other_word(added: Sequence[str], lost: Sequence[str], common: int) -> bool:
    """Whether one or two words stand in the place of others, and the text is not another one.

    In a text of any length: long questions on one case differ in a word at their end.
    """
    few = max(len(added), len(lost))
    return few <= _SWAPPED and (bool(common) or min(len(added), len(lost)) < _SWAPPED)


def _is_reframed(added: Collection[str], lost: Collection[str]) -> bool:
    """Whether a question is asked in other words throughout, which no opposite is.

    `When is rent due?` and `When must rent be paid?` differ in more than what they ask about.
    """
    now, before = ({*side} & LIGHT - ARTICLES for side in (added, lost))
    return bool(now) and bool(before) and len(now) + len(before) > _SWAPPED


def _is_verb(said: Said, among: Collection[str]) -> bool:
    """Whether these words follow `who` or `what`: what happens may be said in other words."""
    return any(word in among and before in SUBJECTS for before, word in pairwise(said.words))


def _names_thing(said: Said, among: Collection[str]) -> bool:
    """Whether one of these words follows an article, as what a question is about does."""
    return any(word in among and before in ARTICLES for before, word in pairwise(said.words))


@lru_cache(maxsize=1 << 12)
def _said(text: str) -> Said:
    written: dict[str, str] = {}
    found: list[str] = []
    begins = True
    for part in _NOT_NEGATED.sub("", text).split():
        word = _bare(part)
        if not word.isascii() and re.search(_NO_SPACES, word):
            found += words(word)
            written.update((each, each) for each in words(word))
        elif word:
            # A capital that stands alone is the name of something, not an article.
            names = len(word) == 1 and word.isupper() and not begins
            found.append(word if names else word.casefold())
            written.setdefault(found[-1], word)
        begins = part.endswith(_SENTENCE)
    numbers = frozenset(word for word, shown in written.items() if _is_number(word, shown))
    return Said(tuple(found), written, numbers)


def _bare(part: str) -> str:
    """A word without the punctuation around it; the brackets of `lower()` are its own."""
    word = part.lstrip(_BEFORE).rstrip(_AFTER)
    while word and word[-1] in _CLOSING and _CLOSING[word[-1]] not in word:
        word = word[:-1].rstrip(_AFTER)
    return word or part.strip(_AFTER)


def _is_number(word: str, shown: str) -> bool:
    return any(map(str.isdecimal, word)) or word in NUMBERS or bool(_ROMAN.fullmatch(shown))


def _without_slips(
    added: Sequence[str],
    lost: Collection[str],
    texts: tuple[Said, Said],
    is_slip_here: Callable[[str, str], bool],
) -> tuple[list[str], list[str]]:
    """The words that are left when those that are one, mistyped, are taken out in pairs."""
    now, before = texts
    left = [*lost]
    kept = []
    for word in added:
        same = is_doubled if _is_code(now.written[word]) else is_slip_here
        found = next(
            (
                each
                for each in left
                if same(word, each) and not (word in now.numbers and each in before.numbers)
            ),
            None,
        )
        if found is None:
            kept.append(word)
        else:
            left.remove(found)
    return kept, left


def _negates(words: Collection[str]) -> bool:
    return any(word in NEGATIONS or word.endswith(("n't", "n’t")) for word in words)


def _are_opposite(added: Collection[str], lost: Collection[str]) -> bool:
    pairs = opposites()
    return any(not pairs.get(word, frozenset()).isdisjoint(lost) for word in added)


def _is_code(shown: str) -> bool:
    return _CODE.search(shown) is not None or not any(map(str.isalnum, shown))


def _has_code(said: Said, among: Collection[str]) -> bool:
    return any(_is_code(said.written[word]) for word in among)


def _has_name(said: Said, among: Collection[str]) -> bool:
    """Whether one of these words is a proper name: capital, and not only to begin the text."""
    first = next(iter(said.written), "")
    return any(
        said.written[word][:1].isupper() and (word != first or said.written[word].isupper())
        for word in among
    )
