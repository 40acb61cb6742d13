"""Second imports of what Anki itself exports, and of CrowdAnki's files."""

import json
from pathlib import Path
from typing import Final

import pytest

from anki_packages import run
from engine import Desk
from test_adopt import CONTAINERS, fill
from test_learners_types import deck_json

EDITS: Final = {  # how a note begins, the field that its author there rewrites, what it says then
    "Capital of <b>France": (1, "Paris, <b>the city</b>"),
    "{{c1::image": (2, "Another head"),
    "chat": (2, "a hint"),
    "{{c1::Paris": (1, "<i>extra</i>"),
}


def edit_in_anki(desk: Desk) -> None:
    """What the author of the deck does before exporting it again."""
    for note_id in desk.col.find_notes(""):
        note = desk.col.get_note(note_id)
        for start, (at, text) in EDITS.items():
            if note.fields[0].startswith(start):
                note.fields[at] = text
                desk.col.update_note(note)
    desk.move('"Type"', "Elsewhere::New")
    desk.delete("chien")


@pytest.mark.parametrize("container", CONTAINERS)
def test_the_next_version_from_anki_is_followed(
    container: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "p"
    first, second = tmp_path / f"1-{container}", tmp_path / f"2-{container}"
    with Desk(tmp_path / "author") as author:
        fill(author)
        CONTAINERS[container](author, first)
        assert run("import", first, folder).exit_code == 0
        assert run("build", folder).exit_code == 0
        learners = (folder / "build" / "p.apkg").rename(tmp_path / "learners.apkg")
        edit_in_anki(author)
        CONTAINERS[container](author, second)
    for path in folder.rglob("*.md"):
        path.write_text(path.read_text("utf-8").replace("Rome", "Rome, mine"), "utf-8")
    result = run("import", second, folder)
    assert result.exit_code == 0, result.output
    assert "updated    4 notes" in result.output
    assert "edited     1 note" in result.output
    assert "moved      1 note" in result.output
    assert "“chien” at" in result.output
    assert "conflict" not in result.output
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1900000000")  # later than the learner's import
    assert run("build", folder).exit_code == 0
    with Desk(tmp_path / "learner") as desk:
        desk.import_package(learners)
        desk.review("deck:*")
        before = desk.cards()
        log = desk.import_package(folder / "build" / "p.apkg")
        assert not log.new
        assert not log.conflicting
        assert desk.cards() == before
        said = " ".join(text for note in desk.notes().values() for text in note.fields.values())
    for text in ("Rome, mine", "the city", "Another head", "a hint", "extra", "chien"):
        assert text in said


def test_the_next_version_from_crowdanki_is_followed(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    with Desk(tmp_path / "author") as author:
        path = deck_json(author, tmp_path, ("Basic", "Basic (and reversed card)"))
    assert run("import", path, folder).exit_code == 0
    deck = json.loads(path.read_text("utf-8"))
    deck["notes"][0]["fields"][1] = "first, theirs"
    deck["notes"][1]["fields"][1] = "second, theirs"
    path.write_text(json.dumps(deck), "utf-8")
    source = folder / "deck-basic.md"
    text = source.read_text("utf-8")
    source.write_text(
        text.replace("second", "second, mine").replace("third", "third, mine"), "utf-8"
    )
    result = run("import", path, folder)
    assert "updated    1 note" in result.output
    assert "edited     1 note" in result.output
    assert result.output.count("conflict ") == 1
    now = source.read_text("utf-8")
    assert all(each in now for each in ("first, theirs", "second, mine", "third, mine"))
    assert run("build", folder).exit_code == 0
