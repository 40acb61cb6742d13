"""The parts of the package's writer: rows, pieces and zip, each held against another's."""

import io
import shutil
import subprocess
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import genanki
import pytest
from hypothesis import given
from hypothesis import strategies as st

from obverse.formats.apkg import archive, rows
from obverse.formats.apkg.archive import DEFLATED, STORED, Archive, Member
from obverse.formats.apkg.chunks import LINES, PAGES, Units, deflate
from obverse.formats.apkg.pieces import Pieces
from obverse.link.collection import CollectionNote

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
words = st.text("abcé", min_size=1, max_size=5)


class Cursor:
    """Takes what genanki writes, by the table it goes to."""

    def __init__(self) -> None:
        self.notes: list[Sequence[Any]] = []
        self.cards: list[Sequence[Any]] = []
        self.lastrowid = 0

    def execute(self, statement: str, row: Sequence[Any]) -> None:
        """Take a row; that of a note is the last one of which the id is known."""
        (self.notes if "notes" in statement else self.cards).append(row)
        self.lastrowid = row[0] if "notes" in statement else self.lastrowid


def full(statement: str, row: Sequence[Any]) -> tuple[Any, ...]:
    """Give all columns of a row: those that the statement says, and those it asks for."""
    values, given_ = statement.partition("VALUES")[2].strip(" ()").split(", "), iter(row)
    return tuple(next(given_) if value == "?" else eval(value) for value in values)  # noqa: S307


@given(
    st.builds(
        CollectionNote,
        guid=words,
        note_id=st.integers(0, 1 << 31).map(lambda slot: slot * 512),
        note_type=st.just("type"),
        deck=st.just("deck"),
        fields=st.tuples(texts.filter(bool), texts),
        tags=st.lists(words, max_size=3).map(tuple),
        modified=st.integers(0, 1 << 32),
        cards=st.sets(st.integers(0, 499), min_size=1, max_size=3).map(lambda s: tuple(sorted(s))),
    ),
    st.integers(1, 100_000),
)
def test_rows_are_those_that_genanki_makes(note: CollectionNote, due: int) -> None:
    model = genanki.Model(7, "Type", [{"name": "A"}, {"name": "B"}], [])
    theirs = genanki.Note(model, list(note.fields), None, note.tags, note.guid, due)
    theirs.cards = [genanki.Card(ordinal) for ordinal in note.cards]
    theirs._check_invalid_html_tags_in_fields = lambda: None  # noqa: SLF001  # it warns of `<`
    cursor = Cursor()
    ids = iter((note.note_id, *(note.note_id + ordinal for ordinal in note.cards)))
    theirs.write_to_db(cursor, note.modified, 9, ids)
    assert cursor.notes == [full(rows.INSERT_NOTE, rows.note_row(note, 7))]
    assert cursor.cards == [
        full(rows.INSERT_CARD, row) for row in rows.card_rows([(due, note)], {"deck": 9})
    ]


def letters(size: int, seed: int = 0) -> bytes:
    """Give lines of some 100 letters."""
    return b"\n".join(
        Random(f"{seed} {n}").randbytes(50).hex().encode() for n in range(size // 100)
    )


@pytest.mark.parametrize("units", [LINES, PAGES])
@pytest.mark.parametrize("raw", [b"", b"a", b"\n", bytes(1 << 21), letters(3 << 20)])
def test_pieces_are_one_stream_that_any_inflater_reads(raw: bytes, units: Units) -> None:
    with Pieces() as pieces:
        done = deflate(raw, units, pieces)
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    assert stream.decompress(b"".join(done.parts)) == raw
    assert stream.eof
    assert not stream.unused_data
    assert (done.crc, done.size) == (zlib.crc32(raw), len(raw))
    assert done.packed_size == sum(map(len, done.parts))


def test_pieces_cost_little(tmp_path: Path) -> None:
    raw = letters(3 << 20)
    with Pieces(tmp_path / "pieces") as pieces:
        assert deflate(raw, LINES, pieces).packed_size < 1.03 * len(zlib.compress(raw, 1))


def test_after_an_edit_most_pieces_are_those_of_the_last_time(tmp_path: Path) -> None:
    raw = letters(3 << 20)
    with Pieces(tmp_path / "pieces") as pieces:
        deflate(raw, LINES, pieces)
        before = pieces.used
    edited = raw[:100_000] + b"put in" + raw[100_000:2_000_000] + raw[2_000_500:]
    with Pieces(tmp_path / "pieces", before) as pieces:
        again = deflate(edited, LINES, pieces)
        assert len(before) - len(pieces.used.keys() & before.keys()) <= 6
    with Pieces() as pieces:
        assert deflate(edited, LINES, pieces).parts == again.parts


@pytest.mark.parametrize("harm", ["flip", "cut", "remove"])
def test_a_kept_piece_that_is_not_whole_is_made_again(tmp_path: Path, harm: str) -> None:
    raw, path = letters(1 << 20), tmp_path / "pieces"
    with Pieces(path) as pieces:
        parts = deflate(raw, LINES, pieces).parts
        places = pieces.used
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    if harm == "remove":
        path.unlink()
    else:
        path.write_bytes(content if harm == "flip" else content[: len(content) // 2])
    for _ in range(2):
        with Pieces(path, places) as pieces:
            assert deflate(raw, LINES, pieces).parts == parts
            places = pieces.used


def test_pieces_that_are_of_no_use_any_more_are_thrown_away(tmp_path: Path) -> None:
    path, places = tmp_path / "pieces", None
    for seed in range(8):
        with Pieces(path, places) as pieces:
            size = deflate(letters(1 << 20, seed), LINES, pieces).packed_size
            pieces.compact()
            places = pieces.used
        assert path.stat().st_size < 2.1 * size
    with Pieces(path, places) as pieces:
        assert all(pieces.get(digest) for digest in places or {})


def zipped(*members: tuple[str, bytes]) -> bytes:
    """Zip members, all but the first of them stored."""
    stream = io.BytesIO()
    into = Archive(stream)
    for number, (name, content) in enumerate(members):
        with Pieces() as pieces:
            parts = [content] if number else deflate(content, LINES, pieces).parts
        method, size = STORED if number else DEFLATED, sum(map(len, parts))
        into.add(Member(name, method, zlib.crc32(content), len(content), size), parts)
    into.close()
    return stream.getvalue()


# As a threshold for large numbers, so that none of them, some or all of them are.
@pytest.mark.parametrize("large", [1 << 32, 100_000, 1])
def test_other_programs_read_the_zip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    monkeypatch.setattr(archive, "_LARGE", large)
    members = {"one": letters(200_000), "0": b"", "1": letters(150_000, 1), "last": b"x"}
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(*members.items()))
    with zipfile.ZipFile(path) as file:
        assert {name: file.read(name) for name in file.namelist()} == members
        assert {about.date_time for about in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {about.external_attr >> 16 for about in file.infolist()} == {0o644}
    if shutil.which("unzip"):
        done = subprocess.run(["unzip", "-t", path], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")


def test_a_zip_may_have_more_members_than_its_oldest_form_can_count() -> None:
    names = [f"{number}" for number in range(70_000)]
    with zipfile.ZipFile(io.BytesIO(zipped(*((name, b"") for name in names)))) as file:
        assert file.namelist() == names


def test_a_member_that_is_not_what_was_said_of_it_is_an_error() -> None:
    for content in (b"abd", b"abcd"):
        with pytest.raises(OSError, match="changed while it was written"):
            Archive(io.BytesIO()).add(Member("0", STORED, zlib.crc32(b"abc"), 3, 3), [content])
