"""Wording: the words of notes as numbers, each in the form that all its spellings share."""

from collections import Counter
from typing import NamedTuple

from obverse.languages.fingerprint import words
from obverse.languages.telling_words import COUNTED, FILLERS, LIGHT, NEGATIONS
from obverse.link.identity.slips import spelled

_PLURAL = 4  # letters of a word that may end in the `s` of the plural
_NOT_PLURAL = ("ss", "us", "is")


class Wording(NamedTuple):
    """The words of a note, and those of question, of answer and of both that tell something."""

    front: tuple[int, ...]
    back: tuple[int, ...]
    asked: frozenset[int]
    answered: frozenset[int]
    told: frozenset[int]


class Vocabulary(dict[str, int]):
    """The number of each word; the lists go by it.

    `words` are the forms of the words, `written` the spelling that was read first. `used` says how
    many notes have a word, `light` whether it tells nothing.
    """

    def __init__(self) -> None:
        """Begin without words."""
        self.words: list[str] = []
        self.written: list[str] = []
        self.used = Counter[int]()
        self.light: list[bool] = []
        self._numbers: dict[str, int] = {}

    def __missing__(self, word: str) -> int:
        """The number of a word that was not read before."""
        form = word if word in LIGHT or word in FILLERS else _form(word)
        light = form in LIGHT or form in FILLERS  # `thats` is `that`
        number = self._numbers.setdefault(form, len(self.words))
        if number == len(self.words):
            self.words.append(form)
            self.written.append(word)
            self.light.append(light)
        self[word] = number
        return number

    def read(self, front: str, back: str) -> Wording:
        """The wording of a note. The numbers follow the text and not the hash seed."""
        number, light = self.__getitem__, self.light
        asked, answered = tuple(map(number, words(front))), tuple(map(number, words(back)))
        self.used.update({*asked, *answered})
        # Lists first: sets of numbers are in the order of the numbers, whatever the hash seed.
        one = frozenset([each for each in asked if not light[each]])
        two = frozenset([each for each in answered if not light[each]])
        return Wording(asked, answered, one, two, one | two)


def _form(word: str) -> str:
    if word in COUNTED:
        return COUNTED[word]
    return spelled(singular(word)) if word.isalpha() and word not in NEGATIONS else word


def singular(word: str) -> str:
    """A word without the `s` of the plural."""
    plural = len(word) >= _PLURAL and word.endswith("s") and not word.endswith(_NOT_PLURAL)
    return word[:-1] if plural else word
