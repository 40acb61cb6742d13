"""Seeded edit histories: a note that is still the same keeps its guid, and none takes another's."""

import os
from collections import Counter
from dataclasses import dataclass, field
from math import sqrt

from edits import advance
from histories import ROUNDS, Deck, start
from obverse.compile.compile_source import compile_source
from obverse.link.identity import Identity, identity
from obverse.note_types import built_in
from obverse.values import lock as locks
from obverse.values.lock import Lock
from obverse.values.note import Note

DECKS = int(os.environ.get("OBVERSE_HISTORIES", "80"))
FIRST = int(os.environ.get("OBVERSE_FIRST", "0"))
BUILT = 1_700_000_000


@dataclass(slots=True)
class Score:
    """What became of all notes of all rounds."""

    same: int = 0
    kept: int = 0
    edited: int = 0
    edited_kept: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    edits: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        """The two figures, and what share of the edited notes keeps its guid."""
        return (
            f"{self.kept:,} of {self.same:,} notes that are still the same keep their guid "
            f"({interval(self.kept, self.same)}; of the edited {self.edited_kept:,} of "
            f"{self.edited:,}, {interval(self.edited_kept, self.edited)}), "
            f"{len(self.wrong)} histories go to a wrong note "
            f"({interval(len(self.wrong), self.same)})"
        )


def interval(part: int, whole: int) -> str:
    """A share and between which shares the true one is, in 95 of 100 cases (Wilson 1927)."""
    z, share = 1.96, part / whole
    middle = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    spread = share * (1 - share) / whole + z * z / (4 * whole * whole)
    half = z * sqrt(spread) / (1 + z * z / whole)
    return f"{share:.3%}, {max(middle - half, 0):.3%} to {min(middle + half, 1):.3%}"


def compiled(deck: Deck, cache: dict[tuple[str, str], tuple[Note, ...]]) -> list[Note]:
    notes: list[Note] = []
    for path, text in sorted(deck.sources().items()):
        if (path, text) not in cache:
            cache[path, text] = compile_source((path, text.encode())).notes
        notes += cache[path, text]
    assert len(notes) == len(deck.cards())
    return notes


def built(notes: list[Note], lock: Lock, now: int) -> tuple[Identity, Lock]:
    types = {"obverse": built_in("obverse")}
    linked = identity(notes, lock, types, lambda *_: "", salt="histories", now=now)
    known = (*(each.after for each in linked.notes), *linked.removed, *linked.buried)
    return linked, locks.read(locks.write(known, ()))


def play(seed: int, score: Score) -> None:
    deck, lock = start(seed), Lock()
    cache: dict[tuple[str, str], tuple[Note, ...]] = {}
    owner: dict[str, int] = {}
    taken: set[tuple[str, int]] = set()
    last: dict[int, tuple[str, object]] = {}
    for round_ in range(ROUNDS + 1):
        if round_:
            advance(deck, round_)
        linked, lock = built(compiled(deck, cache), lock, BUILT + 1000 * round_)
        now: dict[int, tuple[str, object]] = {}
        for card, each in zip(deck.cards(), linked.notes, strict=True):
            guid = each.after.guid
            now[card.truth] = guid, card.text
            where = f"seed {seed}, round {round_}: {card.text}"
            if owner.setdefault(guid, card.truth) != card.truth and (guid, card.truth) not in taken:
                taken.add((guid, card.truth))
                score.wrong.append(f"{where} was {each.before}")
            if card.truth in last:
                edited = last[card.truth][1] != card.text
                score.same += 1
                score.edited += edited
                if last[card.truth][0] == guid:
                    score.kept += 1
                    score.edited_kept += edited
                else:
                    score.missed.append(f"{where} was {last[card.truth]}, unclear: {each.unclear}")
        last |= now
    score.edits += deck.edits


def test_what_is_still_the_same_note_keeps_its_guid_and_none_takes_anothers() -> None:
    score = Score()
    for seed in range(FIRST, FIRST + DECKS):
        play(seed, score)
    print(f"\n{DECKS} decks, {score.edits.total():,} edits: {score}")  # noqa: T201  # the measure
    assert score.wrong == []
    assert score.edited_kept >= 0.998 * score.edited
