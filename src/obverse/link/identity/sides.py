"""Sides: whether what differs on the two sides of a note and a known one tells them apart."""

from collections.abc import Callable
from typing import NamedTuple

from obverse.languages.fingerprint import gist_words, letters, word_hash, words
from obverse.languages.telling_words import opposites
from obverse.link.identity.difference import Difference, difference, is_general
from obverse.link.identity.slips import is_slip
from obverse.values.lock import Known
from obverse.values.note import Note

_FEW = 4  # telling words of a question: in a shorter one a slip may have made another word
_TITLED = "obverse-cloze"  # notes whose heading asks for nothing: their text does


class Sides(NamedTuple):
    """How the questions differ, whether they ask for nothing, and whether it is two cards."""

    front: Difference
    general: bool
    apart: bool


def sides(note: Note, known: Known, is_slip_here: Callable[[str, str], bool] = is_slip) -> Sides:
    """Compare a note with a known one.

    With the very same question an answer may change as it likes: it was corrected. Where the
    question tells nothing, or is short and not quite the same, the answers must not be apart; but
    the numbers that a deletion asks for may be corrected below a title of its own.
    """
    front = difference(note.front, known.front, is_slip_here)
    general, titled = is_general(note.front), note.note_type == _TITLED
    unchanged = note.front_key == known.front_key and not general
    asks = not general and not titled
    if front.apart:
        return Sides(front, not asks, apart=True)
    if asks and (unchanged or (front.same and front.telling >= _FEW)):
        return Sides(front, general=False, apart=False)
    answers = _answers(note, known)
    if titled and unchanged and answers.numbered:
        return Sides(front, general=False, apart=False)
    return Sides(front, not asks, answers.contradicts if asks else answers.apart)


def _answers(note: Note, known: Known) -> Difference:
    """How the answers differ; of a long one only hashes were kept, which show an opposite."""
    kept = letters(known.sketch)
    if kept is not None:
        return difference(note.back.casefold(), kept)
    old = gist_words(known.sketch)
    new = {word_hash(word): word for word in words(note.back)}
    lost = old.keys() - new.keys()
    opposite = any(
        word_hash(other) in lost
        for hashed, word in new.items()
        if hashed not in old
        for other in opposites().get(word, ())
    )
    return Difference(opposite, opposite, same=False, swapped=False, numbered=False, telling=_FEW)
