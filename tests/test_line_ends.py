"""Where lines break, and readings above words: as the author sees them in the notes."""

from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obverse.cards.reparse import reparse
from obverse.cards.unparse import unparse
from obverse.errors import TextError
from obverse.languages import escape, ruby
from obverse.project.settings import read
from projects import NOW, built, write
from shell import run

CARD: Final = "## Where is Tokyo?\n\none\ntwo **three\nfour**\n\n- a\n  b\n"
BROKEN: Final = (
    "<p>one<br>\ntwo <strong>three<br>\nfour</strong></p>\n<ul>\n<li>a<br>\nb</li>\n</ul>"
)
SOFT: Final = BROKEN.replace("<br>", "")


def imported(folder: Path, files: dict[str, str], settings: str = "") -> Path:
    """Bring the package of a project into a project of its own."""
    one = write(folder / "one", {"obverse.toml": 'content = "."\nname = "one"\n', **files})
    assert run(one, "build", SOURCE_DATE_EPOCH=str(NOW)).status == 0
    two = write(folder / "two", {"obverse.toml": f'content = "."\n{settings}'})
    assert run(two, "import", "../one/build/one.apkg", SOURCE_DATE_EPOCH=str(NOW)).status == 0
    return two


@pytest.mark.parametrize(
    ("project", "file", "expected"),
    [
        ("", "", SOFT),
        ("breaks = false\n", "", SOFT),
        ("breaks = true\n", "", BROKEN),
        ("", "---\nbreaks: true\n---\n", BROKEN),
        ("", '---\nbreaks: "yes"\n---\n', BROKEN),
        ("breaks = true\n", "---\nbreaks: false\n---\n", SOFT),
        ("breaks = true\n", "---\nbreaks:\n---\n", BROKEN),
    ],
)
def test_the_end_of_a_line_breaks_it_where_that_is_said(
    project: str, file: str, expected: str, tmp_path: Path
) -> None:
    files = {"obverse.toml": f'content = "."\n{project}', "a.md": file + CARD}
    (note,) = built(write(tmp_path, files)).deduped.notes
    assert note.fields[1] == expected


@pytest.mark.parametrize("shape", ["question-mark", "qa", "callouts", "marked"])
def test_lines_break_in_every_shape(shape: str, tmp_path: Path) -> None:
    text = {
        "question-mark": "Q\n?\none\ntwo\n",
        "qa": "Q: Q\nA: one\ntwo\n",
        "callouts": "> [!card] Q\n> one\n> two\n",
        "marked": "### Q #card\n\none\ntwo\n",
    }[shape]
    files = {"obverse.toml": f'content = "."\ncards = "{shape}"\nbreaks = true\n', "a.md": text}
    (note,) = built(write(tmp_path, files)).deduped.notes
    assert note.fields[1] == "<p>one<br>\ntwo</p>"


def test_switching_it_on_updates_notes_and_plan_says_so(tmp_path: Path) -> None:
    write(tmp_path, {"obverse.toml": 'content = "."\n', "a.md": CARD + "\n## x\n\ny\n"})
    assert run(tmp_path, "build", SOURCE_DATE_EPOCH=str(NOW)).status == 0
    write(tmp_path, {"obverse.toml": 'content = "."\nbreaks = true\n'})
    planned = run(tmp_path, "plan", SOURCE_DATE_EPOCH=str(NOW + 9))
    assert "0 new, 1 updated, 1 unchanged in Anki (1 looks changed" in planned.out


def test_a_breaks_that_is_the_authors_own_is_a_warning(tmp_path: Path) -> None:
    found = built(write(tmp_path, {"a.md": "---\nbreaks: 12\n---\n" + CARD})).diagnostics
    assert [(each.rule, str(each.severity), each.place.line) for each in found] == [
        ("frontmatter-wrong-type", "warning", 2)
    ]


def test_what_is_imported_looks_the_same_where_lines_break(tmp_path: Path) -> None:
    here = imported(tmp_path, {"a.md": CARD}, "breaks = true\n")
    (note,) = built(here).deduped.notes
    assert note.fields[1] == SOFT


def test_an_export_says_that_its_lines_break(tmp_path: Path) -> None:
    write(tmp_path, {"obverse.toml": 'content = "."\nbreaks = true\n', "a.md": CARD})
    ran = run(tmp_path, "export", "a.md", "--format", "markdown", "-o", "out.md")
    assert ran.status == 0
    assert (tmp_path / "out.md").read_text(encoding="utf-8").startswith("---\nbreaks: true\n---\n")


@pytest.mark.parametrize("said", ["breaks: true", "breaks: false", "breaks: 12", "breaks:"])
def test_what_a_file_says_of_its_lines_stays(said: str) -> None:
    text = unparse(reparse(f"---\n{said}\n---\n{CARD}"))
    assert text.startswith(f"---\n{said}\n---\n")


def test_the_setting_is_true_or_false() -> None:
    assert read("breaks = true\n") is not None
    with pytest.raises(TextError, match="`breaks` is not `true` or `false`"):
        read('breaks = "yes"\n')


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("{東京|とうきょう}", "<ruby>東京<rt>とうきょう</rt></ruby>"),
        ("{東京|とう|きょう}", "<ruby>東<rt>とう</rt>京<rt>きょう</rt></ruby>"),
        ("{取り引き|と|ひ}", "<ruby>取り引き<rt>とひ</rt></ruby>"),
        ("**{漢|かん}** 字", "<strong><ruby>漢<rt>かん</rt></ruby></strong> 字"),
        ("{대한|大韓}", "<ruby>대한<rt>大韓</rt></ruby>"),
        ("{x | x &gt; 0} 東", "{x | x &gt; 0} 東"),
        (r"\{東|ひ}", "{東|ひ}"),
        ("`{東|ひ}`", "<code>{東|ひ}</code>"),
        ("{東|}", "{東|}"),
        ("{東 {京|と}", "{東 <ruby>京<rt>と</rt></ruby>"),
    ],
)
def test_readings_are_above_words_of_scripts_that_have_them(
    written: str, shown: str, tmp_path: Path
) -> None:
    (note,) = built(write(tmp_path, {"a.md": f"## Q\n\n{written}\n"})).deduped.notes
    assert note.fields[1] == f"<p>{shown}</p>"


def test_a_reading_may_be_in_a_deletion_a_cell_and_a_question(tmp_path: Path) -> None:
    text = (
        "## {東|ひ} is?\n\n| a |\n| --- |\n| {京\\|と} |\n\n"
        "## Cloze\n\n{{c1::{東京|とうきょう}}} is {{c2::big::{大|おお}}}.\n"
    )
    basic, cloze = built(write(tmp_path, {"a.md": text})).deduped.notes
    assert "<ruby>東<rt>ひ</rt></ruby> is?" in basic.fields[0]
    assert "<td><ruby>京<rt>と</rt></ruby></td>" in basic.fields[1]
    assert "{{c1::<ruby>東京<rt>とうきょう</rt></ruby>}}" in cloze.fields[1]
    assert "{{c2::big::<ruby>大<rt>おお</rt></ruby>}}" in cloze.fields[1]


@pytest.mark.parametrize("text", ["{東京|とうきょう}", "a {東京|とう|きょう} b", "{漢 a|x y}"])
def test_readings_come_back_from_a_package(text: str, tmp_path: Path) -> None:
    here = imported(tmp_path, {"a.md": f"# a\n\n## Q {text}\n\n- {text}\n"})
    (source,) = here.rglob("*.md")
    assert f"## Q {text}\n\n- {text}\n" in source.read_text(encoding="utf-8")


@given(st.text("東京とa{}|\\< ", max_size=12))
def test_text_that_is_escaped_has_no_readings(text: str) -> None:
    found = ruby.ruby().search(escape.inline(text))
    assert found is None or escape.inline(text)[found.start() - 1] == "\\"


@given(st.lists(st.tuples(st.text("東京とab", min_size=1), st.text("とa", min_size=1)), min_size=1))
def test_pairs_are_what_their_text_says(pairs: list[tuple[str, str]]) -> None:
    text = ruby.ruby_text(pairs)
    if text is not None:
        found = ruby.ruby().fullmatch(text)
        assert found
        assert ruby.reading_pairs(found[1], found[2].split("|")) == pairs
