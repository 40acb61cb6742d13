"""Tally: what a build read and made, in the numbers and places that its author is told."""

from collections import Counter
from dataclasses import dataclass

from obverse.build import Built
from obverse.source import Place


@dataclass(frozen=True, slots=True)
class Merged:
    """A card that was merged into another: its question, its place, and that of the other."""

    front: str
    place: Place
    into: Place


@dataclass(frozen=True, slots=True)
class Draft:
    """A card that is not shipped yet: its question and its place."""

    front: str
    place: Place


@dataclass(frozen=True, slots=True)
class Tally:
    """How many `files` and cards were `read`, and what became of them.

    `kinds` are (kind, how many notes), `cards` is how many Anki will make of all notes, `decks`
    are full names in source order.
    """

    files: int
    read: int
    merges: tuple[Merged, ...]
    drafts: tuple[Draft, ...]
    kinds: tuple[tuple[str, int], ...]
    cards: int
    decks: tuple[str, ...]

    @property
    def notes(self) -> int:
        """How many notes the package has."""
        return sum(number for _, number in self.kinds)


def tally(built: Built) -> Tally:
    """The tally of a build."""
    kinds = Counter(each.note.kind for each in built.identity.notes)
    return Tally(
        len(built.compiled),
        sum(each.cards for each in built.compiled),
        tuple(
            Merged(each.dropped.front, each.dropped.place, each.kept.place)
            for each in built.deduped.merges
        ),
        tuple(Draft(each.front, each.place) for one in built.compiled for each in one.drafts),
        tuple(sorted(kinds.items())),
        sum(len(each.packed.cards) for each in built.identity.notes),
        built.collection.decks,
    )
