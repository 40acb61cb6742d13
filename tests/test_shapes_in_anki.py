"""Cards that move between shapes, in Anki's own engine: they keep their history."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from engine import Desk
from obverse.link.identity.pins import short_id
from projects import write
from shell import run

START: Final = 1_700_000_000
CARDS: Final = (
    ("What is a lease?", "A contract for the *use* of land."),
    ("What is a `KPI`?", "A key performance indicator."),
    ("What is rent?", "What a tenant pays, $r$ a year."),
)
HEADINGS: Final = "\n".join(f"## {question}\n\n{answer}\n" for question, answer in CARDS)
SHAPES: Final = {
    "marked": "".join(f"### {q} #card #tag\n\n{a}\n\n" for q, a in CARDS),
    "inline": "".join(f"- {q} :: {a} #tag\n" for q, a in CARDS),
    "inline-tight": "".join(f"{q}::{a}\n\n" for q, a in CARDS),
    "question-mark": "".join(f"{q}\n?\n{a}\n\nprose\n\n" for q, a in CARDS),
    "qa": "".join(f"**Q:** {q}\n**A:** {a}\n" for q, a in CARDS),
    "callouts": "".join(f"> [!card] {q}\n> {a}\n\n" for q, a in CARDS),
    "headings": "# Notes\n\n#card/rows\n\n| q | a |\n| --- | --- |\n"
    + "".join(f"| {q} | {a} |\n" for q, a in CARDS),
}


@pytest.fixture(name="desk")
def _desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk(tmp_path / "anki") as desk:
        yield desk


def publish(folder: Path, desk: Desk, day: int) -> dict[str, int]:
    """Build some days after the first time and import; gives what became of the notes."""
    ran = run(folder, "build", SOURCE_DATE_EPOCH=str(START + 86_400 * day))
    assert (ran.status, ran.err) == (0, "")
    (package,) = (folder / "build").glob("*.apkg")
    return desk.import_package(package).counts


def test_a_card_keeps_its_history_in_every_shape(tmp_path: Path, desk: Desk) -> None:
    folder = write(tmp_path / "notes", {"obverse.toml": 'content = "."\n', "Notes.md": HEADINGS})
    assert publish(folder, desk, 1) == {"new": 3}
    desk.review("deck:*")
    before, fields = desk.cards(), {guid: note.fields for guid, note in desk.notes().items()}
    words = [*SHAPES]
    random.Random(7).shuffle(words)
    for day, word in enumerate(words, start=2):
        text = f"---\ncards: {word}\n---\n\n{SHAPES[word]}"
        write(folder, {"Notes.md": text})
        counts = publish(folder, desk, day)
        assert counts.keys() <= {"updated", "duplicate"}
        assert desk.cards() == before
        assert {guid: note.fields for guid, note in desk.notes().items()} == fields
        # Only the tags differ, and only where they do is a note sent as newer.
        has_tag = "#tag" in SHAPES[word]
        assert {note.tags for note in desk.notes().values()} == {("tag",) if has_tag else ()}


def test_what_keeps_its_tags_is_not_updated(tmp_path: Path, desk: Desk) -> None:
    folder = write(tmp_path / "notes", {"obverse.toml": 'content = "."\n', "Notes.md": HEADINGS})
    assert publish(folder, desk, 1) == {"new": 3}
    for day, word in enumerate(("qa", "callouts", "question-mark", "headings"), start=2):
        write(folder, {"Notes.md": f"---\ncards: {word}\n---\n\n{SHAPES[word]}"})
        assert publish(folder, desk, day) == {"duplicate": 3}


def test_rows_have_the_heading_of_their_section_as_context(tmp_path: Path, desk: Desk) -> None:
    folder = write(tmp_path / "notes", {"obverse.toml": 'content = "."\n', "Notes.md": HEADINGS})
    assert publish(folder, desk, 1) == {"new": 3}
    desk.review("deck:*")
    before = desk.cards()
    write(folder, {"Notes.md": SHAPES["headings"].replace("# Notes\n", "## Terms & more\n")})
    assert publish(folder, desk, 2) == {"updated": 3}
    assert desk.cards() == before
    assert {note.fields["Context"] for note in desk.notes().values()} == {"Terms &amp; more"}


def test_a_line_above_a_thousand_cards_updates_none(tmp_path: Path, desk: Desk) -> None:
    lines = [f"Question number {n} of many :: Answer {n}\n" for n in range(1000)]
    text = "\n".join(lines)
    settings = 'content = "."\ncards = "inline"\n'
    folder = write(tmp_path / "notes", {"obverse.toml": settings, "Notes.md": text})
    assert publish(folder, desk, 1) == {"new": 1000}
    write(folder, {"Notes.md": f"A new line of prose.\n\n{text}"})
    assert publish(folder, desk, 2) == {"duplicate": 1000}
    rows = "".join(f"Question number {n} of many,Answer {n}\n" for n in range(1000))
    (folder / "Notes.md").unlink()
    settings += '[tables."*.csv"]\n'
    write(folder, {"obverse.toml": settings, "Notes.csv": f"front,back\n{rows}"})
    assert publish(folder, desk, 3) == {"duplicate": 1000}


def test_cards_that_are_the_same_in_two_shapes_are_one(tmp_path: Path, desk: Desk) -> None:
    settings = 'content = "."\ncards = ["inline", "qa"]\n'
    folder = write(
        tmp_path / "notes",
        {"obverse.toml": settings, "A.md": "x of y :: z\n", "B.md": "Q: x of y\nA: z\n"},
    )
    assert publish(folder, desk, 1) == {"new": 1}


def test_the_short_id_of_a_known_note_pins_a_card_of_a_note(tmp_path: Path, desk: Desk) -> None:
    settings = 'content = "."\ncards = "inline"\n'
    first = "What is a lease? :: A contract.\n"
    folder = write(tmp_path / "notes", {"obverse.toml": settings, "A.md": first})
    assert publish(folder, desk, 1) == {"new": 1}
    (guid,) = desk.notes()
    other = f"Something else entirely :: with another answer ^{short_id(guid)}\n"
    write(folder, {"A.md": other})
    assert publish(folder, desk, 2) == {"updated": 1}
    assert [*desk.notes()] == [guid]
    # Pinned once, it is known by its name and path.
    write(folder, {"A.md": other.replace("Something else entirely", "A third question")})
    assert publish(folder, desk, 3) == {"updated": 1}
