"""CrowdAnki's folder holds what the add-on asks for, and a collection made from it is the deck."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from anki.decks import DeckId

from engine import Desk
from obverse import formats
from obverse.collection import Collection
from obverse.errors import ObverseError
from obverse.formats.crowdanki import note_type_id, uuid_of_note_type
from obverse.note_types import built_in
from projects import built, rich, write

CROWDANKI = formats.get("crowdanki")


def written(collection: Collection) -> bytes:
    stream = BytesIO()
    assert CROWDANKI.write
    CROWDANKI.write(collection, "", stream)
    return stream.getvalue()


def import_as_the_add_on_does(desk: Desk, deck: dict[str, Any]) -> None:
    """What `crowd_anki/representation` does with a new deck: note types, decks, notes."""
    kinds = {}
    for written_type in deck["note_models"]:
        kind = desk.col.models.new(written_type["name"]) | written_type
        desk.col.models.add(kind)
        kinds[written_type["crowdanki_uuid"]] = desk.col.models.by_name(written_type["name"])
    settings = {each["crowdanki_uuid"] for each in deck["deck_configurations"]}

    def add(deck: dict[str, Any], above: str) -> None:
        assert deck["deck_config_uuid"] in settings
        name = f"{above}::{deck['name']}" if above else deck["name"]
        deck_id = desk.col.decks.id(name)
        for each in deck["notes"]:
            kind = kinds[each["note_model_uuid"]]
            assert kind
            note = desk.col.new_note(kind)
            note.__dict__.update({key: each[key] for key in ("fields", "guid", "tags")})
            desk.col.add_note(note, DeckId(deck_id or 0))
        for child in deck["children"]:
            add(child, name)

    add(deck, "")


def test_what_the_add_on_makes_of_it_is_what_a_package_gives(tmp_path: Path) -> None:
    collection = built(rich(tmp_path / "project")).collection
    with Desk(tmp_path / "desk") as desk:
        import_as_the_add_on_does(desk, json.loads(written(collection)))
        notes, cards = desk.notes(), desk.cards()
        assert {each.guid for each in collection.notes} == notes.keys()
        for note in collection.notes:
            kind = collection.note_types[note.note_type]
            assert tuple(notes[note.guid].fields.values()) == note.fields
            assert set(notes[note.guid].tags) == set(note.tags)
            assert notes[note.guid].note_type == kind.name
            assert {cards[note.guid, each].deck for each in note.cards} == {note.deck}
            for number in note.cards:
                assert "{{" not in desk.rendered(note.guid, number)[1]
        assert len(cards) == sum(len(note.cards) for note in collection.notes)


def test_each_deck_names_the_media_of_its_notes(tmp_path: Path) -> None:
    collection = built(rich(tmp_path)).collection
    deck = json.loads(written(collection))
    assert deck["name"] == "Top"
    named = {child["name"]: child["media_files"] for child in deck["children"]}
    assert named == {"Rich": [], "Rich: text": list(collection.media)}


def test_decks_without_one_above_them_are_refused(tmp_path: Path) -> None:
    folder = write(tmp_path, {"a.md": "# A\n\n## B\n\nc\n", "d.md": "# D\n\n## E\n\nf\n"})
    with pytest.raises(ObverseError, match="one deck") as raised:
        written(built(folder).collection)
    assert "--deck" in (raised.value.hint or "")


def test_a_note_types_id_comes_back_from_its_uuid() -> None:
    number = built_in("obverse").id
    assert note_type_id(uuid_of_note_type(number)) == number
    other = note_type_id("c6c1a1a0-8a4d-11ec-a8a3-0242ac120002")
    assert other == note_type_id("c6c1a1a0-8a4d-11ec-a8a3-0242ac120002")
    assert 1 << 40 <= other < 1 << 41
    assert note_type_id("no uuid") >= 1 << 40
