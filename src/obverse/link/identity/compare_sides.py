"""Compare sides: whether what differs between a note and a known one makes them two cards."""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from obverse.compile import kinds
from obverse.languages.fingerprint import gist_words, letters, word_hash, words
from obverse.languages.telling_words import opposites
from obverse.link.identity.difference import Difference, difference, is_general
from obverse.link.identity.slips import is_slip
from obverse.values.lock import Known
from obverse.values.note import Note

_FEW = 4  # telling words of a question: in a shorter one a slip may have made another word


class ComparedSides(NamedTuple):
    """How the questions differ, whether they ask for nothing, and whether it is two cards."""

    front: Difference
    general: bool
    apart: bool


def compare_sides(
    note: Note, known: Known, is_slip_here: Callable[[str, str], bool] = is_slip
) -> ComparedSides:
    """Compare a note with a known one.

    With the very same question an answer may change as it likes: it was corrected. Where the
    question tells nothing, or is short and not quite the same, the answers must not be apart; but
    the numbers that a deletion asks for may be corrected below a title of its own.
    """
    front = difference(note.front, known.front, is_slip_here)
    general, titled = is_general(note.front), note.note_type == _titled()
    unchanged = note.front_key == known.front_key and not general
    asks = not general and not titled
    if front.apart:
        return ComparedSides(front, not asks, apart=True)
    if asks and (unchanged or (front.same and front.telling >= _FEW)):
        return ComparedSides(front, general=False, apart=False)
    answers = _answers(note, known)
    if titled and unchanged and answers.numbered:
        return ComparedSides(front, general=False, apart=False)
    return ComparedSides(front, not asks, answers.contradicts if asks else answers.apart)


@cache
def _titled() -> str:
    """The note type whose heading asks for nothing: its text does."""
    return kinds.get(kinds.default(deletions=True)).note_type


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
