"""What an import does not keep is said, with how many notes it is about."""

import json
from pathlib import Path
from typing import Final

import pytest

from anki_packages import DECKS, Note, fields_of, package, rows, run, sources
from engine import Desk

TWO: Final = {1: {"name": "D::Read"}, 2: {"name": "D::Write"}}


def said(folder: Path, notes: list[Note], **more: object) -> list[str]:
    """The findings of an import that are about what is not kept."""
    made = package(folder / "in.apkg", notes, **more)  # type: ignore[arg-type]
    result = run("import", made, folder / "p")
    assert result.exit_code == 0, result.output
    return [line for line in result.output.split("\n") if "[not-kept]" in line]


def test_nothing_is_said_of_a_plain_deck(tmp_path: Path) -> None:
    assert said(tmp_path, [Note(("q", "a"))]) == []


def test_cards_of_a_note_in_two_decks_are_counted(tmp_path: Path) -> None:
    both = [Note((f"q{number}", "a"), decks=(1, 2)) for number in range(3)]
    (line,) = said(tmp_path, [*both, Note(("one", "a"), decks=(2, 2))], decks=TWO)
    assert "several decks" in line
    assert "3 notes, the first: “q0”" in line


@pytest.mark.parametrize(
    ("decks", "presets", "words"),
    [
        ({1: {"name": "D", "desc": "<b>about</b>"}}, {}, ["descriptions of decks", "`D`"]),
        ({1: {"name": "D", "conf": 5}}, {5: {"name": "Hard"}}, ["options of decks", "`Hard`"]),
        ({1: {"name": "D", "conf": "5"}}, {5: {"name": "Hard"}}, ["options of decks", "`Hard`"]),
        ({1: {"name": "D", "desc": "", "conf": 1}}, {1: {"name": "Default"}}, []),
        ({1: {"name": "D", "conf": 1}}, {1: {"name": "D"}, 6: {"name": "unused"}}, []),
    ],
)
def test_descriptions_and_options_of_decks_are_named(
    decks: dict[int, object], presets: dict[int, object], words: list[str], tmp_path: Path
) -> None:
    lines = said(tmp_path, [Note(("q", "a"))], decks=decks, presets=presets)
    assert len(lines) == bool(words)
    assert all(word in lines[0] for word in words)


def test_many_descriptions_are_one_line(tmp_path: Path) -> None:
    decks = {number: {"name": f"D{number}", "desc": "x"} for number in range(1, 9)}
    (line,) = said(tmp_path, [Note(("q", "a"))], decks=decks)
    assert "`D1`, `D2`, `D3` and 5 more" in line


def test_the_newer_container_names_descriptions_too(tmp_path: Path) -> None:
    with Desk(tmp_path / "desk") as desk:
        note_type = desk.col.models.by_name("Basic")
        assert note_type is not None
        note = desk.col.new_note(note_type)
        note.fields = ["q", "a"]
        number = desk.col.decks.id("Described")
        assert number is not None
        desk.col.add_note(note, number)
        deck = desk.col.decks.get(number)
        assert deck is not None
        deck["desc"] = "about it"
        desk.col.decks.save(deck)
        desk.export(tmp_path / "in.apkg", legacy=False, with_scheduling=False, with_media=False)
    result = run("import", tmp_path / "in.apkg", tmp_path / "p")
    assert "the descriptions of decks are left out: `Described`" in result.output


def test_the_deck_default_is_said_to_get_another_name(tmp_path: Path) -> None:
    notes = [Note(("q", "a")), Note(("r", "a")), Note(("s", "a"), decks=(2,))]
    decks = {1: {"name": "Default"}, 2: {"name": "Default::Below"}}
    (line,) = said(tmp_path, notes, decks=decks)
    assert "2 notes are in the deck `Default`" in line
    assert "`Default_`" in line


def test_a_learner_s_own_tags_are_left_out_and_change_nothing(tmp_path: Path) -> None:
    notes = [Note(("q", "a"), tags="leech mine"), Note(("r", "a"), tags="Marked"), Note(("s", "a"))]
    lines = said(tmp_path, notes, decks=DECKS)
    assert [line.split("`")[1] for line in lines] == ["leech", "marked"]
    assert "leech" not in sources(tmp_path / "p")
    result = run("build", tmp_path / "p")
    assert "0 new, 0 updated, 3 unchanged" in result.output
    built = tmp_path / "p" / "build" / "p.apkg"
    assert [tags.strip() for (tags,) in rows(built, "select tags from notes order by id")] == [
        "mine",
        "",
        "",
    ]


def test_older_math_becomes_math_and_is_counted(tmp_path: Path) -> None:
    notes = [Note(("[$]x^2[/$]", "[$$]y_1[/$$]")), Note(("q", "[$]z[/$]")), Note(("r", "$5"))]
    (line,) = said(tmp_path, notes)
    assert "MathJax" in line
    assert "2 notes" in line
    assert run("build", tmp_path / "p").exit_code == 0
    assert fields_of(tmp_path / "p" / "build" / "p.apkg")[0] == (r"\(x^2\)", r"\[y_1\]")


def test_crowdanki_s_descriptions_and_options_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# D\n\n## q\n\na\n", "utf-8")
    target = tmp_path / "crowd" / "deck.json"
    target.parent.mkdir()
    assert run("export", tmp_path, "--format", "crowdanki", "-o", target).exit_code == 0
    deck = json.loads(target.read_text("utf-8"))
    deck["desc"] = "about"
    deck["deck_configurations"][0]["name"] = "Hard"
    target.write_text(json.dumps(deck), "utf-8")
    output = run("import", target, tmp_path / "again").output
    assert "descriptions of decks are left out: `D`" in output
    assert "options of decks are left out: `Hard`" in output
