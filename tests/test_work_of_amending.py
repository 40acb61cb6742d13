"""The work of amending a package, counted: it grows as the edited file does, and no faster."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from obverse.formats.apkg.change import PackageChange, after, is_filled
from obverse.formats.apkg.kept import KeptPackage
from obverse.formats.apkg.rows import deck_id
from obverse.link.collection import CollectionNote
from obverse.values.lock import SPAN


class Counted(int):
    """A number that counts how often any is hashed or compared."""

    steps = 0

    def __hash__(self) -> int:
        Counted.steps += 1
        return super().__hash__()

    def __lt__(self, other: int) -> bool:
        Counted.steps += 1
        return super().__lt__(other)

    def __le__(self, other: int) -> bool:
        Counted.steps += 1
        return super().__le__(other)

    def __gt__(self, other: int) -> bool:
        Counted.steps += 1
        return super().__gt__(other)

    def __ge__(self, other: int) -> bool:
        Counted.steps += 1
        return super().__ge__(other)


def steps_of_one_file(notes: int) -> int:
    """How many steps an edit of one note takes where one file has so many."""
    kept = KeptPackage(0, {"obverse": (1, 2, notes)}, {"Deck": notes}, {})
    edited = CollectionNote("guid", Counted(SPAN), "obverse", "Deck", ("", ""), (), 0, (0,))
    due = tuple((Counted(number * SPAN), number) for number in range(2, notes + 1))
    numbers, deck = range(1, notes + 1), deck_id("Deck")
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, mid INTEGER)")
        connection.execute("CREATE TABLE cards (nid INTEGER PRIMARY KEY, did INTEGER, due INTEGER)")
        rows = [(each * SPAN, deck, each) for each in numbers]
        connection.executemany("INSERT INTO notes VALUES (?, 1)", [row[:1] for row in rows])
        connection.executemany("INSERT INTO cards VALUES (?, ?, ?)", rows)
        Counted.steps = 0
        change = PackageChange((), ((edited, 1),), due)
        assert after(connection.cursor(), kept, change).notes == notes
    return Counted.steps


def steps_of_many_files(files: int) -> int:
    """How many steps it takes to see that each position is filled after edits of so many files."""
    firsts = range(1, 4 * files, 4)
    shifts = [(Counted(each), Counted(each + 2), 0) for each in firsts]
    freed = [Counted(each + 3) for each in firsts]
    Counted.steps = 0
    assert is_filled(4 * files, freed, shifts, freed, 4 * files)
    return Counted.steps


@pytest.mark.parametrize("steps", [steps_of_one_file, steps_of_many_files])
def test_the_work_of_amending_grows_as_what_was_edited(steps: Callable[[int], int]) -> None:
    few, many = steps(1000), steps(2000)
    assert few >= 1000
    assert many < 2.3 * few
