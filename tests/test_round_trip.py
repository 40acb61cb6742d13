"""Out and in again: the same notes, with the same guids, in the same decks."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from projects import built, exported, imported, notes, rich, write

FORMATS = ("anki-text", "crowdanki", "csv", "json")
every_format = pytest.mark.parametrize("name", FORMATS)
WORDS = st.text(
    st.sampled_from("ab c\xa0é水,;\t'\"=+-@#*_`$<>&\\|{}[]()!~^:.1"), min_size=1, max_size=12
)
INLINE = st.one_of(
    WORDS,
    WORDS.map(lambda text: f"**{text.strip()}**"),
    st.sampled_from(["$x^2$", "`a|b`", "{{c1::gap}}", "[a](https://b.c)", "<kbd>x</kbd>"]),
    st.sampled_from([r"\\(b\\)", r"\\(", r"\\]", r"\\[b\\]", r"`\(b\)`", "&#92;(b&#92;)"]),
)
LINE = st.lists(INLINE, min_size=1, max_size=3).map(" ".join)
BLOCK = st.one_of(
    LINE,
    st.lists(LINE, min_size=1, max_size=3).map(lambda lines: "\n".join(f"- {x}" for x in lines)),
    st.lists(LINE, min_size=1, max_size=2).map(lambda lines: "\n".join(f"> {x}" for x in lines)),
    st.sampled_from(
        ['```c\nint a = "b";\n\n\treturn;\n```', "$$a < b$$", "| a | b |\n| - | - |\n| 1 | 2 |"]
    ),
)
BODY = st.lists(BLOCK, max_size=3).map("\n\n".join)
TAGS = st.lists(st.sampled_from(["one", "two/three", "é"]), unique=True, max_size=2)
KIND = st.sampled_from(["", "", "", "#card/reversed", "#card/typing"])


@st.composite
def cards(draw: st.DrawFn) -> str:
    """A card in Markdown, and hardly one that is refused."""
    heading = " ".join(draw(LINE).split())
    above = draw(st.one_of(st.just(""), BODY.map(lambda body: f"{body}\n\n***\n")))
    last = " ".join([*(f"#{tag}" for tag in draw(TAGS)), draw(KIND)]).strip()
    return f"## {heading}\n\n{above}\n{draw(BODY)}\n\n{last}\n"


def there_and_back(folder: Path, name: str) -> None:
    target = folder / "out" / "deck.json"
    target.parent.mkdir()
    raw = exported(folder / "project", name, target)
    before = notes(built(folder / "project"))
    reading = imported(raw, name, target, folder / "again")
    assert len(reading.cards) >= len(before)
    assert notes(built(folder / "again")) == before


@every_format
def test_a_project_goes_out_and_in_with_guids_decks_tags_and_media(
    tmp_path: Path, name: str
) -> None:
    folder = rich(tmp_path / "project")
    if name in ("csv", "json"):
        # What holds Markdown names media by their paths, so the files have to be where they were.
        write(tmp_path / "again", {"top/pics/a.png": (folder / "pics/a.png").read_bytes()})
    there_and_back(tmp_path, name)


@every_format
@settings(max_examples=40, suppress_health_check=[HealthCheck.filter_too_much])
@given(written=st.lists(cards(), min_size=1, max_size=3))
def test_any_cards_come_back_as_they_went(name: str, written: list[str]) -> None:
    with tempfile.TemporaryDirectory() as there:
        folder = Path(there)
        text = "# A deck\n\n" + "\n".join(written)
        write(folder / "project", {"obverse.toml": 'content = "."\n', "deck.md": text})
        try:
            has_notes = bool(notes(built(folder / "project")))
        except AssertionError:
            has_notes = False
        assume(has_notes)
        there_and_back(folder, name)
