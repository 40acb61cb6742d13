"""Cloze deletions are read in one way: by every format, and by every module."""

import ast
import re
from collections.abc import Iterator
from csv import writer
from html import escape
from io import StringIO
from pathlib import Path
from typing import Final

import pytest

from engine import Desk
from obverse.languages import cloze
from projects import built, exported, imported, write

SOURCE: Final = Path(__file__).parents[1] / "src" / "obverse"
FORMS: Final = {
    "{{c1::a}}": {1},
    "{{c1::a::hint}}": {1},
    "{{c1::a}} and {{c2::b}}": {1, 2},
    "{{c1,2::a}}": {1, 2},
    "{{c3,1,2::a::hint}} or not": {1, 2, 3},
    "{{c2::a {{c1::b}} c}}": {1, 2},
    "{{c1,3::a {{c2::b::hint}} c}}": {1, 2, 3},
    "{{c12::a}}": {12},
    "{{c01::a}}": {1},
    "{{c500::a}}": {500},
    "{{c1,,2::a}}": {1, 2},
    "{{c,1::a}}": {1},
    "{{c1,::a}}": {1},
    "{{c0,1::a}}": {1},
    "{{c1:::a}}": {1},
    "{{c1::a: b, {c} (d) & e}}": {1},
    "a {{c1::b}} {{c c1::d}} }} {{e}}": {1},
}
TEXT: Final = (
    "{{c::a}}",
    "{{c,::a}}",
    "{{c 1::a}}",
    "{{C1::a}}",
    "{{c1:a}}",
    "{c1::a}",
    "{{1::a}}",
)
READERS: Final = (
    "markdown",
    "plain csv",
    "html csv",
    "plain text",
    "html text",
    "package",
    "crowdanki",
)


def brought(reader: str, text: str, folder: Path) -> Path:
    """Bring a text into a project by one of the readers; give the project's folder."""
    home = folder / "home"
    match reader.split():
        case ["markdown"]:
            return write(home, {"obverse.toml": 'content = "."\n', "a.md": f"## {text}\n"})
        case [how, "csv"]:
            raw = table([text if how == "plain" else f"<b>T</b> {escape(text)}", "extra"])
            imported(raw, "csv", folder / "in.csv", home)
        case [how, "text"]:
            cell = text if how == "plain" else f"<b>T</b> {escape(text)}"
            head = f"#separator:Comma\n#html:{str(how == 'html').lower()}\n"
            imported(head.encode() + table([cell, "extra"]), "anki-text", folder / "in.txt", home)
        case _:
            card = f"## Title\n\nT {text}\n"
            write(folder / "out", {"obverse.toml": 'content = "."\n', "a.md": card})
            name, file = ("apkg", "in.apkg") if reader == "package" else (reader, "deck.json")
            raw = exported(folder / "out", name, folder / file)
            imported(raw, name, folder / file, home)
    return home


def table(cells: list[str]) -> bytes:
    """Write one row below a header."""
    stream = StringIO()
    writer(stream).writerows([["front", "back"], cells] if cells else [])
    return stream.getvalue().encode()


def numbers(folder: Path) -> set[int]:
    """The numbers of the cards of a project whose only cloze note they are of."""
    made = [each for each in built(folder).collection.notes if each.note_type == "obverse-cloze"]
    return {ordinal + 1 for each in made for ordinal in each.cards}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("text", FORMS)
def test_every_reader_finds_the_same_deletions(reader: str, text: str, tmp_path: Path) -> None:
    assert numbers(brought(reader, text, tmp_path)) == FORMS[text]


@pytest.mark.parametrize("reader", READERS[:5])
@pytest.mark.parametrize("text", TEXT)
def test_no_reader_takes_for_a_deletion_what_anki_does_not(
    reader: str, text: str, tmp_path: Path
) -> None:
    assert numbers(brought(reader, f"x {text}", tmp_path)) == set()


@pytest.mark.parametrize("reader", READERS[1:5])
def test_what_is_never_closed_is_text_where_it_is_not_written_as_markdown(
    reader: str, tmp_path: Path
) -> None:
    assert numbers(brought(reader, "a {{c1::b", tmp_path)) == set()


def strings(tree: ast.AST) -> Iterator[tuple[int, str | bytes]]:
    """The texts in a module, each with its line, without docstrings."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        each.body[0].value
        for each in ast.walk(tree)
        if isinstance(each, documented) and each.body and isinstance(each.body[0], ast.Expr)
    }
    for each in ast.walk(tree):
        match each:
            case ast.Constant(value=str() | bytes() as text) if each not in docstrings:
                yield each.lineno, text


def reads_deletions(text: str | bytes) -> bool:
    """Whether code can find a deletion with a text; one in backticks is for a person."""
    written = text if isinstance(text, str) else text.decode("latin-1")
    written = re.sub("`[^`]*`", "", written)
    return "{{c" in re.sub(r"\\|\(\?<?[=:]|[][()]", "", written).replace("{2}", "{")


@pytest.mark.parametrize(
    "text",
    [
        r"\{\{c[0-9]+::",
        "{{c",
        r"\{(?=\{c[0-9])",
        "{{c1::",
        b"{{c",
        r"[{]{2}c\d",
        r"(?<=\{)(?=\{c[0-9])",
        "a{{c1::b",
    ],
)
def test_a_pattern_of_a_deletion_is_seen(text: str | bytes) -> None:
    assert reads_deletions(text)


def test_no_other_module_reads_deletions() -> None:
    found = [
        f"{path.relative_to(SOURCE)}:{line}"
        for path in sorted(SOURCE.rglob("*.py"))
        if path != Path(cloze.__file__)
        for line, text in strings(ast.parse(path.read_text("utf-8")))
        if reads_deletions(text)
    ]
    assert found == []


def test_the_numbers_of_a_field_are_those_that_anki_reads(tmp_path: Path) -> None:
    with Desk(tmp_path) as desk:
        note_type = desk.col.models.by_name("Cloze")
        assert note_type
        note = desk.col.new_note(note_type)
        for text in (*FORMS, *TEXT, "{{c1::a", "{{c1::a {{c2::b}}", "{{c501::a}}"):
            note["Text"] = text
            assert cloze.numbers(text) == frozenset(note.cloze_numbers_in_fields())


def test_a_number_of_any_length_is_read() -> None:
    assert min(cloze.numbers(f"{{{{c{'9' * 5000}::a}}}}")) > cloze.MOST
