"""Separators of Anki's text files: the engine and an import read a header alike."""

from pathlib import Path

import pytest

from anki_packages import run, sources
from engine import Desk
from obverse.formats.anki_text import FORMAT

HEADERS = (
    *("#separator:Comma,,", "#separator:comma", "#separator:COMMA ", "#Separator:comma"),
    *("#separator: comma", "#separator:,", "#separator:,,", "#separator:tab", "#separator:Tab\t\t"),
    *("#separator:\t", "#separator:;", "#separator:Semicolon;", "#separator:Semicolon;;"),
    *("#separator:space", "#separator: ", "#separator:colon", "#separator::", "#separator:pipe"),
    *("#separator:|", "#separator:", "#tags:x\n#separator:Comma", "#separator:Comma\r"),
)
SIGNS = {"COMMA": ",", "TAB": "\t", "SEMICOLON": ";", "SPACE": " ", "COLON": ":", "PIPE": "|"}


@pytest.mark.parametrize("header", HEADERS)
def test_a_header_names_the_separator_that_anki_takes(header: str, tmp_path: Path) -> None:
    name = header.lower().replace("#tags:x\n", "").removeprefix("#separator:").strip(" \r")
    sign = next((s for s in SIGNS.values() if name.startswith(s)), "") or next(
        (s for key, s in SIGNS.items() if key.lower() == name.rstrip(",;\t")), ","
    )
    sign = " " if header == "#separator: " else sign
    path = tmp_path / "a.txt"
    path.write_bytes(f"{header}\nfront{sign}back\n".encode())
    with Desk(tmp_path / "desk") as desk:
        read = desk.col.get_csv_metadata(path=str(path), delimiter=None)
        assert [list(row.vals) for row in read.preview] == [["front", "back"]]
    assert run("import", path, tmp_path / "p").exit_code == 0
    text = sources(tmp_path / "p")
    assert "## front\n" in text
    assert "\nback\n" in text


@pytest.mark.parametrize(
    ("start", "is_known"),
    [
        *((f"#{key}:x\na\tb\n", True) for key in ("html", "notetype", "columns", "Tags Column")),
        *((f"#tags:x\n#deck:A\n#{key}:1\na\tb\n", True) for key in ("separator", "if matches")),
        *((f"{start}\na\tb\n", False) for start in ("#tags:x", "#deck:A", "# html:x", "#note:x")),
    ],
)
def test_a_text_with_headers_of_anki_is_known_by_any_of_them(start: str, is_known: bool) -> None:  # noqa: FBT001
    reader = FORMAT.reads
    assert reader
    assert reader.knows(start.encode()) == is_known
