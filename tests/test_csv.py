"""Tables: any dialect, columns by name, text that is what it was, formulas that are none."""

import csv
import io
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obverse import formats
from obverse.cards.cards import WrittenCard
from obverse.errors import ObverseError, TextError
from obverse.languages.table import Dialect, cell, rows
from obverse.languages.tags import as_written
from obverse.values.diagnostic import Severity

CSV = formats.get("csv")
BOM = b"\xef\xbb\xbf"
TEXT = st.text(
    st.sampled_from("ab=+-@'\t\n\",;|\\é水 ")
    | st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]),
    max_size=20,
)
WORD = st.text(st.sampled_from("ab-é/=+@'"), min_size=1, max_size=5)
CARDS = st.builds(
    WrittenCard,
    front=TEXT.filter(str.strip),
    back=TEXT,
    tags=st.lists(WORD.map(as_written), unique=True, max_size=3).map(tuple),
    deck=TEXT.map(lambda text: " ".join(text.split())),
    kinds=st.lists(WORD, unique=True, max_size=2).map(tuple),
    draft=st.booleans(),
    comment=TEXT,
    fields=st.dictionaries(WORD, TEXT.filter(bool), max_size=2),
    pin=WORD,
    source=TEXT,
)


def written(cards: list[WrittenCard]) -> bytes:
    stream = BytesIO()
    assert isinstance(CSV.writes, formats.CardWriter)
    CSV.writes.write(cards, stream)
    return stream.getvalue()


def read(table: str | bytes, **options: str) -> formats.Contents:
    assert CSV.reads
    raw = table.encode() if isinstance(table, str) else table
    return CSV.reads.read(raw, "words.csv", **options)


def sides(reading: formats.Contents) -> list[tuple[str, str]]:
    return [(card.front, card.back) for card in reading.cards]


@given(st.lists(CARDS, min_size=1, max_size=4))
def test_any_cards_come_back_as_they_were(cards: list[WrittenCard]) -> None:
    assert list(read(written(cards)).cards) == cards


@given(st.lists(CARDS, min_size=1, max_size=4))
def test_pythons_own_reader_finds_no_formula(cards: list[WrittenCard]) -> None:
    raw = written(cards)
    assert raw.startswith(BOM)
    table = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), strict=True))
    assert len(table) == 1 + len(cards)
    assert {len(row) for row in table} == {len(table[0])}
    assert not [cell for row in table for cell in row if cell and cell[0] in "=+-@\t\r"]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("start", [b"", BOM])
def test_the_separator_is_found(separator: str, ending: str, start: bytes) -> None:
    table = [
        ("Question", "Answer", "Tags"),
        ("What is a comma, then?", 'A sign; "," is one', "signs"),
        ("Two\nlines", "a | b", "signs, more"),
        ("Plain", "text", ""),
    ]
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator, lineterminator=ending).writerows(table)
    reading = read(start + stream.getvalue().encode())
    assert sides(reading) == [row[:2] for row in table[1:]]
    assert [card.tags for card in reading.cards] == [("signs",), ("signs", "more"), ()]
    assert reading.plain
    assert [each.rule for each in reading.diagnostics] == ["csv-header"]


@pytest.mark.parametrize(
    ("text", "options", "cards"),
    [
        ("a,b\nc,d\n", {}, [("a", "b"), ("c", "d")]),
        ("x,y\nc,d\n", {"header": "yes"}, [("c", "d")]),
        ("Term,Definition\nc,d\n", {}, [("c", "d")]),
        ("front,back\nc,d\n", {"header": "no"}, [("front", "back"), ("c", "d")]),
        ("sep=:\na:b,c\n", {}, [("a", "b,c")]),
        ("a b\nc d\n", {"separator": "space"}, [("a", "b"), ("c", "d")]),
        ("a, b;c, d\ne;f\n", {}, [("a, b", "c, d"), ("e", "f")]),
        ("'a,b',c\n", {"quote": "'"}, [("a,b", "c")]),
        ('"a \\"b\\"",c\nd,e\n', {}, [('a "b"', "c"), ("d", "e")]),
        ("No,Hanzi,Pinyin\n1,水,shui\n", {"front": "hanzi", "back": "3"}, [("水", "shui")]),
        ("a,b\n\n,,\nc,d\n", {}, [("a", "b"), ("c", "d")]),
        ("a,b", {}, [("a", "b")]),
        ("'-ism,'=x\nb,c\n", {}, [("'-ism", "'=x"), ("b", "c")]),
    ],
)
def test_columns_are_found_or_told(
    text: str, options: dict[str, str], cards: list[tuple[str, str]]
) -> None:
    assert sides(read(text, **options)) == cards


def test_html_is_read_as_html_and_said_to_be() -> None:
    reading = read("front,back\nx,<b>bold</b> &amp; more\n")
    assert sides(reading) == [("x", "**bold** & more")]
    assert [each.rule for each in reading.diagnostics] == ["csv-header", "csv-text"]
    assert {each.severity for each in reading.diagnostics} == {Severity.INFO}
    assert sides(read("front,back\nx,<b>\n", text="plain")) == [("x", "<b>")]


def test_what_is_left_out_is_said() -> None:
    reading = read("front,back,level,empty\na,b,3,\n,d,4,\n")
    assert [str(each) for each in reading.diagnostics] == [
        (
            "words.csv:1:1: info: the first row is taken for the names of the columns: `front`, "
            "`back`, `level`, `empty` [csv-header]"
        ),
        "words.csv:2:1: warning: the column `level` (2 cells) is left out [csv-column]",
        "words.csv:3:1: warning: a row without a question is skipped [malformed-card-skipped]",
    ]


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        ("", {}, "the table has no rows"),
        ("one\ntwo\n", {}, "cannot tell what separates the columns"),
        ('a,"b\nc,d\n', {}, "a quote is never closed"),
        ("a,b\n", {"separator": "dash"}, "`separator` cannot be `dash`"),
        ("a,b\n", {"header": "maybe"}, "`header` cannot be `maybe`"),
        ("a,b\n", {"text": "rtf"}, "`text` cannot be `rtf`"),
        ("a,b\n", {"front": "c"}, "there is no column `c`"),
        ("a,b\n", {"quote": "''"}, "`quote` is one character"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, options: dict[str, str], message: str) -> None:
    with pytest.raises(ObverseError, match=message):
        read(text, **options)


def test_a_fault_has_its_line() -> None:
    with pytest.raises(TextError) as raised:
        read('a,b\nc,d\n"e,f\ng,h\n')
    assert raised.value.line == 3


@given(st.lists(st.lists(TEXT, min_size=2, max_size=3), min_size=1, max_size=3))
def test_cells_come_back_in_any_dialect(table: list[list[str]]) -> None:
    for separator in ",;\t|":
        dialect = Dialect(separator)
        text = "".join(
            separator.join(cell(each, dialect, always=" ") for each in row) + "\n" for row in table
        )
        wanted = [row for row in table if any(each.strip() for each in row)]
        assert [list(row.cells) for row in rows(text, dialect)] == wanted
