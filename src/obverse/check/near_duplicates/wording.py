"""Wording: the words of notes as numbers, each in the form that all its spellings share."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple
from zlib import crc32

from obverse.languages.fingerprint import words
from obverse.languages.telling_words import COUNTED, FILLERS, LIGHT, NEGATIONS
from obverse.link.identity.slips import spelled

_PLURAL = 4  # letters of a word that may end in the `s` of the plural
_NOT_PLURAL = ("ss", "us", "is")
_BITS, _TIE = 24, 32  # of a word's number, more than any project has; and of what orders its equals


class Side(NamedTuple):
    """The question or the answer of a note: its words, those that tell something, its text."""

    words: tuple[int, ...]
    told: frozenset[int]
    text: str

    def written(self) -> dict[int, str]:
        """How each word is spelled here."""
        return dict(zip(self.words, words(self.text), strict=True))


class Wording(NamedTuple):
    """The question and the answer of a note, and the words of both that tell something."""

    front: Side
    back: Side
    told: frozenset[int]


class Vocabulary(dict[str, int]):
    """The number of each word; the lists go by it.

    `words` are the forms of the words, `light` says whether one tells nothing, `used` how many
    notes have it. By their `ranks` the rarest are first, and of those that are equally rare the
    same whichever was read first.
    """

    def __init__(self) -> None:
        """Begin without words."""
        self.words: list[str] = []
        self.used = Counter[int]()
        self.light: list[bool] = []
        self.ranks: list[int] = []
        self._numbers: dict[str, int] = {}

    def __missing__(self, word: str) -> int:
        """The number of a word that was not read before."""
        form = word if word in LIGHT or word in FILLERS else _form(word)
        light = form in LIGHT or form in FILLERS  # `thats` is `that`
        number = self._numbers.setdefault(form, len(self.words))
        if number == len(self.words):
            self.words.append(form)
            self.light.append(light)
            self.ranks.append(crc32(form.encode("utf-8", "surrogatepass")) << _BITS | number)
        self[word] = number
        return number

    def read(self, front: str, back: str) -> Wording:
        """The wording of a note, which is not counted yet."""
        one, two = self._side(front), self._side(back)
        return Wording(one, two, one.told | two.told)

    def _side(self, text: str) -> Side:
        numbers, light = tuple(map(self.__getitem__, words(text))), self.light
        return Side(numbers, frozenset([each for each in numbers if not light[each]]), text)

    def count(self, come: Iterable[Wording], gone: Iterable[Wording] = ()) -> dict[int, int]:
        """Count in how many notes words are; the ranks that the words of these notes had before."""
        came, went = _words(come), _words(gone)
        self.used.update(came)
        self.used.subtract(went)
        before = {}
        for number in {*came, *went}:
            before[number] = self.ranks[number]
            tie = before[number] & ((1 << _BITS + _TIE) - 1)
            self.ranks[number] = self.used[number] << (_BITS + _TIE) | tie
        return before


def _words(notes: Iterable[Wording]) -> list[int]:
    """The words of each note, each once for the note."""
    return [number for each in notes for number in {*each.front.words, *each.back.words}]


SHARED_RANK = 2 << (_BITS + _TIE)
"""The least rank of a word that more than one note has."""


def of_rank(rank: int) -> int:
    """The number of the word with this rank."""
    return rank & ((1 << _BITS) - 1)


def _form(word: str) -> str:
    if word in COUNTED:
        return COUNTED[word]
    return spelled(singular(word)) if word.isalpha() and word not in NEGATIONS else word


def singular(word: str) -> str:
    """A word without the `s` of the plural."""
    plural = len(word) >= _PLURAL and word.endswith("s") and not word.endswith(_NOT_PLURAL)
    return word[:-1] if plural else word
