"""What is kept between builds comes back as it was, whatever the shape of the value."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obverse.compile.compile_source import compile_source
from obverse.machine import codec, columns
from obverse.values.compiled import Compiled
from obverse.values.diagnostic import Diagnostic, Severity
from obverse.values.note import Deletion, MediaUse, Note
from obverse.values.source import Place
from obverse.values.tally import Draft, Merged, Tally

KINDS = (Deletion, MediaUse, Note, Place, Diagnostic, Compiled, Draft, Merged, Tally)
LIST = b"# D\n\n## New list?\n\n- X one\n- Y two\n\n#card/list\n"


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=20)
@given(data=st.data())
def test_any_value_is_the_same_after_it_was_kept(kind: type, data: st.DataObject) -> None:
    value = data.draw(st.from_type(kind))
    text = codec.dumps(value)
    assert codec.loads(kind, text) == value
    assert codec.loads(kind, text.encode()) == value


@settings(max_examples=60)
@given(
    st.lists(st.from_type(Note), min_size=columns.MANY, max_size=12),
    st.lists(st.from_type(Diagnostic), min_size=columns.MANY, max_size=12),
    st.sampled_from(["", " ", "\n", "\ufdd0", "\x1f", "\x1e"]),
)
def test_many_values_are_the_same_after_they_were_kept(
    notes: list[Note], found: list[Diagnostic], character: str
) -> None:
    notes = [each._replace(front=f"{each.front}{character}") for each in notes]
    value = Compiled("a.md", tuple(notes), (), 0, tuple(found), ((1, "\n", ""),) * 9)
    text = codec.dumps(value)
    again = codec.loads(Compiled, text.encode())
    assert again == value
    assert repr(again) == repr(value)
    assert "\n" not in text


def test_what_all_of_many_notes_have_is_written_once() -> None:
    source = "".join(f"## Q{number}?\n\nA.\n\n" for number in range(50))
    assert codec.dumps(compile_source(("deck.md", source.encode()))).count("deck.md") == 2


def test_a_value_of_one_field_is_kept_as_a_list_of_one() -> None:
    assert json.loads(codec.dumps(Deletion("X one"))) == ["X one"]


def test_a_source_with_its_first_deletion_is_the_same_after_it_was_kept() -> None:
    compiled = compile_source(("a.md", LIST))
    assert [len(note.deletions) for note in compiled.notes] == [2]
    assert codec.loads(Compiled, codec.dumps(compiled)) == compiled


@pytest.mark.parametrize(
    "text", ["", "[", "null", "1", '"ab"', "{}", "[]", '["a", 1, 1]', '["a", 1, 1, 0, 0]', "[[]]"]
)
def test_any_other_text_is_refused_with_an_exception_that_readers_expect(text: str) -> None:
    with pytest.raises((ValueError, TypeError, LookupError)):
        codec.loads(Place, text)


@pytest.mark.parametrize(
    "columns_of_notes",
    [
        "null",
        "[]",
        "[8]",
        "[8,[]]",
        "[1000000000,[]]",
        "[1000000000,[[true,[1],[1],[1]]]]",
        "[8,[[true,[1,2],[1],[1]],true,true,0,0,true]]",
        '[8,[[true,"a",[1],[1]],true,true,0,0,true]]',
        "[8,[[true,[1],[1],[1]],true,true,[[1000000000],true],0,true,true,true,true,true]]",
        "[8,[[false,[1],[1],[1]],true,true,0,0,true]]",
    ],
)
def test_columns_that_were_made_up_are_refused(columns_of_notes: str) -> None:
    text = f'["a.md",{{"":{columns_of_notes}}},[],0,[]]\x1fa\x1fb'
    with pytest.raises((ValueError, TypeError, LookupError)):
        codec.loads(Compiled, text)


@pytest.mark.parametrize("number", [2, columns.MANY])
def test_what_many_notes_have_is_in_memory_once(number: int) -> None:
    text = "".join(f"## Q{number}?\n\nA. #one #two\n\n" for number in range(number))
    kept = codec.dumps(compile_source(("a.md", text.encode())))
    one, other, *_ = codec.loads(Compiled, kept).notes
    assert one.kind is other.kind
    assert one.note_type is other.note_type
    assert one.tags is other.tags
    assert one.place.path is other.place.path


def test_a_severity_comes_back_as_one() -> None:
    place = Place("a.md", 2, 3, 4)
    found = Diagnostic(place, Severity.INFO, "message", "rule", None, (place,))
    again = codec.loads(Diagnostic, codec.dumps(found))
    assert again.severity is Severity.INFO
    assert isinstance(again.related[0], Place)
