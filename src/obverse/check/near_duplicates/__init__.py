"""Near duplicates: pairs of notes that say nearly the same, in a project of any size.

Blocking first: notes are compared only if they share their whole question, their whole answer or
two of their rarest words, and few others share them, so the work grows with the notes and not with
their pairs (`blocks`). Words that only one note has (such as typing errors) say nothing about
pairs. Then each pair is compared word by word (`same_card`).
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from obverse.check.near_duplicates.blocks import NoteBlocks, TwoNotes
from obverse.check.near_duplicates.same_card import same_card
from obverse.check.near_duplicates.wording import Vocabulary, Wording
from obverse.values.note import Note

_COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL)
_SHARED = 0.6  # of the words, but for one slip on each side, before words are compared
_SLIPS = 2


class NearDuplicate(NamedTuple):
    """Two notes that say nearly the same, in source order, and how alike they are in percent."""

    first: Note
    second: Note
    similarity: float


class Counts:
    """How much work a search was.

    Notes that were read, pairs that shared rare words, pairs compared word by word.
    """

    __slots__ = ("candidates", "compared", "read")

    def __init__(self) -> None:
        self.read = 0
        self.candidates = 0
        self.compared = 0


def near_duplicates(notes: Sequence[Note], counts: Counts | None = None) -> list[NearDuplicate]:
    """Each note that nearly repeats an earlier one, with the one that it is most like.

    Notes with the same question are left to `dedupe`. Two pinned notes are not compared, because
    their author says that they are two.
    """
    return NearDuplicates().of(notes, counts)


class NearDuplicates:
    """The search in a project that is held open: only what an edit touches is looked for again."""

    def __init__(self) -> None:
        """Begin without notes."""
        self._vocabulary = Vocabulary()
        self._blocks = NoteBlocks(self._vocabulary)
        self._wordings: dict[int, Wording] = {}
        self._numbers: dict[tuple[str, str], list[int]] = {}
        self._alike: set[TwoNotes] = set()
        self._last = 0

    def of(self, notes: Sequence[Note], counts: Counts | None = None) -> list[NearDuplicate]:
        """What `near_duplicates` finds in these notes, whatever was asked before."""
        counts = counts or Counts()
        numbers = self._numbered(notes, counts)
        places = {number: at for at, number in enumerate(numbers)}
        best: dict[int, tuple[float, int]] = {}
        for first, second in sorted(
            sorted((places[one], places[other])) for one, other in self._alike
        ):
            if not _may_repeat(notes[first], notes[second]):
                continue
            counts.compared += 1
            one, other = self._wordings[numbers[first]], self._wordings[numbers[second]]
            if same_card(one, other, self._vocabulary):
                similarity = _similarity(notes[first], notes[second])
                if similarity > best.get(second, (0.0, 0))[0]:
                    best[second] = (similarity, first)
        return [
            NearDuplicate(notes[first], notes[second], similarity)
            for second, (similarity, first) in sorted(best.items())
        ]

    def _numbered(self, notes: Sequence[Note], counts: Counts) -> list[int]:
        """The numbers of these notes: those they had, and new ones for what was not there."""
        left, self._numbers = self._numbers, {}
        numbers: list[int] = []
        come: dict[int, Wording] = {}
        for note in notes:
            text = _said(note)
            if known := left.get(text):
                number = known.pop()
            else:
                self._last = number = self._last + 1
                come[number] = self._vocabulary.read(*text)
            numbers.append(number)
            self._numbers.setdefault(text, []).append(number)
        gone = {number: self._wordings.pop(number) for some in left.values() for number in some}
        self._wordings |= come
        counts.read += len(come)
        if gone or come:
            self._look_at(self._blocks.change(gone, come), counts)
        return numbers

    def _look_at(self, touched: set[TwoNotes], counts: Counts) -> None:
        """Decide for these pairs whether they are so alike that words have to be compared."""
        self._alike -= touched
        for pair in touched & self._blocks.pairs.keys():
            counts.candidates += 1
            one, other = (self._wordings[number].told for number in pair)
            if len(one & other) >= _SHARED * max(len(one), len(other)) - _SLIPS:
                self._alike.add(pair)


def _said(note: Note) -> tuple[str, str]:
    """The question and the answer without comments, which no learner sees."""
    if "<!--" not in note.front and "<!--" not in note.back:
        return note.front, note.back
    return _COMMENT.sub(" ", note.front).strip(), _COMMENT.sub(" ", note.back).strip()


def _may_repeat(one: Note, other: Note) -> bool:
    return (
        one.front_key != other.front_key
        and one.note_type == other.note_type
        and not (one.pin and other.pin)
    )


def _similarity(one: Note, other: Note) -> float:
    """How alike two notes are in their letters, whatever the order of their words."""
    from rapidfuzz.fuzz import token_sort_ratio

    return token_sort_ratio(" ".join(_said(one)), " ".join(_said(other)))
