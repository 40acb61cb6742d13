"""NoteBlocks: the notes that share what few others do, and so may be the same card.

Notes are numbers here. They are in a block together if they have the same whole question, the same
whole answer, begin their words with the same letters, or share two of their rarest words. After an
edit only the blocks that it touches are looked at.
"""

from collections.abc import Hashable, Iterable, Mapping
from itertools import combinations

from obverse.check.near_duplicates.wording import SHARED_RANK, Vocabulary, Wording, of_rank

_RAREST = 5  # words of a note by which it is looked up: 10 pairs
# Cards of a pattern share its words with all cards of the pattern; copies share them with few.
_MOST_ALIKE = 6
_SHORT = 10  # words that tell something
_BITS = 24  # of a word's number
_NO_EDGE = 1 << 80  # beyond the rank of every word

TwoNotes = tuple[int, int]
_Entries = list[tuple[int, list[Hashable]]]  # of notes, the blocks they leave or enter


class NoteBlocks:
    """The blocks of a project's notes. `pairs` are in blocks, with the number of those.

    A block of one says nothing about pairs, a large one only that the cards follow a pattern.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Begin without notes."""
        self.pairs: dict[TwoNotes, int] = {}
        self._vocabulary = vocabulary
        self._wordings: dict[int, Wording] = {}
        self._rarest: dict[int, list[int]] = {}  # ranks
        self._blocks: dict[Hashable, int | list[int]] = {}  # of one note: most are

    def change(self, gone: Mapping[int, Wording], come: Mapping[int, Wording]) -> set[TwoNotes]:
        """Let notes go and come; the pairs that may be other than before."""
        for number in gone:
            del self._wordings[number]
        before = self._vocabulary.count(come.values(), gone.values())
        moved = self._moved(before)
        left = [(number, self._shared(each)) for number, each in gone.items()]
        left += [(number, _pairs(self._rarest.pop(number))) for number in (*gone, *moved)]
        self._wordings |= come
        entered = [(number, self._shared(each)) for number, each in come.items()]
        ranks = self._vocabulary.ranks
        for number in (*moved, *come):
            told = self._wordings[number].told
            shared = sorted([rank for word in told if (rank := ranks[word]) >= SHARED_RANK])
            self._rarest[number] = rarest = shared[:_RAREST]
            entered.append((number, _pairs(rarest)))
        return self._put(left, entered)

    def _moved(self, before: Mapping[int, int]) -> list[int]:
        """The notes whose rarest words may be others, as some words were more or less rare."""
        if not self._wordings:
            return []
        ranks = self._vocabulary.ranks
        lowest = {word: min(rank, ranks[word]) for word, rank in before.items()}
        changed = frozenset(word for word, rank in before.items() if rank != ranks[word])
        return [
            number
            for number, each in self._wordings.items()
            if not each.told.isdisjoint(changed)
            and any(lowest[word] <= self._edge(number) for word in each.told & changed)
        ]

    def _edge(self, number: int) -> int:
        """The rank that a word may have at most to be among the rarest of a note."""
        rarest = self._rarest[number]
        return rarest[-1] if len(rarest) == _RAREST else _NO_EDGE

    def _shared(self, note: Wording) -> list[Hashable]:
        """Whose notes share a whole side of this note, or how the words of a short one begin.

        With a slip on each side too few words of a short note are left to find it by.
        """
        keys: list[Hashable] = [
            (side, each.told) for side, each in enumerate((note.front, note.back)) if each.told
        ]
        if len(note.told) < _SHORT:
            words = self._vocabulary.words
            keys.append("".join([words[at][0] for at in (*note.front.words, *note.back.words)]))
        return keys

    def _put(self, left: _Entries, entered: _Entries) -> set[TwoNotes]:
        """Take notes out of blocks and put them in others."""
        blocks, touched = self._blocks, set[TwoNotes]()
        keys = {key for _, some in (*left, *entered) for key in some} if blocks else blocks.keys()
        self._count(keys, -1, touched)
        for number, some in left:
            for key in some:
                self._leave(key, number)
        for number, some in entered:
            for key in some:
                known = blocks.setdefault(key, number)
                if isinstance(known, list):
                    known.append(number)
                elif known != number:
                    blocks[key] = [known, number]
        self._count(keys, 1, touched)
        return touched

    def _leave(self, key: Hashable, number: int) -> None:
        block = self._blocks.pop(key)
        if isinstance(block, list):
            block.remove(number)
            self._blocks[key] = block if len(block) > 1 else block[0]

    def _count(self, keys: Iterable[Hashable], by: int, touched: set[TwoNotes]) -> None:
        """Count the pairs of blocks, and add them to those `touched`."""
        for key in keys:
            block = self._blocks.get(key)
            if isinstance(block, list) and len(block) <= _MOST_ALIKE:
                for pair in combinations(sorted(block), 2):
                    touched.add(pair)
                    count = self.pairs.get(pair, 0) + by
                    if count:
                        self.pairs[pair] = count
                    else:
                        del self.pairs[pair]


def _pairs(rarest: Iterable[int]) -> list[Hashable]:
    """A number for each two of these words."""
    return [one << _BITS | two for one, two in combinations(sorted(map(of_rank, rarest)), 2)]
