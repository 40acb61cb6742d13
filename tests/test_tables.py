"""What an empty collection holds, held against what genanki makes of the same decks and types."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import genanki
import pytest
from hypothesis import given
from hypothesis import strategies as st

import anki_tables
from obverse.formats.apkg import rows, tables
from obverse.link.collection import Collection, CollectionNote, with_parents
from obverse.note_types import NO_SETTINGS, NoteType, Template, built_in, built_in_names

EMPTY = Path(tables.__file__).parent / "empty.json"
FONT = {"font": "Arial", "size": 20}
# `{{type:A}}` is no field for genanki, nor is what Anki fills in by itself.
FIELDS = ("A", "B b", "Ç")
SHOWN = ("A", "B b", "Ç", "type:A", "text:B b", "FrontSide", "Tags")

names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
ids = st.integers(1, 1 << 41)


def sections(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A section of any sign about any field, around anything."""
    return st.builds(
        lambda sign, name, text: f"{{{{{sign}{name}}}}}{text}{{{{/{name}}}}}",
        st.sampled_from("#^"),
        st.sampled_from(FIELDS),
        inner,
    )


tags = st.sampled_from([f"{{{{{name}}}}}" for name in SHOWN] + ["{{ A }}", "{{{A}}}", "<b>", "\n"])
fronts = st.lists(
    st.recursive(tags, lambda inner: sections(st.lists(inner, max_size=3).map("".join)))
).map("".join)
templates = st.builds(Template, names, st.none() | ids, fronts, names)
note_types = st.builds(
    NoteType,
    key=names,
    name=names,
    id=ids,
    is_cloze=st.booleans(),
    fields=st.just(tuple((name, number) for number, name in enumerate(FIELDS))),
    templates=st.lists(templates, min_size=1, max_size=3).map(tuple),
    css=names,
    modified=ids,
    anki=st.just(NO_SETTINGS),
    heading=st.just(""),
)


def theirs(note_type: NoteType) -> Any:  # noqa: ANN401  # genanki has no types
    """The note type as genanki's."""
    return genanki.Model(
        note_type.id,
        note_type.name,
        fields=[{"name": name} | FONT | with_id(number) for name, number in note_type.fields],
        templates=[
            {"name": each.name, "qfmt": each.front, "afmt": each.back} | with_id(each.id)
            for each in note_type.templates
        ],
        css=note_type.css,
        model_type=int(note_type.is_cloze),
    )


def with_id(number: int | None) -> dict[str, int]:
    return {} if number is None else {"id": number}


def test_the_file_is_what_genanki_makes() -> None:
    assert EMPTY.read_text(encoding="utf-8") == anki_tables.text()


@pytest.mark.parametrize("key", built_in_names())
def test_our_note_types_are_as_genanki_writes_them(key: str) -> None:
    ours, model = built_in(key), theirs(built_in(key))
    written = model.to_json(ours.modified, 5)
    assert json.dumps(tables.kept_note_type(ours, 5)) == json.dumps(written)


@given(note_types)
def test_any_note_type_is_as_genanki_writes_it(note_type: NoteType) -> None:
    model = theirs(note_type)
    try:
        written = model.to_json(note_type.modified, 5)
    except Exception as fault:  # noqa: BLE001  # it has no class of its own
        assert "Could not compute required fields" in str(fault)  # noqa: PT017
        assert ["any", []] in [[*each[1:]] for each in tables.kept_note_type(note_type, 5)["req"]]
        return
    assert json.dumps(tables.kept_note_type(note_type, 5)) == json.dumps(written)


@given(st.lists(names, min_size=1, max_size=3), st.lists(note_types, min_size=1, max_size=2))
def test_tables_and_their_only_row_are_those_of_genanki(
    decks: list[str], kinds: list[NoteType]
) -> None:
    note = CollectionNote("g", 512, "a", decks[0], ("x",), (), 1, (0,))
    notes = tuple(note._replace(deck=deck) for deck in decks)
    collection = Collection(notes, {str(number): each for number, each in enumerate(kinds)}, {})
    every = sorted(with_parents(collection.decks))
    carriers = [genanki.Deck(rows.deck_id(name), name) for name in every]
    with (
        closing(sqlite3.connect(":memory:")) as ours,
        closing(sqlite3.connect(":memory:")) as other,
    ):
        indexes = tables.make_empty(collection, ours.cursor())
        for statement in indexes:
            ours.execute(statement)
        genanki.Package(carriers).write_to_db(other.cursor(), 0, iter(()))
        asked = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name"
        assert ours.execute(asked).fetchall() == other.execute(asked).fetchall()
        (row,), (given_,) = (each.execute("SELECT * FROM col").fetchall() for each in (ours, other))
    models = tables._COL.index("models")  # noqa: SLF001  # where the types are
    assert row[:models] + row[models + 1 :] == given_[:models] + given_[models + 1 :]
    assert list(json.loads(row[models])) == list(dict.fromkeys(str(each.id) for each in kinds))


def test_the_index_over_positions_is_made_last() -> None:
    note = CollectionNote("g", 512, "a", "Deck", ("x",), (), 1, (0,))
    with closing(sqlite3.connect(":memory:")) as made:
        statements = tables.make_empty(Collection((note,), {}, {}), made.cursor())
    assert "ix_cards_sched" in statements[-1]
    assert not any("ix_cards_sched" in each for each in statements[:-1])
