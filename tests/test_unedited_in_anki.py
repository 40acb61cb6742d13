"""Adopted decks in Anki's own engine: what nobody edited stays as it is, reviews and all."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from anki_packages import run
from engine import Desk
from odd_notes import BACKS, CLOZES, MEDIA, ROWS

_FIELDS: Final = ("Word", "Meaning", "Example", "Picture")


class Deck(NamedTuple):
    """Notes of one note type, by its name in Anki."""

    note_type: str
    rows: Sequence[Sequence[str]]


DECKS: Final = {
    "basic": Deck(
        "Basic (and reversed card)",
        [(f"q {at}", back) for at, back in enumerate(b for each in BACKS.values() for b in each)],
    ),
    "cloze": Deck("Cloze", [(f"{text} no {at}", "extra<br>x") for at, text in enumerate(CLOZES)]),
    "words": Deck("Words", ROWS),
}


def author(folder: Path, deck: Deck) -> Path:
    """A package that Anki exports, of notes that were written in Anki."""
    with Desk(folder / "author") as desk:
        for name, content in MEDIA.items():
            (Path(desk.col.media.dir()) / name).write_bytes(content)
        if deck.note_type == "Words":
            words = desk.col.models.new("Words")
            for each in _FIELDS:
                desk.col.models.add_field(words, desk.col.models.new_field(each))
            card = desk.col.models.new_template("Card 1")
            card["qfmt"], card["afmt"] = "{{Word}}", "{{Meaning}}<hr>{{Example}}{{Picture}}"
            desk.col.models.add_template(words, card)
            desk.col.models.add(words)
        note_type = desk.col.models.by_name(deck.note_type)
        assert note_type
        deck_id = desk.col.decks.id("A::B")
        assert deck_id
        for at, row in enumerate(deck.rows):
            note = desk.col.new_note(note_type)
            note.fields = list(row)
            note.tags = ["t", f"n{at % 3}::x"]
            desk.col.add_note(note, deck_id)
        made = folder / "in.apkg"
        desk.export(made, legacy=True, with_scheduling=False, with_media=True)
    return made


@pytest.fixture(params=DECKS, name="kind")
def _kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(name="learner")
def _learner(tmp_path: Path, kind: str) -> Iterator[Desk]:
    """A learner who has the deck, and has learned some of it."""
    made = author(tmp_path, DECKS[kind])
    with Desk(tmp_path / "learner") as desk:
        desk.import_package(made)
        for number, card in enumerate(sorted(desk.col.find_cards("deck:A*"))):
            if number % 2:
                desk.review(f"cid:{card}", 3)
                desk.review(f"cid:{card}", 4)
        yield desk


def test_only_edited_notes_change(kind: str, learner: Desk, tmp_path: Path) -> None:
    project = tmp_path / "p"
    result = run("import", tmp_path / "in.apkg", project)
    assert result.exit_code == 0, result.output
    assert run("build", project).exit_code == 0
    notes, cards, media = learner.notes(), learner.cards(), learner.media()
    log = learner.import_package(project / "build" / "p.apkg")
    assert log.counts == {"duplicate": len(DECKS[kind].rows)}
    assert (learner.notes(), learner.cards(), learner.media()) == (notes, cards, media)
    edited = edit(project)
    assert run("build", project).exit_code == 0
    log = learner.import_package(project / "build" / "p.apkg")
    assert log.counts == {"updated": edited, "duplicate": len(DECKS[kind].rows) - edited}
    after = learner.notes()
    changed = {guid for guid, note in notes.items() if after[guid].fields != note.fields}
    assert changed == {*log.updated}
    assert all("new words" in str(after[guid].fields) for guid in changed)
    # An answer that was empty gives a reversed note its second card.
    assert cards.items() <= learner.cards().items()
    # Whether the engine has a card's last review time depends on the second it was answered in.
    own = ("Added last review time", "Database rebuilt and optimized")
    assert [each for each in learner.check() if not each.startswith(own)] == []


def edit(project: Path) -> int:
    """Add words to the end of some cards; gives how many."""
    (path,) = project.rglob("*.md")
    top, *cards = re.split(r"(?m)^(?=## )", path.read_text("utf-8"))
    edited = [at for at in range(len(cards)) if at % 7 == 3]
    for at in edited:
        cards[at] = f"{cards[at].rstrip()}\n\nnew words\n\n"
    path.write_text("".join((top, *cards)), "utf-8")
    return len(edited)
