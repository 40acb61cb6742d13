"""The number of a deletion is its own for good, whatever becomes of the others."""

from typing import Final

import pytest

from decks import Author, cards

KPIS: Final = ("90% collection on day 7", "95% collection on day 14", "98% collection on day 28")
WORDS: Final = ("professionalism", "competency", "punctuality", "trust")


def numbered(author: Author, *deletions: str) -> dict[str, int]:
    """Build a card with these deletions; returns the number of each."""
    text = "\n".join(f"- =={each}==" for each in deletions)
    [note] = author.build(cards(("Title", f"{text}\n\n#card/cloze")))
    field = note.packed.fields[1]
    return {each: int(field.split(f"::{each}}}}}")[0].rpartition("{{c")[2]) for each in deletions}


@pytest.mark.parametrize("items", [KPIS, WORDS], ids=["sentences", "words"])
def test_removing_inserting_and_reordering_shift_no_number(items: tuple[str, ...]) -> None:
    author = Author()
    before = numbered(author, *items)
    assert [*before.values()] == [*range(1, len(items) + 1)]
    assert numbered(author, items[0], items[2]) == {each: before[each] for each in items[::2][:2]}
    assert numbered(author, *reversed(items)) == before
    after = numbered(author, "regular communication", *items)
    assert after == {"regular communication": len(items) + 1, **before}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("98% collection on day 28", "97% collection on day 28"),
        ("98% collection on day 28", "98% of collection on the day 28"),
    ],
)
def test_a_reworded_sentence_keeps_its_number(old: str, new: str) -> None:
    author = Author()
    before = numbered(author, *KPIS)
    after = numbered(author, *(new if each == old else each for each in KPIS))
    assert after[new] == before[old]


def test_a_misspelt_word_keeps_its_number_when_it_is_put_right() -> None:
    author = Author()
    before = numbered(author, "profesionalism", *WORDS[1:])
    assert numbered(author, *WORDS)["professionalism"] == before["profesionalism"]


def test_another_deletion_of_the_same_pattern_gets_a_number_that_was_never_used() -> None:
    author = Author()
    numbered(author, *KPIS)
    after = numbered(author, *KPIS[1:], "99% collection on day 35")
    assert after == {KPIS[1]: 2, KPIS[2]: 3, "99% collection on day 35": 4}
    assert numbered(author, *KPIS) == {KPIS[0]: 1, KPIS[1]: 2, KPIS[2]: 3}


def test_a_year_is_not_taken_for_another_year() -> None:
    author = Author()
    numbered(author, "1914", "1939")
    assert numbered(author, "1918", "1939") == {"1918": 3, "1939": 2}


def test_numbers_survive_commas_and_signs_in_the_text() -> None:
    author = Author()
    before = numbered(author, "a, b=c", "x\\y, z")
    assert numbered(author, "x\\y, z", "a, b=c") == before
