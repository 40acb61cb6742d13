"""CrowdAnki's folder holds what the add-on asks for, and a collection made from it is the deck."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from anki.decks import DeckId

from engine import Desk
from obverse import formats
from obverse.errors import ObverseError
from obverse.formats.crowdanki import note_type_id, uuid_of_note_type
from obverse.link.collection import Collection
from obverse.note_types import built_in
from projects import built, rich, write

CROWDANKI = formats.get("crowdanki")


def written(collection: Collection) -> bytes:
    stream = BytesIO()
    assert CROWDANKI.write
    CROWDANKI.write(collection, b"", stream)
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
    with pytest.raises(ObverseError, match="one root deck") as raised:
        written(built(folder).collection)
    assert "--deck" in (raised.value.hint or "")


def test_a_note_types_id_comes_back_from_its_uuid() -> None:
    number = built_in("obverse").id
    assert note_type_id(uuid_of_note_type(number)) == number
    other = note_type_id("c6c1a1a0-8a4d-11ec-a8a3-0242ac120002")
    assert other == note_type_id("c6c1a1a0-8a4d-11ec-a8a3-0242ac120002")
    assert 1 << 40 <= other < 1 << 41
    assert note_type_id("no uuid") >= 1 << 40


FOREIGN: dict[str, Any] = {
    "__type__": "Deck",
    "children": [],
    "crowdanki_uuid": "a",
    "deck_config_uuid": "b",
    "deck_configurations": [],
    "media_files": ["a.png", "../outside.png"],
    "name": "Theirs::Deck",
    "note_models": [
        {
            "__type__": "NoteModel",
            "crowdanki_uuid": "c6c1a1a0-8a4d-11ec-a8a3-0242ac120002",
            "css": ".card { color: red; }",
            "flds": [{"name": "One"}, {"name": "Two"}, {"name": "Three"}],
            "name": "Their type",
            "tmpls": [{"name": "Card 1", "qfmt": "{{One}}", "afmt": "{{Two}}{{Three}}"}],
            "type": 0,
        }
    ],
    "notes": [
        {
            "__type__": "Note",
            "data": "",
            "fields": ['1<img src="a.png">', '<b>2</b><img src="../outside.png">', "3"],
            "flags": 0,
            "guid": "g#1",
            "note_model_uuid": "c6c1a1a0-8a4d-11ec-a8a3-0242ac120002",
            "tags": ["x::y"],
        }
    ],
}


def read(deck: object, path: Path) -> formats.Reading:
    assert CROWDANKI.read
    return CROWDANKI.read(json.dumps(deck).encode(), str(path))


def test_a_deck_of_others_keeps_its_note_type_and_guid(tmp_path: Path) -> None:
    write(tmp_path, {"media/a.png": b"picture", "outside.png": b"secret"})
    reading = read(FOREIGN, tmp_path / "deck.json")
    (card,) = reading.cards
    assert (card.guid, card.tags, card.deck) == ("g#1", ("x/y",), "Theirs::Deck")
    assert card.fields == {"Three": "3"}
    assert reading.note_types[card.note_type].name == "Their type"
    assert dict(reading.media) == {"a.png": b"picture"}
    assert {each.rule for each in reading.diagnostics} >= {"missing-media", "note-type-unknown"}


def test_a_link_out_of_the_media_folder_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path, {"secret.png": b"secret", "media/b.png": b""})
    (tmp_path / "media" / "a.png").symlink_to(tmp_path / "secret.png")
    assert dict(read(FOREIGN, tmp_path / "deck.json").media) == {}


@pytest.mark.parametrize(
    "deck",
    [
        [],
        {},
        {"__type__": "Deck"},
        {"__type__": "Deck", "name": 1},
        {**FOREIGN, "children": [1]},
        {**FOREIGN, "notes": [{}]},
        {**FOREIGN, "notes": {"a": 1}},
        {**FOREIGN, "note_models": [{"name": "x"}]},
        {**FOREIGN, "note_models": 3},
    ],
)
def test_what_is_not_crowdankis_is_refused(tmp_path: Path, deck: object) -> None:
    with pytest.raises(ObverseError, match="CrowdAnki"):
        read(deck, tmp_path / "deck.json")


def test_both_kinds_of_json_are_told_apart() -> None:
    assert formats.of_file("a.json", json.dumps(FOREIGN).encode()[:4096]) == "crowdanki"
    assert formats.of_file("a.json", b"[\n  {") == "json"
    assert formats.of_file("-", b'[{"front": "a"}]') == "json"
