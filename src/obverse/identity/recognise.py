"""Recognise: which note of the lock each note of this build is, from sure to unsure.

Each step only among what the steps before left over, and only where it is unambiguous both ways:
a wrong match gives one card's history to another, which is worse than a card that starts anew.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from obverse.diagnostic import Diagnostic, error
from obverse.lock import Known, Lock
from obverse.note import Note

_T = TypeVar("_T")


def recognise(
    notes: Sequence[Note], lock: Lock
) -> tuple[list[Known | None], tuple[Diagnostic, ...]]:
    """For each note what the lock knows of it, `None` where it is new; and the findings."""
    work = _Work(notes, lock)
    work.by_pin()
    for alive in (True, False):
        work.by_text(alive=alive)
    for alive in (True, False):
        work.by_front(alive=alive)
    return [work.matched.get(index) for index in range(len(notes))], tuple(work.found)


class _Work:
    """What is matched so far, and what is left over on both sides."""

    def __init__(self, notes: Sequence[Note], lock: Lock) -> None:
        self.notes = notes
        self.lock = lock
        self.matched: dict[int, Known] = {}
        self.free = dict(lock.notes)
        self.found: list[Diagnostic] = []

    def match(self, index: int, known: Known) -> None:
        self.matched[index] = known
        del self.free[known.guid]

    def by_pin(self) -> None:
        """The author's own word: `^name`. Two cards with one name are an error."""
        first: dict[str, Note] = {}
        pinned = {known.pin: known for known in self.free.values() if known.pin}
        for index, note in enumerate(self.notes):
            if not note.pin:
                continue
            if (other := first.setdefault(note.pin, note)) is not note:
                message = f"the name `^{note.pin}` is taken by the card at {other.place}"
                self.found.append(
                    error(note.place, "duplicate-pin", message, "give it another name")
                )
            elif (known := pinned.get(note.pin)) and known.note_type == note.note_type:
                self.match(index, known)

    def by_text(self, *, alive: bool) -> None:
        """The same front and back, the same file first."""
        self._pair(
            alive,
            lambda note: (note.note_type, note.front_key, note.back_key, note.place.path),
            lambda known: (known.note_type, known.front_key, known.back_key, known.path),
            in_order=True,
        )
        self._pair(
            alive,
            lambda note: (note.note_type, note.front_key, note.back_key),
            lambda known: (known.note_type, known.front_key, known.back_key),
            in_order=True,
        )

    def by_front(self, *, alive: bool) -> None:
        """The same front and another back, the same file first, where only one can be meant."""
        self._pair(
            alive,
            lambda note: (note.note_type, note.front_key, note.place.path),
            lambda known: (known.note_type, known.front_key, known.path),
        )
        self._pair(
            alive,
            lambda note: (note.note_type, note.front_key),
            lambda known: (known.note_type, known.front_key),
        )

    def _pair(
        self,
        alive: bool,  # noqa: FBT001  # always by name above
        of_note: Callable[[Note], Hashable],
        of_known: Callable[[Known], Hashable],
        *,
        in_order: bool = False,
    ) -> None:
        """Match what has the same key and is alone with it on both sides.

        With `in_order` several with one key are paired in order: they are alike in all that a
        learner sees, so any pairing is right.
        """
        left = [index for index in range(len(self.notes)) if index not in self.matched]
        if not left:
            return
        candidates = _group((each for each in self.free.values() if each.alive == alive), of_known)
        if not candidates:
            return
        wanted = _group(left, lambda index: of_note(self.notes[index]))
        for key, indexes in wanted.items():
            known = candidates.get(key, [])
            if in_order or len(indexes) == len(known) == 1:
                for index, each in zip(indexes, sorted(known), strict=False):
                    self.match(index, each)


def _group(each: Iterable[_T], key: Callable[[_T], Hashable]) -> dict[Hashable, list[_T]]:
    groups: dict[Hashable, list[_T]] = defaultdict(list)
    for one in each:
        groups[key(one)].append(one)
    return groups
