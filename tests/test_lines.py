"""A few notes of a lock are found and replaced as if all of it had been read."""

from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from obverse.values import lock as locks
from obverse.values.lock import Known, KnownType
from obverse.values.lock_lines import Lines

TYPES: Final = (KnownType("Obverse", "digest", 1), KnownType("Obverse Cloze", "digest", 2))
texts = st.text(st.sampled_from("ab-_Z0é水 "), max_size=4).map(str.strip)


@st.composite
def notes(draw: st.DrawFn) -> Known:
    """A note with a guid that others may begin with, and columns that others have too."""
    return Known(
        guid=draw(st.text(st.sampled_from("aB-_0é"), min_size=1, max_size=3)),
        note_id=draw(st.integers(1, 9)),
        note_type="obverse",
        kind="basic",
        deck=draw(texts),
        path=draw(texts),
        modified=1,
        removed=draw(st.integers(0, 1)),
        digest=draw(texts),
        tags=(),
        front_key=draw(texts),
        back_key=draw(texts),
        sketch="",
        numbers=(),
        pin="",
        front=draw(texts),
    )


many = st.lists(notes(), max_size=8, unique_by=lambda each: each.guid)


@given(many, many, st.sampled_from([(), TYPES]))
def test_what_is_put_in_is_in_its_place(
    old: list[Known], new: list[Known], types: tuple[KnownType, ...]
) -> None:
    lines = Lines(locks.encode(old, types))
    joined = {each.guid: each for each in (*old, *new)}
    assert lines.with_notes(new) == locks.encode(joined.values(), types)
    for guid, known in joined.items():
        assert lines.get(guid) == (known if known in old else lines.get(guid))
        assert (lines.get(guid) is None) == all(each.guid != guid for each in old)


@given(many, texts.filter(bool))
def test_what_has_a_column_is_found(known: list[Known], text: str) -> None:
    lines = Lines(locks.encode(known, TYPES))
    assert sorted({*lines.of_path(text)}) == sorted(each for each in known if each.path == text)
    assert {*lines.with_column(text)} == {
        each for each in known if text in {each.deck, each.path, each.front_key, each.back_key}
    }
    assert [*lines.sample(3)] == sorted(known)[:3]
    assert [*lines.note_ids()] == [each.note_id for each in sorted(known)]
