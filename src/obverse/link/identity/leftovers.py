"""Leftovers: the matches so far, and the notes and known notes that are still left over."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from itertools import compress

from obverse.link.identity.order import Slot, slots_before, slots_now
from obverse.values.diagnostic import Diagnostic
from obverse.values.lock import Known, Lock
from obverse.values.note import Note

OfNote = Callable[[Note], Hashable]
OfKnown = Callable[[Known], Hashable]


class Leftovers:
    """The state of recognising. `matched` is by the index of the note, `free` by guid.

    `turned` are the new notes, by index, that a known note of another note type became; `unclear`
    those that could be one of several. Both stay new. `compared` counts comparisons.
    """

    def __init__(self, notes: Sequence[Note], lock: Lock) -> None:
        """Start with everything left over."""
        self.notes = notes
        self.lock = lock
        self.matched: dict[int, Known] = {}
        self.turned: dict[int, Known] = {}
        self.unclear: set[int] = set()
        self.free = dict(lock.notes)
        self._is_left = bytearray(b"\1") * len(notes)
        self.found = list[Diagnostic]()
        self.compared = 0

    @property
    def left(self) -> list[int]:
        """The notes, by index, that are not matched yet."""
        return [*compress(range(len(self.notes)), self._is_left)]

    def match(self, index: int, known: Known) -> None:
        """Match this note with that known one."""
        self.matched[index] = known
        self._is_left[index] = False
        del self.free[known.guid]

    def turn(self, index: int, known: Known) -> None:
        """This new note replaces that known one, which is removed."""
        self.turned[index] = known
        self._is_left[index] = False
        del self.free[known.guid]

    def pairs_in_order(
        self, of_note: OfNote, of_known: OfKnown, *, alive: bool
    ) -> list[tuple[int, Known]]:
        """The notes left over with the same key, several with one key paired in order."""
        known: dict[Hashable, Known] = {}
        others: dict[Hashable, list[Known]] = defaultdict(list)  # few: most texts are of one note
        for each in self.free.values():
            if bool(each.removed) != alive:
                key = of_known(each)
                if known.setdefault(key, each) is not each:
                    others[key].append(each)
        for key, alike in others.items():
            known[key], *others[key] = sorted([known[key], *alike])
        pairs = []
        for index in self.left if known else ():
            key = of_note(self.notes[index])
            if found := known.pop(key, None):
                pairs.append((index, found))
                if others.get(key):
                    known[key] = others[key].pop(0)
        return pairs

    def pairs_alone(
        self, of_note: OfNote, of_known: OfKnown, *, alive: bool
    ) -> list[tuple[int, Known]]:
        """The notes left over with the same key, if no other note at all has it on either side.

        Matched notes count too: if one of thirty cards `Define:` is left over on each side, that
        does not make them the same card.
        """
        left = self.left
        known = {of_known(each): each for each in self.free.values() if each.alive == alive}
        if not left or not known:
            return []
        keys = [(index, of_note(self.notes[index])) for index in left]
        both = {key for _, key in keys} & known.keys()
        # The whole deck is only counted if that can decide something.
        if not both:
            return []
        notes = Counter(filter(both.__contains__, map(of_note, self.notes)))
        of_lock = [each for each in self.lock.notes.values() if bool(each.removed) != alive]
        lock = Counter(filter(both.__contains__, map(of_known, of_lock)))
        return [(index, known[key]) for index, key in keys if notes[key] == lock[key] == 1]

    def slots(self, wanted: Sequence[int]) -> tuple[dict[int, Slot], dict[str, Slot]]:
        """The neighbours of these notes, and those of the known notes left over."""
        recognised = frozenset(each.guid for each in self.matched.values())
        alive = (each for each in self.lock.notes.values() if each.alive)
        now = slots_now(self.notes, self.matched, wanted)
        return now, slots_before(alive, recognised, self.free.values())
