"""What is made, moved or in conflict in Anki: new cards, decks of files, and git's markers."""

from pathlib import Path

import pytest

from engine import Desk

# isort: split
from anki.decks import DeckId

from projects import PICTURE
from test_pull import SMALL, Both, edit_note, tree

OTHER = (
    "---\ndeck: Other::Deck\ntags: [all]\n---\n\n"
    "## Where is it?\n\nHere.\n\n## When is it?\n\nNow.\n"
)
ODD = (
    "wie geht's & so (1).png",
    "\N{CJK UNIFIED IDEOGRAPH-65E5}.png",
    "a%20b.png",
    "[x]#y.png",
    'say "x".png',
    "_kept.png",
    "a b.PNG",
)


@pytest.fixture(name="both")
def _both(tmp_path: Path) -> Both:
    both = Both(tmp_path, {"c/a.md": SMALL, "c/b.md": OTHER})
    both.publish()
    return both


def add(desk: Desk, note_type: str, deck: str, *fields: str, tags: str = "") -> str:
    """Add a note in Anki; gives its guid."""
    found = desk.col.models.by_name(note_type)
    assert found, [each.name for each in desk.col.models.all_names_and_ids()]
    note = desk.col.new_note(found)
    note.fields[: len(fields)] = fields
    note.tags = tags.split()
    desk.col.add_note(note, desk.col.decks.id(deck) or DeckId(0))
    return str(note.guid)


def fields_by_guid(both: Both) -> dict[str, list[str]]:
    """The notes of the collection."""
    with Desk(both.anki) as desk:
        return {guid: [*note.fields.values()] for guid, note in desk.notes().items()}


def test_a_note_made_in_anki_becomes_a_card_that_keeps_its_guid_and_reviews(both: Both) -> None:
    with Desk(both.anki) as desk:
        guid = add(
            *(desk, "Obverse", "T", "Who was <b>fourth</b>?", "It was Dan.<div>Or not.</div>"),
            tags="mine marked obverse::x",
        )
        desk.review("fourth")
        cards = {key: card for key, card in desk.cards().items() if key[0] == guid}
    told = both.values()
    assert [each["guid"] for each in told["new"]] == [guid]
    assert both.read() == f"{SMALL}\n## Who was **fourth**?\n\nIt was Dan.\\\nOr not.\n\n#mine\n"
    assert both.pull().out.startswith("nothing has changed in Anki\nlearners   1 note with flags")
    both.publish()
    with Desk(both.anki) as desk:
        assert {key: card for key, card in desk.cards().items() if key[0] == guid} == cards
        assert len(desk.notes()) == 6
        assert "mine" in desk.notes()[guid].tags
    assert both.values()["edited"] == []


def test_a_note_goes_to_the_file_of_its_deck_and_one_of_another_type_stays(
    tmp_path: Path,
) -> None:
    gap = "---\ndeck: Gaps\n---\n\n## Some\n\nA {{c1::first}} gap.\n"
    both = Both(tmp_path, {"c/a.md": SMALL, "c/b.md": OTHER, "c/gap.md": gap})
    both.publish()
    with Desk(both.anki) as desk:
        cloze = add(desk, "Obverse Cloze", "Other::Deck", "Title", "The {{c2::gap}} is.")
        basic = add(desk, "Basic", "T", "A note of the learner", "Yes")
        add(desk, "Obverse", "Elsewhere", "Not ours", "No")
    told = both.values()
    assert [(each["guid"], each["place"]) for each in told["new"]] == [(cloze, "c/b.md:14")]
    assert [(each["guid"], each["place"]) for each in told["foreign"]] == [(basic, "T")]
    assert both.read("b") == f"{OTHER}\n## Title\n\nThe {{{{c2::gap}}}} is.\n"
    assert both.read() == SMALL


def test_a_pull_that_was_stopped_before_the_lock_was_written_adds_no_card_twice(
    both: Both,
) -> None:
    with Desk(both.anki) as desk:
        guid = add(desk, "Obverse", "T", "Who was fourth?", "It was Dan.")
    lock = both.project / "c" / "obverse.lock"
    before = lock.read_bytes()
    assert both.values()["new"]
    after, text = lock.read_bytes(), both.read()
    lock.write_bytes(before)
    assert both.values()["new"]
    assert both.read() == text
    assert lock.read_bytes() == after
    both.publish()
    assert len(fields_by_guid(both)) == 6
    assert guid in fields_by_guid(both)


def test_what_no_card_can_be_is_refused_with_its_text(both: Both) -> None:
    before = tree(both.project)
    with Desk(both.anki) as desk:
        add(desk, "Obverse", "T", "", "An answer alone")
        add(desk, "Obverse", "T", "Who?", "A frame <iframe src='https://x.org'></iframe>")
    told = both.values()
    assert told["new"] == []
    assert len(told["refused"]) == 2
    assert "An answer alone" in both.pull().out
    assert tree(both.project) == before


@pytest.mark.parametrize("name", ODD)
def test_files_with_odd_names_come_along(both: Both, name: str) -> None:
    shown = name.replace("&", "&amp;").replace('"', "&quot;")
    with Desk(both.anki) as desk:
        (Path(desk.col.media.dir()) / name).write_bytes(PICTURE)
        picture = f'<img src="{shown}">'
        edit_note(desk, "first", lambda field: field.replace("Ann", f"Ann {picture}"))
        add(desk, "Obverse", "T", "Who was fourth?", f"Dan {picture}")
    told = both.values()
    assert (len(told["edited"]), len(told["new"]), told["refused"]) == (1, 1, [])
    (path,) = (both.project / "c" / "media").iterdir()
    assert path.read_bytes() == PICTURE
    assert both.read().count(f"(media/{path.name})") == 2
    assert both.pull().out == "nothing has changed in Anki\n"
    both.publish()
    with Desk(both.anki) as desk:
        assert sum(path.name in note.fields["Back"] for note in desk.notes().values()) == 2
        assert path.name in desk.media()


def test_a_file_moves_to_another_deck_if_all_its_cards_did(both: Both) -> None:
    with Desk(both.anki) as desk:
        desk.move("deck:Other::Deck", "New: deck")
        desk.move("third", "Mine")
    told = both.values()
    assert [each["theirs"] for each in told["decks"]] == [["New: deck"]] * 2
    assert both.read("b") == OTHER.replace("Other::Deck", '"New: deck"')
    assert [each["reason"] for each in told["moved"]] == ["in `Mine` in Anki"]
    assert both.read() == SMALL
    again = both.values()
    assert (again["decks"], again["written"]) == ([], [])
    both.publish()
    with Desk(both.anki) as desk:
        assert {card.deck for card in desk.cards().values()} == {"T", "Mine", "New: deck"}


def test_cards_that_the_author_moved_do_not_move_back(both: Both) -> None:
    both.write(OTHER.replace("Other::Deck", "New"), "b")
    both.publish()
    told = both.values()
    assert (told["decks"], told["moved"]) == ([], [])
    assert "deck: New" in both.read("b")


def test_a_card_in_a_filtered_deck_is_where_it_was(both: Both) -> None:
    with Desk(both.anki) as desk:
        deck = desk.col.sched.get_or_create_filtered_deck(DeckId(0))
        deck.name = "Filtered"
        term = deck.config.search_terms.add()
        term.search, term.limit = "deck:Other::Deck", 9
        del deck.config.search_terms[0]
        desk.col.sched.add_or_update_filtered_deck(deck)
    told = both.values()
    assert (told["decks"], told["moved"]) == ([], [])
    assert [each["reason"] for each in told["learners"]] == ["in a filtered deck"] * 2


def test_flags_suspended_buried_and_marked_are_said_and_never_written(both: Both) -> None:
    with Desk(both.anki) as desk:
        desk.set_flag("first", 3)
        desk.suspend("second")
        desk.tag("second", "leech")
        desk.col.sched.bury_cards(desk.col.find_cards("third"))
    told = both.values("--tags", "--removed")
    said = sorted(each["reason"] for each in told["learners"])
    assert said == ["buried", "flag green", "suspended, leech"]
    assert told["written"] == []
    assert both.pull().out.startswith("nothing has changed in Anki\nlearners   3 notes")


def test_conflicts_are_written_with_the_markers_of_git_if_asked(both: Both) -> None:
    both.edit("first", lambda field: field.replace("Ann", "Anna of old"))
    both.write(SMALL.replace("It was Ann", "It was Annette"))
    ran = both.pull("--conflicts")
    assert ran.status == 1
    assert "marked     1 note in conflict" in ran.out
    marked = "<<<<<<< here\nIt was Annette.\n=======\nIt was Anna of old.\n>>>>>>> in Anki\n"
    assert both.read() == SMALL.replace("It was Ann.\n", marked)
    assert "the project has errors" in both.pull().err
    for resolved in ("It was Annette.\n", "It was Anna of old.\n"):
        both.write(SMALL.replace("It was Ann.\n", resolved))
        assert both.pull().out == "nothing has changed in Anki\n"


def test_other_edits_are_pulled_beside_a_conflict(both: Both) -> None:
    both.edit("first", lambda field: field.replace("Ann", "Anna of old"))
    both.edit("second", lambda field: field.replace("Bob", "Bobby"))
    both.write(SMALL.replace("It was Ann", "It was Annette"))
    assert both.pull("--conflicts").status == 1
    assert "That was Bobby." in both.read()
    assert ">>>>>>> in Anki" in both.read()


def test_an_edit_and_tags_of_one_note_come_together(both: Both) -> None:
    with Desk(both.anki) as desk:
        desk.tag("first", "mine")
        edit_note(desk, "first", lambda field: field.replace("Ann", "Anna"))
    told = both.values("--tags")
    assert (len(told["edited"]), len(told["tags"]), told["refused"]) == (1, 1, [])
    assert "It was Anna.\n\n#old #mine\n" in both.read()


def test_a_card_that_can_have_no_name_is_the_same_note_also_when_a_pull_was_stopped(
    tmp_path: Path,
) -> None:
    rows = "# R\n\n## Words #card/rows\n\n| a | b |\n| --- | --- |\n| chat | cat |\n| lit | bed |\n"
    both = Both(tmp_path, {"c/a.md": rows})
    both.publish()
    with Desk(both.anki) as desk:
        guid = edit_note(desk, "lit", lambda field: "berceau" if field == "lit" else field)
        desk.review("berceau")
        cards = {key: card for key, card in desk.cards().items() if key[0] == guid}
    lock = both.project / "c" / "obverse.lock"
    before = lock.read_bytes()
    assert len(both.values()["edited"]) == 1
    assert "| berceau | bed |" in both.read()
    after, text = lock.read_bytes(), both.read()
    assert after != before
    for known in (after, before):  # as if it was stopped before it could write the lock
        lock.write_bytes(known)
        assert both.pull().status == 0
        assert both.read() == text
    both.publish()
    with Desk(both.anki) as desk:
        assert len(desk.notes()) == 2
        assert {key: card for key, card in desk.cards().items() if key[0] == guid} == cards
