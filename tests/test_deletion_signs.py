"""The signs of a deletion count only in one that the author wrote as `{{c1::`."""

import re
from html import unescape
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from obverse.compile.compile_source import compile_source
from obverse.languages import cloze
from obverse.values.note import Note, fill_holes

OTHERS: Final = ("", "## Other\n\n{{c1::Paris}}\n", "## Other\n\n```\n{{count}}\n```\n")
PIECES: Final = (
    *("a", " ", "::", "}}", "{{", ":", "}", "{", "`b::c`", "`}}`", "{{count}}"),
    *("<b>::</b>", "[f::g](h)", "x"),
)
TEXTS: Final = st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join)
INNER: Final = TEXTS.map(lambda text: f"a{text}a")


def first_note(text: str) -> Note:
    """Give the first note of a source."""
    return compile_source(("a.md", text.encode())).notes[0]


def shown(note: Note) -> list[str]:
    """Give the fields as a learner sees them, with 1 for the numbers that the lock gives."""
    return [unescape(field) for field in fill_holes(note.fields, lambda *_: "1")]


def deletions(field: str) -> list[tuple[str, str]]:
    """Give text and hint of each deletion of a field as Anki reads it."""
    found = cloze.replaced(field, lambda text, hint: f"\0{text}\1{hint}\0").split("\0")[1::2]
    return [(text, hint) for text, _, hint in (each.partition("\1") for each in found)]


def hints(note: Note) -> list[str]:
    """Give the hint of each deletion as Anki reads the fields."""
    fields = fill_holes(note.fields, lambda *_: "1")
    return [hint for field in fields for _, hint in deletions(field)]


def alike(source: str, deletions: int) -> None:
    """Check a card alone and beside others: the same card, whose deletions have no hint."""
    alone = first_note(source)
    for other in OTHERS:
        note = first_note(f"{source}\n{other}")
        assert shown(note) == shown(alone)
        assert (note.back, note.deletions) == (alone.back, alone.deletions)
        assert hints(note) == [""] * deletions


@given(st.lists(INNER, min_size=1, max_size=3))
def test_a_list_item_is_the_same_beside_any_other_card(items: list[str]) -> None:
    listed = "".join(f"- {each}\n" for each in items)
    alike(f"## Which?\n\n{listed}\n#card/list\n", len(items))


@given(INNER)
def test_a_highlight_is_the_same_beside_any_other_card(inside: str) -> None:
    alike(f"## Which?\n\nThe =={inside}== one\n\n#card/cloze\n", 1)


@given(TEXTS)
def test_a_card_without_a_deletion_is_the_same_beside_any_other_card(text: str) -> None:
    alone, together = (first_note(f"## Q\n\n{text}\n\n{other}") for other in OTHERS[:2])
    assert (alone.fields, alone.back_key) == (together.fields, together.back_key)


@given(TEXTS)
def test_a_written_deletion_ends_where_its_author_closes_it(text: str) -> None:
    plain = re.sub(r"[{}:`<>*\[\]]", "", text)
    note = first_note(f"## Q\n\n{{{{c1::x{plain}::h =={plain}y::z==}}}} after }}}} and ::\n")
    (field,) = (each for each in fill_holes(note.fields, lambda *_: "1") if "{{c" in each)
    assert list(cloze.signs(field)).count("::") == 1
    assert field.endswith("after &#125;&#125; and ::</p>") or "after }} and ::" in unescape(field)


LEAVES: Final = st.sampled_from(("a", "b &amp; c", "::", "}}", "<br>", "\n", "<!-- }} -->")) | (
    st.integers(1, 9).map(lambda number: f"{{{{c{number}::x <b>y</b>}}}}")
)
TREES: Final = st.recursive(
    LEAVES,
    lambda inner: st.tuples(
        st.sampled_from(("div", "p", "b", "span", "details", "li")), st.lists(inner, max_size=3)
    ).map(lambda made: f'<{made[0]} title="}}}}::">{"".join(made[1])}</{made[0]}>'),
    max_leaves=6,
)


@given(TREES)
def test_a_deletion_in_a_block_of_html_is_one(tree: str) -> None:
    written = {int(each) for each in re.findall(r"\{\{c(\d)::", tree)}
    note = first_note(f"## Q\n\n<div>{tree}</div>\n\n## Other\n\n{{{{c1::Paris}}}}\n")
    field = note.fields[1]
    assert cloze.numbers(field) == written
    assert note.kind == ("cloze" if written else "basic")
    assert set(deletions(field)) <= {("x <b>y</b>", "")}
