"""A deck of CrowdAnki gets the ids that its note types have at the learner's."""

import json
from pathlib import Path
from typing import Any, Final

import pytest

from anki_packages import run
from engine import FILE, Desk
from test_crowdanki import import_as_the_add_on_does

NOTES: Final = (("one", "first"), ("two", "second"), ("three", "third"))


def deck_json(desk: Desk, folder: Path, names: tuple[str, ...]) -> Path:
    """A deck as the add-on writes it: with UUIDs in the place of the ids of note types."""
    models = []
    notes = []
    for place, name in enumerate(names):
        kind = desk.col.models.by_name(name)
        assert kind
        uuid = f"c6c1a1a0-8a4d-11ec-a8a3-0242ac12000{place}"
        models.append(
            {key: kind[key] for key in ("name", "type", "css", "flds", "tmpls")}
            | {"__type__": "NoteModel", "crowdanki_uuid": uuid}
        )
        notes += [
            {
                "__type__": "Note",
                "fields": [f"{name} {front}", back],
                "guid": f"{name[-1]}{at}",
                "note_model_uuid": uuid,
                "tags": ["t"],
            }
            for at, (front, back) in enumerate(NOTES)
        ]
    deck: dict[str, Any] = {
        "__type__": "Deck",
        "children": [],
        "crowdanki_uuid": "d",
        "deck_config_uuid": "c",
        "deck_configurations": [{"crowdanki_uuid": "c", "name": "Default"}],
        "media_files": [],
        "name": "Deck",
        "note_models": models,
        "notes": notes,
    }
    path = folder / "deck.json"
    path.write_text(json.dumps(deck), "utf-8")
    return path


@pytest.mark.parametrize("given", ["new", "legacy", "collection", ""])
def test_the_rebuilt_package_updates_what_the_learner_has(
    given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "p"
    with Desk(tmp_path / "author") as author:
        deck = deck_json(author, tmp_path, ("Basic", "Basic (and reversed card)"))
    learners = tmp_path / "learners.apkg"
    with Desk(tmp_path / "desk") as desk:
        import_as_the_add_on_does(desk, json.loads(deck.read_text("utf-8")))
        desk.review("deck:*")
        desk.export(learners, legacy=given == "legacy", with_scheduling=True, with_media=False)
    file = tmp_path / "desk" / FILE if given == "collection" else learners
    result = run("import", deck, folder, *(("--note-types", file) if given else ()))
    assert result.exit_code == 0, result.output
    assert ("--note-types FILE" in result.output) == (not given)
    for path in folder.glob("*.md"):
        path.write_text(path.read_text("utf-8").replace("second", "better"), "utf-8")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1900000000")  # later than the learner's import
    assert run("build", folder).exit_code == 0
    with Desk(tmp_path / "desk") as desk:
        before = desk.cards()
        log = desk.import_package(folder / "build" / "p.apkg")
        if not given:
            assert len(log.conflicting) == 6
            return
        assert log.counts == {"updated": 2, "duplicate": 4}
        assert {key: desk.cards()[key] for key in before} == before
        assert [note.fields["Back"] for note in desk.notes().values()].count("better") == 2
