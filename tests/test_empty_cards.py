"""Cards that became empty: plan and build name them, and Anki's "Empty Cards" finds the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from obverse.values import lock as locks
from stories import Story, story


@pytest.fixture(name="tale")
def _tale(tmp_path: Path) -> Iterator[Story]:
    with story(tmp_path) as told:
        yield told


def in_anki(tale: Story) -> dict[int, list[int]]:
    """By note id: the numbers, from 1, of the cards that Anki would delete."""
    col = tale.desk.col
    return {
        note.note_id: sorted(col.get_card(number).ord + 1 for number in note.card_ids)
        for note in col.get_empty_cards().notes
    }


def ours(tale: Story) -> dict[int, list[int]]:
    """The same as the last plan says."""
    changes = {each["id"]: each["note_id"] for each in tale.plan["changes"]}
    return {changes[each["id"]]: each["cards"] for each in tale.plan["emptied"]}


@pytest.mark.parametrize(
    ("before", "after", "cards"),
    [
        ("The landlord\n\n#card/reversed", "The landlord", [2]),
        ("The landlord\n\n#card/reversed #card/typing", "The landlord\n\n#card/typing", [2]),
        ("The landlord\n\n#card/typing", "The landlord", []),
        ("The landlord", "The landlord\n\n#card/reversed", []),
        ("A {{c1::b}} {{c2::c}} {{c3::d}}", "A {{c1::b}} c d", [2, 3]),
        ("A {{c1::b}} {{c2::c}}", "A b {{c2::c}}", [1]),
        ("A {{c1::b {{c2::c}}}}", "A {{c1::b c}}", [2]),
        ("A {{c1::b}} {{c2::c}}", "A {{c1::b}} and {{c2::C}}", []),
        ("A ==b== and ==cde==\n\n#card/cloze", "A ==b== and cde\n\n#card/cloze", [2]),
        ("- one\n- two\n- three\n\n#card/list", "- one\n- three\n\n#card/list", [2]),
    ],
)
def test_plan_and_build_name_the_cards_that_anki_finds_empty(
    tale: Story, before: str, after: str, cards: list[int]
) -> None:
    tale.write(deck=[("Lessor?", before), ("Other?", "Stays.")])
    tale.ship()
    assert in_anki(tale) == ours(tale) == {}
    tale.write(deck=[("Lessor?", after), ("Other?", "Stays.")])
    text = tale.run("plan").stdout
    tale.ship()
    assert list(ours(tale).values()) == ([cards] if cards else [])
    assert in_anki(tale) == ours(tale)
    for said in (text, tale.said):
        assert ("Tools > Empty Cards" in said) == bool(cards)
        if cards:
            verb = "1 card is" if len(cards) == 1 else f"{len(cards)} cards are"
            assert f"{verb} empty now" in said
            numbers = ", ".join(map(str, cards))
            assert (
                f"deck.md:3:1  card{'s' if len(cards) > 1 else ''} {numbers} of “Lessor?”" in said
            )
    # It is said once: nothing changed since.
    tale.ship()
    assert ours(tale) == {}


def test_many_are_counted_and_found_by_one_search(tale: Story) -> None:
    deck = [(f"Question {number}?", f"Answer {number}.") for number in range(30)]
    tale.write(deck=[(front, f"{back}\n\n#card/reversed") for front, back in deck])
    tale.ship()
    tale.write(deck=deck)
    tale.ship()
    assert "30 cards are empty now" in tale.said
    assert "and 20 notes more" in tale.said
    (found,) = [line for line in tale.said.splitlines() if line.startswith("  search  ")]
    assert len(tale.desk.col.find_cards(found.removeprefix("  search  "))) == 60


def test_a_lock_from_before_the_cards_were_kept_is_read(tale: Story) -> None:
    tale.write(deck=[("Lessor?", "The landlord\n\n#card/reversed"), ("Other?", "Stays.")])
    tale.ship()
    lock = tale.folder / "obverse.lock"
    known = locks.read(lock.read_text("utf-8"))
    assert sorted(each.cards for each in known.notes.values()) == [(0,), (0, 1)]
    older = [each._replace(cards=(0,)) for each in known.notes.values()]
    unchecked = {*known.notes, *known.types}
    lock.write_text(locks.write(older, known.types.values(), unchecked), "utf-8")
    tale.write(deck=[("Lessor?", "The landlord!\n\n#card/reversed"), ("Other?", "Stays.")])
    tale.ship()
    after = locks.read(lock.read_text("utf-8"))
    assert sorted(each.cards for each in after.notes.values()) == [(0,), (0, 1)]
    assert len(after.unchecked) == len(unchecked) - 1
