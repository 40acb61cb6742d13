"""`obverse new` in a folder that has notes looks, proposes, shows, and touches no note."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from obverse.commands.new import survey as surveys
from obverse.commands.new.propose import propose
from obverse.errors import TextError
from obverse.project import project, settings
from obverse.project.settings import Settings
from projects import write
from shell import run
from test_find_sources import VAULT

CSV: Final = {"a.md": "| a | b |\n|---|---|\n| c | d |\n", "v.csv": "a,b\n"}
LOGSEQ: Final = {"pages/a.md": "- Why? #card\n  - So.\n", "logseq/c.edn": ""}
MARKED: Final = {"a.md": "## Log\n\nWhy? #card\n\nSo.\n", ".obsidian/app.json": "{}"}
STRICT: Final = {"a.md": "## Log\n\nx\n", ".obsidian/app.json": '{"strictLineBreaks": true}'}
TAGGED: Final = {"a.md": "#anki\n\n# T\n", "b.md": "---\ntags: [anki/x]\n---\n"}
CARD: Final = "## What is {}?\n\nIt is {}.\n"
NESTED: Final = {"law/a.md": f"#flashcards/law\n\n{CARD}"}


def content(folder: Path) -> dict[str, bytes]:
    """All files of a folder."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def seen(folder: Path) -> surveys.Survey:
    """What a look at the notes in a folder finds."""
    return surveys.survey(folder, project.find(folder).find_sources())


def knows(line: str) -> bool:
    """Whether this version has a setting."""
    try:
        settings.read(f"{line}\n")
    except TextError:
        return False
    return True


def test_a_vault_is_proposed_with_its_tag_and_nothing_else_is_written(tmp_path: Path) -> None:
    if not VAULT.is_file():
        pytest.skip("the vault is not here")
    subprocess.run([sys.executable, VAULT, tmp_path], check=True, capture_output=True)
    before = content(tmp_path)
    ran = run(tmp_path, "new")
    assert ran.status == 0
    assert "found      57 notes of Obsidian, 17 with `#flashcards`, 126 `##` headings" in ran.out
    assert "7 `?` lines, 7 `::` lines" in ran.out
    assert "cards      24 cards, such as\n" in ran.out
    assert "What is the NYHA class II?  (Cardiology/Heart failure.md:13)" in ran.out
    assert "What is the mechanism of drug 1?  (Pharm/Drug 1.md:6)" in ran.out
    after = content(tmp_path)
    assert {path for path in after if path not in before} == {"obverse.toml"}
    assert {path: after[path] for path in before} == before
    assert 'tags-only = ["flashcards"]' in after["obverse.toml"].decode()
    ran = run(tmp_path, "build")
    assert ran.status == 0
    assert "notes      24 notes" in ran.out


@pytest.mark.parametrize(
    ("notes", "told"),
    [
        (
            {"a.md": CARD, "b/c.md": "x :: y\n- z ::: w\n"},
            "2 notes, 1 `##` heading, 2 ` :: ` lines",
        ),
        ({"a.md": "Q: Why?\nA: So.\n\nWhat?\n?\nThis.\n"}, "1 note, 1 `Q:` line, 1 `?` line"),
        ({"a.md": "Term::Meaning\n\nWhy? #card\n\nSo.\n"}, "1 note, 1 `#card` mark, 1 `::` line"),
        (
            {"a.md": "| a | b |\n|---|---|\n| c | d |\n", "v.csv": "a,b\n"},
            "1 note, 1 table, 1 csv file",
        ),
        (
            {"a.md": "#anki\n\n# T\n", "b.md": "---\ntags: [anki/x]\n---\n"},
            "2 notes, 2 with `#anki`",
        ),
        (
            {"pages/a.md": "- Why? #card\n  - So.\n", "logseq/c.edn": ""},
            "1 note of Logseq, 1 `#card` mark",
        ),
        ({"a.md": "# T\n\nProse.\n", ".obsidian/app.json": "{}"}, "1 note of Obsidian"),
        ({"a.md": "```\nx :: y\n## z\n```\n"}, "1 note"),
        ({"a.md": b"\xe9 :: \xe8\n", "b.md": b"\xff\xfea"}, "2 notes, 1 ` :: ` line"),
    ],
)
def test_what_is_there_is_counted(notes: dict[str, str | bytes], told: str, tmp_path: Path) -> None:
    write(tmp_path, notes)
    assert surveys.told(seen(tmp_path)) == told
    before = content(tmp_path)
    ran = run(tmp_path, "new")
    assert ran.status == 0
    assert f"found      {told}\n" in ran.out
    after = content(tmp_path)
    assert after.pop("obverse.toml")
    assert after == before
    found = project.find(tmp_path)  # it can be read
    assert (found.content, found.settings.name != "") == (found.root / ".", True)


@pytest.mark.parametrize(
    ("notes", "lines"),
    [
        ({"a.md": CARD}, []),
        ({"law/a.md": CARD}, ['decks = "path"']),
        (
            {"law/a.md": f"#flashcards/law\n\n{CARD}"},
            ['tags-only = ["flashcards"]', 'decks = "tag"'],
        ),
        ({"a.md": "x :: y\n"}, ['cards = "inline"']),
        ({"a.md": "x::y\n\na :: b\n"}, ['cards = ["inline", "inline-tight"]']),
        ({"a.md": "Q: a\nA: b\n"}, ['cards = "qa"']),
        (
            MARKED,
            ['cards = "marked"', "breaks = true"],
        ),
        (
            STRICT,
            ['cards = "marked"'],
        ),
        ({"a.md": f"{CARD}{CARD}\nx :: y\n"}, ['cards = "headings"']),
    ],
)
def test_what_is_proposed_fits_what_is_there(
    notes: dict[str, str], lines: list[str], tmp_path: Path
) -> None:
    """A line with a setting that this version does not have is left out."""
    write(tmp_path, notes)
    shows = "breaks = true" in lines
    text = propose(seen(tmp_path), "n", "D", shows_line_ends=shows).text
    proposed = [line for line in text.splitlines() if line and not line.startswith("#")]
    wanted = ['name = "n"', 'deck = "D"', 'content = "."', *filter(knows, lines)]
    assert {*wanted} <= {*proposed}
    assert {*proposed} - {*wanted} <= {'cards = "headings"'}


def test_a_project_or_a_folder_without_notes_is_left_as_it_was(tmp_path: Path) -> None:
    write(tmp_path / "a", {"obverse.toml": 'content = "."\n', "a.md": CARD})
    write(tmp_path / "b", {"README.md": "# About\n", "x.txt": ""})
    for name in ("a", "b"):
        before = content(tmp_path / name)
        ran = run(tmp_path, "new", name)
        assert ran.status == 2
        assert "is not empty" in ran.err
        assert content(tmp_path / name) == before


def test_with_force_the_sample_deck_is_written_next_to_notes(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": CARD})
    assert run(tmp_path, "new", ".", "--force").status == 0
    assert (tmp_path / "content/welcome.md").is_file()


def test_notes_that_stop_a_build_are_said_and_the_configuration_is_written(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": CARD, "b.md": "## Q?\n\nA.\n\n#card/nonsense\n"})
    ran = run(tmp_path, "new")
    assert ran.status == 0
    assert "wrong      1 error: `obverse build` shows where" in ran.out
    assert (tmp_path / "obverse.toml").is_file()


def test_only_a_few_cards_are_shown(tmp_path: Path) -> None:
    write(tmp_path, {f"{number}.md": CARD.format(number, number) * 2 for number in range(9)})
    out = run(tmp_path, "new").out
    assert "cards      9 cards, such as\n" in out
    assert out.count(".md:1)") == 3


def test_a_name_is_written_so_that_it_can_be_read(tmp_path: Path) -> None:
    folder = write(tmp_path / 'quo"te \\ x', {"a.md": CARD})
    run(folder, "new")
    found = settings.read((folder / "obverse.toml").read_text("utf-8"))
    assert found
    assert json.loads(json.dumps(found.deck)) == 'quo"te \\ x'
    assert found == Settings(name=found.name, deck=found.deck)
