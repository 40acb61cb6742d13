"""The next version of an adopted deck: untouched cards follow it, and no edit is lost."""

import re
import shutil
from pathlib import Path
from typing import Any, Final

import pytest

from anki_packages import BASIC, Note, fields_of, model, package, rows, run, sources
from engine import Desk

SHARED: Final = Path(__file__).parents[2] / "shared" / "cases" / "import" / "second-import"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared cases are not here")
def test_the_next_version_updates_what_was_not_edited(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    run("import", SHARED / "v1.apkg", folder)
    run("build", folder)
    learners = (folder / "build" / "p.apkg").rename(tmp_path / "learners.apkg")
    result = run("import", SHARED / "v2.apkg", folder)
    assert result.exit_code == 0
    assert "updated    1 note" in result.output
    assert "new        1 note" in result.output
    run("build", folder)
    with Desk(tmp_path / "desk") as desk:
        desk.import_package(learners)
        desk.review("deck:*")
        before = desk.cards()
        log = desk.import_package(folder / "build" / "p.apkg")
        assert (log.updated, log.new, log.conflicting) == (("g1",), ("g3",), ())
        assert desk.notes()["g1"].fields["Back"] == "a1 improved"
        assert {key: desk.cards()[key] for key in before} == before


TWO: Final = (Note(("one", "first"), guid="a"), Note(("two", "second"), guid="b"))


def versions(tmp_path: Path, *second: Note, **more: Any) -> tuple[Path, Path]:  # noqa: ANN401
    """A project with the first version of a deck, and the package of the second."""
    folder = tmp_path / "p"
    first = {key: each for key, each in more.items() if not key.startswith("new_")}
    assert run("import", package(tmp_path / "v1.apkg", TWO, **first), folder).exit_code == 0
    then = first | {
        key.removeprefix("new_"): each for key, each in more.items() if key not in first
    }
    return folder, package(tmp_path / "v2.apkg", second or TWO, **then)


def change(path: Path, old: str, new: str) -> None:
    """Replace a text in a file, once."""
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def test_all_else_in_the_file_stays_as_it_is(tmp_path: Path) -> None:
    changed = Note(("two", "second, better"), guid="b")
    folder, new = versions(tmp_path, TWO[0], changed, Note(("three", "third"), guid="c"))
    source = folder / "deck.md"
    text = (
        "\ufeff---\r\nnote-type: basic   # mine\r\nauthor: me\r\n---\r\n\r\n# Deck\r\n\r\n"
        "About it.\r\n"
        "\r\n\r\n## two\r\nsecond\r\n\r\n\r\n## one\r\n\r\n*first*   \r\n\r\n## my own\r\nyes"
    )
    source.write_bytes(text.encode())
    assert run("import", new, folder).exit_code == 0
    wanted = text.replace("two\r\nsecond", "two\r\n\r\nsecond, better")
    assert source.read_bytes() == f"{wanted}\r\n\r\n## three\r\n\r\nthird\r\n".encode()


def test_a_note_is_found_where_its_author_moved_it(tmp_path: Path) -> None:
    folder, new = versions(tmp_path, TWO[0], Note(("two", "second, better"), guid="b"))
    (folder / "mine").mkdir()
    change(folder / "deck.md", "## two\n\nsecond\n", "")
    moved = folder / "mine" / "other.md"
    moved.write_text("---\nnote-type: basic\n---\n\n# Mine\n\n## two\n\nsecond\n", "utf-8")
    result = run("import", new, folder)
    assert "updated    1 note" in result.output
    assert "second, better" in moved.read_text("utf-8")
    assert "two" not in (folder / "deck.md").read_text("utf-8")


CONFLICT: Final = (TWO[0], Note(("two", "theirs"), guid="b"))


@pytest.mark.parametrize(
    ("take", "text"), [((), "mine"), (("--take", "mine"), "mine"), (("--take", "theirs"), "theirs")]
)
def test_a_conflict_shows_both_texts_until_it_is_settled(
    take: tuple[str, ...], text: str, tmp_path: Path
) -> None:
    folder, new = versions(tmp_path, *CONFLICT)
    change(folder / "deck.md", "second", "mine")
    result = run("import", new, folder, *take)
    assert re.search("conflict   Back of “two” at .*deck.md:11:1", result.output)
    assert re.search("yours +mine\n +theirs +theirs\n", result.output)
    assert f"\n{text}\n" in (folder / "deck.md").read_text("utf-8")
    again = run("import", new, folder)
    assert ("conflict" in again.output) == (not take)
    settled = run("import", new, folder, "--take", "theirs")
    assert ("conflict" in settled.output) == (not take)


def test_the_same_edit_on_both_sides_is_no_conflict(tmp_path: Path) -> None:
    folder, new = versions(tmp_path, *CONFLICT)
    change(folder / "deck.md", "second", "theirs")
    assert "conflict" not in run("import", new, folder).output
    newer = package(tmp_path / "v3.apkg", [TWO[0], Note(("two", "newer"), guid="b")])
    assert "updated    1 note" in run("import", newer, folder).output


@pytest.mark.parametrize(
    ("choice", "left"), [("keep", "## two\n\nsecond\n"), ("draft", "#card/draft"), ("delete", "")]
)
def test_a_note_that_the_deck_removed_is_said(choice: str, left: str, tmp_path: Path) -> None:
    folder, new = versions(tmp_path, TWO[0])
    result = run("import", new, folder, "--removed", choice)
    assert re.search("removed    1 note .*\n +“two” at .*deck.md:11:1", result.output)
    text = (folder / "deck.md").read_text("utf-8")
    assert left in text if left else "two" not in text
    assert run("build", folder).exit_code == 0


def test_an_edited_note_is_not_deleted_with_the_deck_s(tmp_path: Path) -> None:
    folder, new = versions(tmp_path, TWO[0])
    change(folder / "deck.md", "second", "mine")
    result = run("import", new, folder, "--removed", "delete")
    assert "conflict   the note of “two”" in result.output
    assert "mine" in (folder / "deck.md").read_text("utf-8")


def test_a_note_of_another_deck_is_not_taken_for_removed(tmp_path: Path) -> None:
    folder, _ = versions(tmp_path)
    other = [Note(("else", "x"), guid="c")]
    second = package(tmp_path / "other.apkg", other, decks={1: {"name": "Other"}})
    run("import", second, folder)
    assert "removed" not in run("import", second, folder).output


def test_css_and_templates_follow_if_they_were_left_alone(tmp_path: Path) -> None:
    old, new = (
        model("Basic", css=".card { color: red }"),
        model("Basic", css=".card { color: blue }"),
    )
    folder, package_ = versions(tmp_path, models={BASIC: old}, new_models={BASIC: new})
    style = folder / "note-types" / "basic" / "style.css"
    run("import", package_, folder)
    assert "blue" in style.read_text("utf-8")
    change(style, "blue", "green")
    newer = package(tmp_path / "v3.apkg", TWO, models={BASIC: model("Basic", css="p { top: 0 }")})
    result = run("import", newer, folder)
    assert "style.css: yours is kept for now" in result.output
    assert "green" in style.read_text("utf-8")
    assert run("build", folder).exit_code == 0
    run("import", newer, folder, "--take", "theirs")
    assert "top" in style.read_text("utf-8")


def test_fields_that_a_deck_adds_and_removes_are_said(tmp_path: Path) -> None:
    fields = ("Front", "Middle", "Back")
    old, new = model("Basic", fields), model("Basic", ("Front", "Hint", "Back"))
    new["flds"][1]["id"] = 9
    notes = [Note(("one", "m", "first"), guid="a")]
    folder = tmp_path / "p"
    run("import", package(tmp_path / "v1.apkg", notes, models={BASIC: old}), folder)
    notes = [Note(("one", "a hint", "better"), guid="a")]
    result = run("import", package(tmp_path / "v2.apkg", notes, models={BASIC: new}), folder)
    assert "the field `Middle` of `Basic` is not in the deck any more" in result.output
    assert "new field `Hint` in the deck, and 1 of its notes say something there" in result.output
    run("build", folder)
    ((got,),) = [fields_of(folder / "build" / "p.apkg")]
    assert got == ("one", "m", "better")


PICTURE: Final = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize("edited", ["", "mine"])
def test_a_replaced_picture_follows_if_it_was_left_alone(edited: str, tmp_path: Path) -> None:
    note = Note(("q", '<img src="a.png">'), guid="a")
    folder = tmp_path / "p"
    run("import", package(tmp_path / "v1.apkg", [note], {"a.png": PICTURE}), folder)
    picture = folder / "media" / "a.png"
    if edited:
        picture.write_bytes(edited.encode())
    files = {"a.png": PICTURE + b"2", "b.png": PICTURE}
    notes = [note, Note(("r", '<img src="b.png">'), guid="b")]
    result = run("import", package(tmp_path / "v2.apkg", notes, files), folder)
    assert picture.read_bytes() == (b"mine" if edited else PICTURE + b"2")
    assert ("media/a.png: yours is kept for now" in result.output) == bool(edited)
    assert (folder / "media" / "b.png").read_bytes() == PICTURE
    assert run("build", folder).exit_code == 0
    run("import", tmp_path / "v2.apkg", folder, "--take", "theirs")
    assert picture.read_bytes() == PICTURE + b"2"


def test_without_a_base_nothing_is_overwritten(tmp_path: Path) -> None:
    folder, new = versions(tmp_path, *CONFLICT)
    (folder / "obverse.base").unlink()
    change(folder / "deck.md", "first", "mine")
    result = run("import", new, folder)
    assert "conflict   Back of “two”" in result.output
    text = (folder / "deck.md").read_text("utf-8")
    assert "mine" in text
    assert "second" in text


def test_a_damaged_base_is_an_error_with_its_line(tmp_path: Path) -> None:
    folder, new = versions(tmp_path, *CONFLICT)
    change(folder / "obverse.base", "\nb\t", "\nc\t")
    result = run("import", new, folder)
    assert result.exit_code == 2
    assert "obverse.base:3" in result.output
    assert "second" in (folder / "deck.md").read_text("utf-8")


def test_two_lines_that_a_merge_left_never_lose_an_edit(tmp_path: Path) -> None:
    folder, new = versions(tmp_path, *CONFLICT)
    before = (folder / "obverse.base").read_text("utf-8")
    shutil.copytree(folder, tmp_path / "other")
    run("import", new, tmp_path / "other")
    after = (tmp_path / "other" / "obverse.base").read_text("utf-8")
    lines = dict.fromkeys([*before.splitlines(), *after.splitlines()])
    (folder / "obverse.base").write_text("\n".join(lines) + "\n", "utf-8")
    change(folder / "deck.md", "second", "mine")
    run("import", package(tmp_path / "v3.apkg", [TWO[0], Note(("two", "x"), guid="b")]), folder)
    assert "mine" in (folder / "deck.md").read_text("utf-8")


def test_a_project_with_errors_is_left_alone(tmp_path: Path) -> None:
    folder, new = versions(tmp_path, *CONFLICT)
    change(folder / "deck.md", "first", "![](no.png)")
    result = run("import", new, folder)
    assert result.exit_code == 2
    assert "nothing was imported" in result.output
    assert "theirs" not in sources(folder)


def test_new_text_that_would_stop_a_build_becomes_a_draft(tmp_path: Path) -> None:
    folder, new = versions(tmp_path, TWO[0], Note(("two", '<img src="no.png"> $$x'), guid="b"))
    result = run("import", new, folder)
    assert result.exit_code == 0, result.output
    assert run("build", folder).exit_code == 0


def test_two_notes_that_come_to_say_the_same_stay_two(tmp_path: Path) -> None:
    folder, new = versions(tmp_path, TWO[0], Note(("one", "first"), guid="b"))
    assert run("import", new, folder).exit_code == 0
    assert run("build", folder).exit_code == 0
    assert fields_of(folder / "build" / "p.apkg") == [("one", "first")] * 2


def test_force_brings_removed_notes_back_and_overwrites_no_edit(tmp_path: Path) -> None:
    folder, new = versions(tmp_path)
    change(folder / "deck.md", "\n## two\n\nsecond\n", "")
    change(folder / "deck.md", "first", "first, mine")
    run("import", new, folder, "--force")
    text = (folder / "deck.md").read_text("utf-8")
    assert "mine" in text
    assert "## two" in text
    run("build", folder)
    assert {guid for (guid,) in rows(folder / "build" / "p.apkg", "select guid from notes")} == {
        *"ab"
    }
