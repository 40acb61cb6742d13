"""Slips: whether one word is another mistyped, or another word.

A slip doubles, drops, adds, changes or swaps one letter. But so do pairs of words that both exist
(`ethanol` and `methanol`, `nitrite` and `nitrate`, `lessor` and `lessee`), and these differ where
fingers seldom slip: in the first letter, in a prefix, in the vowel of the ending.
"""

import re

from obverse.languages.telling_words import PREFIXES, opposites, twins
from obverse.machine.late import late

_DELETED = 4  # characters of the longer word, from which a letter may be missing
_CHANGED = 5  # characters of a word in which a letter may be another
_TWICE = 8  # characters of a word that may have two slips
_ENDING = 3  # characters: another vowel or consonant in them is another ending
_SAME_PREFIX = {"an": "a", "im": "in", "il": "in", "ir": "in", "em": "en"}
# What any of them begins with: nearly all words have none of it.
_MAY_BE_SPELLED = late("[iy]s|ae|oe|æ|œ|our|tre|lph|['’]")  # what authors write
_OF_CHEMISTRY = frozenset("ide ite ate ase ose ane ene yne ine one".split())
_VOWELS = frozenset("aeiouyäöüáéíóúàèìòùâêîôû")
_SPELLINGS = (
    (re.compile("is(?=(?:e|ed|es|er|ers|ing|ation|ations)$)"), "iz"),
    (re.compile("ys(?=(?:e|ed|es|er|ers|ing)$)"), "yz"),
    (re.compile("ae|oe|æ|œ"), "e"),
    (re.compile("our"), "or"),
    (re.compile("(?<=t)re$"), "er"),
    (re.compile("lph"), "lf"),
    (re.compile("['’]s$|['’]$"), ""),  # what authors write
)


def is_slip(one: str, other: str) -> bool:
    """Whether two words in lower case are one word, mistyped, inflected or spelled as elsewhere."""
    if not begin_alike(one, other):
        return False
    return is_respelled(one, other) or (_is_one_off(one, other) and _may_be(one, other))


def is_sure_slip(one: str, other: str) -> bool:
    """Whether two words are one, respelled, or with a letter twice or two neighbours swapped.

    Between words that both exist only these are slips, as with `list.insert` and `list.inesrt`.
    """
    if not begin_alike(one, other):
        return False
    return is_respelled(one, other) or is_doubled(one, other)


def is_respelled(one: str, other: str) -> bool:
    """Whether the words differ only in spelling (`organise`, `organize`) or in the plural's `s`."""
    if any(map(str.isdecimal, one + other)):
        return False
    one, other = spelled(one), spelled(other)
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= _ENDING and long in (f"{short}s", f"{short}es"))


def is_mistyped(one: str, other: str) -> bool:
    """Whether a word that is in no other text is one that is: any letter but the ends may be wrong.

    One letter of a word of four, two of a word of eight that are apart from each other; not where
    both are endings of chemistry, or another vowel makes another ending.
    """
    if not begin_alike(one, other):
        return False
    if is_respelled(one, other):
        return True
    if not (_is_one_wrong(one, other) or _are_two_wrong(one, other)) or not _may_be(one, other):
        return False
    return one[-_ENDING:] == other[-_ENDING:] or not (
        {one[-_ENDING:], other[-_ENDING:]} <= _OF_CHEMISTRY
    )


def _is_one_wrong(one: str, other: str) -> bool:
    short, long, at = _first_difference(one, other)
    if len(short) < len(long):
        # At the end it would be another form of the word.
        return is_doubled(one, other) or (at < len(short) and _is_one_off(one, other))
    return _is_one_off(one, other) or (len(one) >= _DELETED and _is_one_changed(one, other, at))


def _is_one_changed(one: str, other: str, at: int) -> bool:
    vowels = one[at] in _VOWELS and other[at] in _VOWELS
    ends = at == len(one) - 1 or (vowels and at > 1 and at >= len(one) - _ENDING)
    return at > 0 and one[at + 1 :] == other[at + 1 :] and not ends


def _are_two_wrong(one: str, other: str) -> bool:
    """Whether there are two slips; two letters that are others make another word."""
    if min(len(one), len(other)) < _TWICE:
        return False
    changed = sum(a != b for a, b in zip(one, other, strict=False))
    if len(one) == len(other) and changed == 2:  # noqa: PLR2004  # neither swapped nor missing
        return False
    return any(
        _is_one_wrong(one[:at], other[: at + more]) and _is_one_wrong(one[at:], other[at + more :])
        for at in range(_DELETED, len(one) - _ENDING)
        for more in (-1, 0, 1)
    )


def is_doubled(one: str, other: str) -> bool:
    """Whether one word is the other with a letter twice in a row, or two neighbours swapped.

    Between names of code only these are slips: `a[i]` and `a[j]`, `atoi` and `atof` are not.
    """
    if not begin_alike(one, other):
        return False
    short, long, at = _first_difference(one, other)
    if len(short) == len(long):
        slip = _is_swapped(short, long, at)
    else:
        slip = short[at:] == long[at + 1 :] and _is_doubled(long, at)
    return slip and _may_be(one, other)


def _is_one_off(one: str, other: str) -> bool:
    short, long, at = _first_difference(one, other)
    if len(short) == len(long):
        return _is_swapped(short, long, at) or _is_changed(short, long, at)
    if short[at:] != long[at + 1 :]:
        return False
    return _is_doubled(long, at) or (len(long) >= _DELETED and at > 0)


def _first_difference(one: str, other: str) -> tuple[str, str, int]:
    """The shorter word, the longer one, and where they differ first."""
    short, long = sorted((one, other), key=len)
    pairs = enumerate(zip(short, long, strict=False))
    return short, long, next((at for at, (a, b) in pairs if a != b), len(short))


def begin_alike(one: str, other: str) -> bool:
    """Whether the words begin as one word and its slip do; it spares nearly all comparisons."""
    return abs(len(one) - len(other)) < _ENDING and (
        one[:1] == other[:1] or one[:2] == other[1::-1]
    )


def _may_be(one: str, other: str) -> bool:
    """Whether neither is a number, and the two are not known as words of their own."""
    if one == other or any(map(str.isdecimal, one + other)):
        return False
    return (
        (one, other) not in twins()
        and other not in opposites().get(one, ())
        and not _is_prefixed(one, other)
    )


def _is_prefixed(one: str, other: str) -> bool:
    """Whether the words are one stem with other prefixes, or with and without one."""
    stems = [
        {word[len(prefix) :]: prefix for prefix in ("", *PREFIXES) if word.startswith(prefix)}
        for word in (one, other)
    ]
    shared = stems[0].keys() & stems[1].keys()
    return any(
        len(stem) >= _DELETED
        and _SAME_PREFIX.get(one := stems[0][stem], one)
        != _SAME_PREFIX.get(other := stems[1][stem], other)
        for stem in shared
    )


def _is_doubled(long: str, at: int) -> bool:
    """Whether the letter that the other word lacks stands next to itself."""
    return len(long) > 2 and long[at] in (long[at - 1 : at], long[at + 1 : at + 2])  # noqa: PLR2004  # `s` and `ss`


def _is_swapped(one: str, other: str, at: int) -> bool:
    pair = one[at : at + 2]
    return (
        len(one) >= _DELETED
        and pair[::-1] == other[at : at + 2]
        and one[at + 2 :] == other[at + 2 :]
    )


def _is_changed(one: str, other: str, at: int) -> bool:
    """Whether one letter is another, not in the first place, and not to make another ending."""
    if len(one) < _CHANGED or not at or one[at + 1 :] != other[at + 1 :]:
        return False
    same_sound = (one[at] in _VOWELS) == (other[at] in _VOWELS)
    return not (same_sound and at >= len(one) - _ENDING)


def spelled(word: str) -> str:
    """A word in the spelling that all its spellings share."""
    if _MAY_BE_SPELLED.search(word):
        for pattern, usual in _SPELLINGS:
            word = pattern.sub(usual, word)
    return word
