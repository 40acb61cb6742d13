"""Tally: the numbers and places that the summary of a build reports."""

from typing import NamedTuple

from obverse.values.source import Place


class Merged(NamedTuple):
    """A card that was merged into another: its question, its place, and the other's place."""

    front: str
    place: Place
    into: Place


class Draft(NamedTuple):
    """A card that is not shipped yet: its question and its place."""

    front: str
    place: Place


class Tally(NamedTuple):
    """How many `files` and cards were `read`, and what they became.

    `kinds` are (kind or custom note type, number of notes), `cards` is the number of cards Anki
    will make, `decks` are full names in source order. `left_out` are (path, reason) of what was not
    read.
    """

    files: int
    read: int
    merges: tuple[Merged, ...]
    drafts: tuple[Draft, ...]
    kinds: tuple[tuple[str, int], ...]
    cards: int
    decks: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...] = ()

    @property
    def notes(self) -> int:
        """How many notes the package has."""
        return sum(number for _, number in self.kinds)
