"""Two projects in one collection: what is printed for one never selects a note of the other."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from engine import Desk
from obverse.link.search import search
from obverse.values.lock import Known
from stories import Story

DECK: Final = (
    ("What is Scotland?", "A country."),
    ("Are 2 and 2 four?", "Yes."),
    ("(Where?) and “who” or not", "Nobody."),
    ("Über wem", "Niemand"),
    ("`x_1*y`", "A product."),
    ("東京", "Tokyo"),
    ("The heart", "It {{c1::beats}}."),
)


def known(number: int, front: str) -> Known:
    """A note of the lock."""
    rest = ("obverse", "basic", "A::b*c", "a.md", 1, 1, "", (), "", "", "", (), "", front)
    return Known(f"g{number}", number, *rest)


@pytest.fixture
def tales(tmp_path: Path) -> Iterator[tuple[Story, Story]]:
    """Two projects of a deck with one name, and one learner."""
    for name in "ab":
        (tmp_path / name).mkdir()
    with Desk(tmp_path / "desk") as desk:
        yield Story(tmp_path / "a", desk), Story(tmp_path / "b", desk)


@pytest.mark.parametrize("count", [1, 3, 300])
def test_every_search_names_ids_note_types_and_decks_or_words(count: int) -> None:
    found = search((known(number, "What is Scotland?") for number in range(1, count + 1)), {})
    few = count <= 100
    assert found.count('"note:Obverse"') == (count if few else 1)
    assert ('"w:Scotland"' in found) == few
    assert (r'"deck:A::b\*c"' in found) != few


def test_a_question_without_plain_words_is_searched_for_by_its_deck() -> None:
    assert search([known(1, "x_1*y")], {}) == r'nid:1 "note:Obverse" "deck:A::b\*c"'


def test_what_is_printed_selects_the_removed_notes_in_anki(tales: tuple[Story, Story]) -> None:
    tale, _ = tales
    tale.write(deck=DECK)
    tale.ship()
    guids = set(tale.desk.notes())
    assert len(guids) == len(DECK)
    for at in range(len(DECK)):
        tale.write(deck=[*DECK[:at], *DECK[at + 1 :]])
        tale.build()
        found = tale.desk.search(tale.plan["removed"]["search"])
        assert len(found) == 1
        guids.discard(found[0])
        tale.write(deck=DECK)
        tale.build()
    assert not guids


@pytest.mark.parametrize("name", ["Word", 'My "W*rd": a_b\\c', "x:y", "a and (b) or -c", "Ü_*"])
def test_a_search_names_the_custom_note_type(tales: tuple[Story, Story], name: str) -> None:
    tale, _ = tales
    folder = tale.folder / "note-types" / "word"
    folder.mkdir(parents=True)
    (folder / "note-type.toml").write_text(
        f'name = {json.dumps(name)}\nfields = ["Word", "Sense"]\n', encoding="utf-8"
    )
    (folder / "front.html").write_text("{{Word}}", encoding="utf-8")
    (folder / "back.html").write_text("{{Sense}}", encoding="utf-8")
    head = "---\nnote-type: word\n---\n# W\n\n## Kept\n\nYes\n"
    tale.write(deck=f"{head}\n## Gone\n\nNo\n")
    tale.ship()
    tale.write(deck=head)
    tale.build()
    found = tale.plan["removed"]["search"]
    assert len(tale.desk.search(found)) == 1
    assert f"  search  {found}" in tale.said
    term = found.partition(" ")[2].rpartition(' "w:')[0]
    assert term.startswith('"note:')
    assert len(tale.desk.search(term)) == 2  # the note type alone selects all of its notes
    assert len(tale.desk.search(term.replace("note:", "note:x"))) == 0


def test_many_notes_are_searched_for_with_all_their_note_types() -> None:
    notes = [known(number, "What is it?") for number in range(1, 150)]
    notes += [each._replace(note_type="word") for each in notes[100:]]
    assert '("note:Obverse" or "note:W\\*")' in search(notes, {"word": "W*"})
    assert "note:" not in search(notes, {})


def test_a_removed_note_is_never_one_of_another_project(tales: tuple[Story, Story]) -> None:
    one, other = tales
    for tale, name in ((one, "a"), (other, "b")):
        tale.write(deck=[(f"Question {n} of project {name}?", f"Answer {n}") for n in (1, 2, 3)])
        tale.ship()
    gone = other.guid("Question 1 of project b?")
    other.write(deck=[(f"Question {n} of project b?", f"Answer {n}") for n in (2, 3)])
    other.build()
    assert other.desk.search(other.plan["removed"]["search"]) in ([gone], [])
