"""Anki's text: the real engine imports it, and finds its own notes again."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from anki.collection import ImportCsvRequest
from anki.import_export_pb2 import ImportResponse
from hypothesis import given
from hypothesis import strategies as st

from engine import Desk
from obverse import formats
from obverse.collection import Collection, CollectionNote
from obverse.note_types import built_in
from projects import NOW, built, rich

TEXT = formats.get("anki-text")
FIELD = st.text(
    st.sampled_from("ab #\t\n\"',;|:<>&é水\\") | st.characters(categories=["L", "P", "S", "Zs"]),
    max_size=20,
)


def written(collection: Collection) -> bytes:
    stream = BytesIO()
    assert TEXT.write
    TEXT.write(collection, "", stream)
    return stream.getvalue()


def import_text(desk: Desk, path: Path) -> ImportResponse.Log:
    """Import a text with what its headers say."""
    metadata = desk.col.get_csv_metadata(str(path), None)
    return desk.col.import_csv(ImportCsvRequest(path=str(path), metadata=metadata)).log


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A collection that has both note types, as after any import of a package."""
    with Desk(tmp_path / "desk") as desk:
        for key in ("obverse", "obverse-cloze"):
            ours = built_in(key)
            kind = desk.col.models.new(ours.name)
            kind["type"] = int(ours.is_cloze)
            for name, _ in ours.fields:
                desk.col.models.add_field(kind, desk.col.models.new_field(name))
            for each in ours.templates:
                template = desk.col.models.new_template(each.name)
                template["qfmt"], template["afmt"] = each.front, each.back
                desk.col.models.add_template(kind, template)
            desk.col.models.add(kind)
        yield desk


def test_the_engine_imports_every_note_with_all_that_is_its(tmp_path: Path, desk: Desk) -> None:
    collection = built(rich(tmp_path / "project")).collection
    path = tmp_path / "notes.txt"
    path.write_bytes(written(collection))
    log = import_text(desk, path)
    assert len(log.new) == len(collection.notes) == 10
    notes, cards = desk.notes(), desk.cards()
    for note in collection.notes:
        state = notes[note.guid]
        assert tuple(state.fields.values()) == note.fields
        assert set(state.tags) == set(note.tags)
        assert state.note_type == collection.note_types[note.note_type].name
        assert cards[note.guid, 0].deck == note.deck
    assert {guid for guid, _ in cards} == {note.guid for note in collection.notes}
    assert len(cards) == sum(len(note.cards) for note in collection.notes)


def test_a_second_import_changes_the_note_and_keeps_its_reviews(tmp_path: Path, desk: Desk) -> None:
    folder = rich(tmp_path / "project")
    path = tmp_path / "notes.txt"
    path.write_bytes(written(built(folder).collection))
    import_text(desk, path)
    desk.review("deck:Top::Rich::Below")
    before = desk.cards()
    path.write_bytes(path.read_bytes().replace(b"Yes", b"Yes, it is"))
    log = import_text(desk, path)
    assert (len(log.new), len(log.updated), len(log.duplicate)) == (0, 1, 9)
    assert desk.cards() == before
    assert any("Yes, it is" in note.fields.get("Back", "") for note in desk.notes().values())


@given(st.lists(st.lists(FIELD, min_size=7, max_size=7), min_size=1, max_size=3))
def test_any_fields_come_through_the_engines_own_reader(rows: list[list[str]]) -> None:
    import csv

    notes = tuple(
        CollectionNote(f"#{number}", number, "obverse", 'A "b"', tuple(row), ("t",), NOW, (0,))
        for number, row in enumerate(rows)
    )
    raw = written(Collection(notes, {"obverse": built_in("obverse")}))
    body = raw.decode().split("\n", 6)[6]
    cells = list(csv.reader(body.splitlines(keepends=True), delimiter="\t", strict=True))
    assert [row[3:10] for row in cells] == rows
    assert all((row[0][0], row[2], row[10]) == ("#", 'A "b"', "t") for row in cells)
