"""Anki's text: the real engine imports it, and finds its own notes again."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from anki.collection import ImportCsvRequest
from anki.decks import DeckId
from anki.import_export_pb2 import ImportResponse
from hypothesis import given
from hypothesis import strategies as st

from engine import Desk
from obverse import formats
from obverse.errors import TextError
from obverse.link.collection import Collection, CollectionNote
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
    TEXT.write(collection, b"", stream)
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


def read(text: str) -> formats.Reading:
    assert TEXT.read
    return TEXT.read(text.encode(), "notes.txt")


def test_what_the_engine_exports_becomes_cards_of_our_own_kinds(tmp_path: Path, desk: Desk) -> None:
    for kind, fields in (
        ("Basic", ['#x "q"', "a\tb<br><b>c</b>"]),
        ("Basic (and reversed card)", ["front", "back"]),
        ("Basic (type in the answer)", ["asked", "typed"]),
        ("Cloze", ["The {{c1::gap::hint}} here", "extra"]),
    ):
        note_type = desk.col.models.by_name(kind)
        assert note_type
        note = desk.col.new_note(note_type)
        note.fields, note.tags = fields, ["a", "b::c"]
        deck = desk.col.decks.id("X::Y")
        assert deck
        desk.col.add_note(note, DeckId(deck))
    path = tmp_path / "out.txt"
    desk.col.export_note_csv(
        out_path=str(path),
        limit=None,
        with_html=True,
        with_tags=True,
        with_deck=True,
        with_notetype=True,
        with_guid=True,
    )
    reading = read(path.read_text(encoding="utf-8"))
    assert [(card.front, card.back, card.kinds) for card in reading.cards] == [
        ('\\#x "q"', "a b\\\n**c**", ()),
        ("front", "back", ("reversed",)),
        ("asked", "typed", ("typing",)),
        ("The {{c1::gap::hint}} here\n", "extra", ("cloze",)),
    ]
    assert {card.tags for card in reading.cards} == {("a", "b/c")}
    assert {card.deck for card in reading.cards} == {"X::Y"}
    assert {card.guid for card in reading.cards} == {""}
    assert {each.rule for each in reading.diagnostics} == {"note-type-unknown"}


@pytest.mark.parametrize(
    ("text", "cards"),
    [
        ("a\tb\nc\td\n", [("a", "b", ()), ("c", "d", ())]),
        ("a;b\nc;d, e\n", [("a", "b", ()), ("c", "d, e", ())]),
        ("#separator:Pipe\n#tags:x\na|b\n# a comment|no card\n", [("a", "b", ("x",))]),
        ("#separator:;\n#tags column:1\nx y;a;b\n", [("a", "b", ("x", "y"))]),
        ("#html:false\na\t<b>\n", [("a", "\\<b>", ())]),
        ("#html:true\na\t<b>x</b>\n", [("a", "**x**", ())]),
        ('#separator:comma\n"a\n# b",c\n', [("a\n\\# b", "c", ())]),
    ],
)
def test_headers_mean_what_they_mean_to_anki(
    text: str, cards: list[tuple[str, str, tuple[str, ...]]]
) -> None:
    found = read(text).cards
    assert [(card.front, card.back, card.tags) for card in found] == cards


def test_a_separator_that_is_none_is_named() -> None:
    with pytest.raises(TextError, match="`dash` is not a separator"):
        read("#separator:dash\na-b\n")
