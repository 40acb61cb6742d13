"""An edited table is compiled again from what it was, to what compiling all of it gives."""

import csv
import io
from random import Random
from typing import Final
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from obverse.compile import table_parts
from obverse.compile.compile_source import compile_source
from obverse.values.card_settings import CardSettings, TableSettings
from obverse.values.render_settings import RenderSettings

PATH: Final = "words.csv"
ROWS: Final = 500
ODD: Final = (
    '"two\nlines",answer',
    "same,same",
    ",no question",
    "![](none.png),*answer* [a][b]",
    "{{c1::Paris}} is a city,x",
    "three,columns,here",
    "# heading,$x$",
    "```,\\",
    "",
)
SETTINGS: Final = (
    TableSettings(PATH),
    TableSettings(PATH, header=False),
    TableSettings(PATH, text="plain"),
)


def settings(table: TableSettings) -> RenderSettings:
    return RenderSettings(cards=CardSettings(tables=(table,)))


def rows(rng: Random, number: int) -> list[str]:
    plain = (f"question {at} {rng.random()},answer {at}" for at in range(number))
    return [rng.choice(ODD) if rng.random() < 0.05 else row for row in plain]


def edited(rng: Random, lines: list[str]) -> list[str]:
    """Give the rows after an edit: one is reworded, some are added, moved or gone."""
    at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    few = lines[at : at + rng.randint(1, 30)]
    return rng.choice(
        (
            [*lines[:at], "an edited row,its answer", *lines[at + 1 :]],
            [*lines[:at], rng.choice(ODD), *lines[at:]],
            [*lines[:at], *lines[at + len(few) :]],
            [*few, *lines],
            [*lines, *few],
            [*lines[:other], *few, *lines[other:]],
            lines[::-1],
        )
    )


def text(lines: list[str], header: str = "q,a") -> bytes:
    return "\n".join([header, *lines, ""]).encode()


@pytest.mark.parametrize("table", SETTINGS, ids=["header", "no header", "plain"])
@pytest.mark.parametrize("seed", range(5))
def test_an_edit_gives_what_a_cold_build_gives(table: TableSettings, seed: int) -> None:
    rng = Random(seed)
    lines = rows(rng, ROWS)
    made = compile_source((PATH, text(lines)), settings(table))
    for _ in range(6):
        lines = edited(rng, lines)
        made = compile_source((PATH, text(lines)), settings(table), before=made)
        assert made == compile_source((PATH, text(lines)), settings(table))


@pytest.mark.parametrize("header", ["q;a", "id,q", "sep=,\nq,a", "q,a,tags", '"q\nmore",a'])
def test_another_header_compiles_all(header: str) -> None:
    lines = rows(Random(1), ROWS)
    before = compile_source((PATH, text(lines)), settings(SETTINGS[0]))
    after = text([*lines[:3], "new,one", *lines[3:]], header)
    assert compile_source((PATH, after), settings(SETTINGS[0]), before=before) == compile_source(
        (PATH, after), settings(SETTINGS[0])
    )


def test_rows_that_share_an_id_are_seen_after_an_edit() -> None:
    lines = [f"{at},question {at},answer {at}" for at in range(ROWS)]
    before = compile_source((PATH, text(lines, "id,q,a")), settings(SETTINGS[0]))
    lines[5] = "400,question 5,answer 5"
    after = compile_source((PATH, text(lines, "id,q,a")), settings(SETTINGS[0]), before=before)
    assert {each.rule for each in after.diagnostics} == {"duplicate-pin"}
    lines[5] = "5,question 5,answer 5"
    again = compile_source((PATH, text(lines, "id,q,a")), settings(SETTINGS[0]), before=after)
    assert again == before


CELLS: Final = st.one_of(
    st.sampled_from(
        ["", "a", "two\nlines", "```", "\\", "{{c1::x}}", "#tag", "^id", "$x", "<b>", "|"]
    ),
    st.text(st.characters(exclude_categories=["Cs", "Cn", "Cc"]), max_size=6),
)
HEADERS: Final = st.lists(
    st.sampled_from(["q", "a", "", "id", "tags", "draft", "note", "Q\nx"]), min_size=1, max_size=5
)


def written(rows: list[list[str]], delimiter: str) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return stream.getvalue().encode()


@given(
    header=HEADERS,
    body=st.lists(st.lists(CELLS, max_size=6), max_size=9),
    delimiter=st.sampled_from(",;\t"),
    table=st.sampled_from(SETTINGS),
    at=st.integers(0, 4),
)
@settings_of_hypothesis(max_examples=100, deadline=None)
def test_any_table_is_read_and_read_again_after_an_edit(
    header: list[str], body: list[list[str]], delimiter: str, table: TableSettings, at: int
) -> None:
    raw = written([header, *body], delimiter)
    after = written([header, *body[:at], ["new", "row"], *body[at:]], delimiter)
    with patch.multiple(table_parts, _FEWEST=1, _USUAL=2, _MOST=3):
        before = compile_source((PATH, raw), settings(table))
        again = compile_source((PATH, after), settings(table), before=before)
        assert again == compile_source((PATH, after), settings(table))
    lines = after.decode().count("\n") + 1
    assert all(1 <= note.place.line <= lines for note in (*again.notes, *again.drafts))


@pytest.mark.parametrize("at", [0, 5, ROWS - 1])
def test_one_row_compiles_one_part(at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [f"question {number},answer {number}" for number in range(ROWS)]
    before = compile_source((PATH, text(lines)), settings(SETTINGS[0]))
    compiled: list[int] = []
    of_source = table_parts.shifted

    def counted(made: object, part: table_parts.TablePart) -> object:
        compiled.append(part.first)
        return of_source(made, part)  # type: ignore[arg-type]

    monkeypatch.setattr(table_parts, "shifted", counted)
    lines.insert(at, "a new row,its answer")
    compile_source((PATH, text(lines)), settings(SETTINGS[0]), before=before)
    assert 0 < len(compiled) <= 2
