"""The documents for a start, walked from nothing by their own commands, up to Anki."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from engine import Desk
from projects import write
from shell import run
from test_docs import ROOT

BLOCK: Final = re.compile(r"^```(markdown|csv)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
STEPS: Final = re.compile(r"`(obverse (?:new|plan|build|check)\b[^`]*)`")


@pytest.fixture(name="desk")
def _desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk(tmp_path / "anki") as desk:
        yield desk


def section(document: str, heading: str) -> str:
    """Give the text of a document below a heading."""
    text = (ROOT / "docs" / document).read_text(encoding="utf-8")
    return text.partition(f"## {heading}\n")[2].partition("\n## ")[0]


def walk(folder: Path, steps: list[str]) -> str:
    """Run the commands in a folder, and give what they said."""
    said = ""
    for step in steps:
        ran = run(folder, *step.split()[1:])
        assert ran.status == 0, (step, ran)
        said += ran.out
    return said


def test_the_notes_become_cards_in_anki(tmp_path: Path, desk: Desk) -> None:
    document = (ROOT / "docs" / "notes.md").read_text(encoding="utf-8")
    notes = [text for _, _, text in BLOCK.findall(document) if "cards:" in text]
    files = {f"Note {number}.md": text for number, text in enumerate(notes)}
    vault = write(tmp_path / "vault", {".obsidian/app.json": "{}", **files})
    steps = STEPS.findall(section("notes.md", "In Obsidian and Logseq"))
    assert steps[0] == "obverse new"
    said = walk(vault, steps)
    assert {path.name for path in vault.glob("*.md")} == {*files}
    made = int(re.findall(r"notes +(\d+) notes?", said)[-1])
    assert made > len(notes)
    desk.import_package(next((vault / "build").glob("*.apkg")))
    assert len(desk.notes()) == made


def test_a_table_becomes_cards_in_anki(tmp_path: Path, desk: Desk) -> None:
    part = section("tables.md", "A csv or tsv file")
    tables = {Path(name).name: text for what, name, text in BLOCK.findall(part) if what == "csv"}
    folder = write(tmp_path / "words", {"animals.csv": tables["animals.csv"]})
    steps = STEPS.findall(part)[:2]
    assert steps == ["obverse new", "obverse build"]
    said = walk(folder, steps)
    assert "`French` (question), `English` (answer), `Note` (below the answer)" in said
    desk.import_package(folder / "build" / "words.apkg")
    assert len(desk.notes()) == 2
