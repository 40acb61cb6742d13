"""What a build says of itself stays a page, however large the deck."""

from pathlib import Path

from click.testing import CliRunner

from obverse.cli import main


def test_long_lists_are_cut_short_and_counted(tmp_path: Path) -> None:
    for number in range(14):
        own = f"## What is number {number}?\n\nA number.\n\n"
        copy = "## Which one is everywhere?\n\nThis one.\n\n"
        draft = "## Not yet?\n\nNo.\n\n#card/draft\n"
        text = f"# Deck {number:02}\n\n{own}{copy}{draft}"
        (tmp_path / f"{number:02}.md").write_text(text, encoding="utf-8")
    said = CliRunner().invoke(main, ["build", str(tmp_path)], catch_exceptions=False).output
    lines = said.splitlines()
    assert lines[0] == "read       14 files, 42 cards"
    assert sum("is the card at" in line for line in lines) == 10
    assert sum("“Not yet?” at" in line for line in lines) == 10
    assert lines.count("           3 more") == 1
    assert lines.count("           4 more") == 1
    assert any(line.startswith("notes      15 notes") for line in lines)
    assert any(line.endswith(", Deck 08, Deck 09 and 4 more") for line in lines)
