"""Note types of older decks and other programs: what Anki would repair is repaired."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest

from anki_packages import BASIC, CLOZE, DECKS, MODELS, Note, fields_of, model, package, run
from engine import Desk
from obverse.note_types import NoteType, Template
from obverse.note_types.sound_names import with_sound_names


def note_type(names: tuple[str, ...], front: str) -> NoteType:
    template = Template("Card", 1, front, front)
    fields = tuple((name, number) for number, name in enumerate(names, start=1))
    return NoteType(
        "x", "X", 1, is_cloze=False, fields=fields, templates=(template,), css="", modified=0
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("Name", "name"), ("Name", "name+")),
        (("Name", "Name", "NAME"), ("Name", "Name+", "NAME++")),
        (("A  B", "A B"), ("A  B", "A B+")),
        (("A", "", "  "), ("A", "Field 2", "Field 3")),
        (("a:b", '{x}"', "#y", "^/z"), ("ab", "x", "y", "z")),
        ((" A", "B "), ("A", "B")),
        (("a: #b", "c"), ("a #b", "c")),
        (("a ", "a"), ("a", "a+")),
        (("\u3000a", "^ ^b"), ("a", "b")),
        (("e\u0301", "\u00e9"), ("\u00e9", "\u00e9+")),
    ],
)
def test_each_field_has_one_name_that_anki_takes(
    before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    found = with_sound_names(note_type(before, "{{x}}"))
    assert tuple(name for name, _ in found.fields) == after
    assert [of for _, of in found.fields] == list(range(1, len(after) + 1))


def test_templates_follow_the_names_of_fields() -> None:
    found = with_sound_names(
        note_type(("Name", "name", "a:b"), "{{Name}}{{#name}}{{text:name}}{{/name}}{{a:b}}")
    )
    expected = "{{Name}}{{#name+}}{{text:name+}}{{/name+}}{{ab}}"
    assert found.templates[0].front == found.templates[0].back == expected


def test_names_that_anki_takes_are_left_alone() -> None:
    sound = note_type(("Front", "Back", "A (b)", "日本", "a/b"), "{{Front}}")
    assert with_sound_names(sound) is sound


@pytest.mark.parametrize(
    "names",
    [
        *(
            ("Name", "name"),
            ("Name", "Name", "NAME"),
            ("A", "a+", "A"),
            ("a:b", '{x}"', "#y", "^/z"),
        ),
        *((" A", "B "), ("a ", "a"), ("\u3000a", "^ ^b"), ("a\u00a0", "a"), ("##a", "/ #b")),
        *(("e\u0301", "\u00e9"), ("e\u0301x", "b"), ("Stra\u00dfe", "STRASSE"), ("\u0131", "I")),
        *(
            ("\u0130", "i\u0307"),
            ("\ufb01", "FI"),
            ("\u03a9", "\u2126"),
            ("K", "\u212a"),
            ("a}", "a{"),
        ),
        *(("a#b", "a/b"), ("a: #b", "(y)"), ("-", "--"), ("tags", "Tags"), ("A", "A", "A", "A")),
    ],
)
def test_the_names_are_those_that_anki_makes(names: tuple[str, ...], tmp_path: Path) -> None:
    made = exported(tmp_path, names)
    with Desk(tmp_path / "learner") as desk:
        desk.import_package(made)
        found = desk.col.models.by_name("Odd")
        assert found
        repaired = tuple(field["name"] for field in found["flds"])
    ours = with_sound_names(note_type(names, "{{x}}"))
    assert tuple(name for name, _ in ours.fields) == repaired


def exported(folder: Path, names: tuple[str, ...]) -> Path:
    """A package that Anki exports, with other names of fields."""
    with Desk(folder / "author") as desk:
        odd = desk.col.models.new("Odd")
        for number, _ in enumerate(names):
            desk.col.models.add_field(odd, desk.col.models.new_field(f"f{number}"))
        card = desk.col.models.new_template("Card 1")
        card["qfmt"], card["afmt"] = "{{f0}}", "x"
        desk.col.models.add_template(odd, card)
        desk.col.models.add(odd)
        added, deck = desk.col.models.by_name("Odd"), desk.col.decks.id("A")
        assert added
        assert deck
        note = desk.col.new_note(added)
        note.fields = ["x"] * len(names)
        desk.col.add_note(note, deck)
        desk.export(folder / "in.apkg", legacy=True, with_scheduling=False, with_media=True)
    return renamed(folder / "in.apkg", names)


def renamed(package_: Path, names: tuple[str, ...]) -> Path:
    """The package with these names of the fields of its note type `Odd`."""
    with ZipFile(package_) as before:
        members = {each: before.read(each) for each in before.namelist()}
    path = package_.with_name("collection")
    path.write_bytes(members["collection.anki21"])
    with closing(sqlite3.connect(path)) as connection:
        models = json.loads(connection.execute("select models from col").fetchone()[0])
        for each in models.values():
            if each["name"] == "Odd":
                each["tmpls"][0]["qfmt"] = f"{{{{{names[0]}}}}}"
                for field, name in zip(each["flds"], names, strict=True):
                    field["name"] = name
        connection.execute("update col set models = ?", (json.dumps(models),))
        connection.commit()
    members["collection.anki21"] = path.read_bytes()
    made = package_.with_name("renamed.apkg")
    with ZipFile(made, "w") as after:
        for each, content in members.items():
            after.writestr(each, content)
    return made


@pytest.mark.parametrize(
    "names", [("Name", "name"), ("A", ""), ("a:b", "{c}"), (" A", "B "), ("e\u0301", "x")]
)
def test_a_deck_with_such_names_builds(names: tuple[str, str], tmp_path: Path) -> None:
    shown = model("Odd", names)
    shown["tmpls"][0] |= {"qfmt": f"{{{{{names[0]}}}}}", "afmt": "x"}
    notes = [Note(("a", "<b>b</b>"))]
    made = package(tmp_path / "in.apkg", notes, models={BASIC: shown})
    assert run("import", made, tmp_path / "p").exit_code == 0
    result = run("build", tmp_path / "p")
    assert result.exit_code == 0, result.output
    assert fields_of(tmp_path / "p" / "build" / "p.apkg") == [("a", "<b>b</b>")]


@pytest.mark.parametrize("left_out", ["name", "css", "tmpls", "flds"])
def test_a_note_type_that_lacks_something_ends_in_no_traceback(
    left_out: str, tmp_path: Path
) -> None:
    broken = {key: value for key, value in model("Odd").items() if key != left_out}
    made = package(tmp_path / "in.apkg", [Note(("a", "b"))], models={BASIC: broken})
    result = run("import", made, tmp_path / "p")
    assert result.exit_code == (1 if left_out in ("tmpls", "flds") else 0), result.output


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "front,back\n"),
        ("a.txt", "#separator:tab\n"),
        ("a.json", "[]"),
        ("deck.json", '{"__type__": "Deck", "name": "D", "notes": [], "note_models": []}'),
    ],
)
def test_a_file_without_cards_is_said_to_have_none(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    form = ["--format", "anki-text"] if name == "a.txt" else []
    result = run("import", *form, tmp_path / name, tmp_path / "p")
    assert result.exit_code == 1
    assert "there are no cards in" in result.output
    assert not [*(tmp_path / "p").rglob("*.md")]


def test_what_has_no_card_with_its_html_builds_all_the_same(tmp_path: Path) -> None:
    notes = [Note(("&#123;{c1::a}}", "x"), CLOZE), Note(("{{c1::b}}", "<div>y</div>"), CLOZE)]
    made = package(tmp_path / "in.apkg", notes, models=MODELS, decks=DECKS)
    assert run("import", made, tmp_path / "p").exit_code == 0
    result = run("build", tmp_path / "p")
    assert result.exit_code == 0, result.output
    assert len(fields_of(tmp_path / "p" / "build" / "p.apkg")) == len(notes)
