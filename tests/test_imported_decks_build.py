"""What import makes, builds: no note refuses a deck, and what would stop a build is a draft."""

from pathlib import Path
from typing import Final

import pytest

from anki_packages import CLOZE, Note, fields_of, package, rows, run, sources

FINE: Final = Note(("fine", "yes"))
# Notes that once stopped the build after a successful import, or the import itself.
ODD: Final = {
    "a deletion that is never closed": Note(("one {{c1::typo} here", ""), CLOZE),
    "no deletion": Note(("plain", ""), CLOZE),
    "a number that is too high": Note(("{{c501::x}}", ""), CLOZE),
    "a deletion round a block": Note(("{{c1::<div>x</div>}}", ""), CLOZE),
    "a deletion that a block ends": Note(("{{c1::<div>}} x", ""), CLOZE),
    "a deletion round a list": Note(("{{c1::<ul><li>a</li></ul>}}", ""), CLOZE),
    "a deletion round headings": Note(("{{c1::<h1>a</h1>b}}", "<h2>x</h2>"), CLOZE),
    "an empty note": Note(("", "")),
    "an empty question": Note(("<br>", "answer")),
    "an empty cloze note": Note(("", ""), CLOZE),
    "only spaces": Note(("&nbsp; ", " ")),
    "open math": Note(("<b>\\(\\frac{1\\)</b>", "\\[ {")),
    "only a comment": Note(("<!-- a -->", "b")),
    "an open comment": Note(("a <!-- b", "c <!-- d")),
    "headings": Note(("<h1>a</h1><h2>b</h2>", "# c<br>## d<br>***")),
    "fences": Note(("```", "```<br>## x")),
    "front matter": Note(("---<br>a: b<br>---", "---")),
    "nested deep": Note(("<blockquote>" * 50 + "x", "<ul><li>" * 50 + "y")),
    "a script": Note(("<script>1</script>", "x")),
}


@pytest.mark.parametrize("kind", ODD)
def test_an_odd_note_refuses_no_deck(kind: str, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    result = run("import", package(tmp_path / "in.apkg", [ODD[kind], FINE]), folder)
    assert result.exit_code == 0, result.output
    result = run("build", folder)
    assert result.exit_code == 0, result.output
    assert ("fine", "yes") in fields_of(folder / "build" / "project.apkg")
    assert sources(folder).count("\n## ") == 2


def test_all_odd_notes_together_refuse_no_deck(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    result = run("import", package(tmp_path / "in.apkg", [FINE, *ODD.values()]), folder)
    assert result.exit_code == 0, result.output
    assert run("build", folder).exit_code == 0
    assert sources(folder).count("\n## ") == 1 + len(ODD)


def test_drafts_are_counted_and_say_why(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    notes = [ODD["a deletion that is never closed"], ODD["an empty note"], FINE]
    result = run("import", package(tmp_path / "in.apkg", notes), folder)
    assert "drafts     2 cards that would stop a build" in result.output
    written = sources(folder)
    assert written.count("#card/draft") == 2
    assert "is never closed -->" in written
    assert "this note would have no card -->" in written


def test_a_note_that_markdown_cannot_hold_keeps_its_html_as_code(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    note = Note(("{{c1::<table><td>}}</td></table>", "`extra`"), CLOZE)
    assert run("import", package(tmp_path / "in.apkg", [note, FINE]), folder).exit_code == 0
    assert run("build", folder).exit_code == 0


def test_a_draft_that_is_completed_is_the_note_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    notes = [ODD["a deletion that is never closed"], FINE]
    run("import", package(tmp_path / "in.apkg", notes), folder)
    assert run("build", folder).exit_code == 0
    path = next(each for each in folder.glob("*.md") if "typo" in each.read_text("utf-8"))
    text = path.read_text("utf-8").replace("#card/draft", "").replace("typo}", "typo}}")
    path.write_text(text, "utf-8")
    assert run("build", folder).exit_code == 0
    guids = rows(folder / "build" / "project.apkg", "select guid from notes order by id")
    assert guids == [("guid000000",), ("guid000001",)]


def test_what_a_csv_brings_in_builds_too(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("q,$$\nx\n{{c1::open,a\nfine,yes\n", "utf-8")
    folder = tmp_path / "project"
    assert run("import", tmp_path / "in.csv", folder).exit_code == 0
    assert run("build", folder).exit_code == 0


def test_an_error_that_was_there_before_is_shown_after_an_import(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "mine.md").write_text("## open $$\n\n$$\nx\n", "utf-8")
    result = run("import", package(tmp_path / "in.apkg", [FINE]), folder)
    assert result.exit_code == 1
    assert "unclosed-math" in result.output
    assert "a build would stop" in result.output
    assert "fine" in sources(folder)
