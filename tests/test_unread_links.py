"""What looks like a picture, link or embed and is not read is found, with the form to write."""

import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from obverse.compile.compile_source import compile_source
from obverse.languages.unread_links import destination
from obverse.values.compiled import Compiled
from projects import PICTURE
from reviewed import reviewed

FOLDERS = st.sampled_from(("", "sub/", "sub dir/", "../a b/", "https://example.org/a b/"))
STEMS = st.sampled_from(
    ("pic", "my pic", "my  pic", "a (1)", "a(1", "\xe9 b", "a_b c_d", "<a", "a'b c")
)
SUFFIXES = st.sampled_from((".png", ".SVG", ".jpeg", ".webp"))
PATHS = st.tuples(FOLDERS, STEMS, SUFFIXES).map("".join)
LABELS = st.sampled_from(("", "a", "a b", "**a**", "a [b] c", "a|300", "x(y)z"))
TITLES = st.sampled_from(("", ' "t"', " 't u'", " (t)"))
# How a picture is written that is none; `{0}` is the text, `{1}` the path, `{2}` the title.
FORMS = st.sampled_from(
    (
        *("![{0}]({1}{2})", "![{0}] ({1}{2})", "![{0}](<{1}{2})", "![{0}]({1}>{2})"),
        *("![{0}]({1} =30x40)", "![{0}]( {1}{2} )", "![{0}]({1}{2}", "![{0}](<{1}>"),
    )
)
ROUND = st.sampled_from(
    ("{}\n", "- {}\n", "> {}\n", "text {} text\n", "**{}**\n", "1. a\n\n   {}\n", "### {}\n")
)


def compiled(markdown: str) -> Compiled:
    """Compile a source of one card."""
    return compile_source(("a.md", f"## Q?\n\n{markdown}".encode()))


@given(LABELS, PATHS, TITLES, FORMS, ROUND)
@settings(max_examples=400)
def test_a_picture_is_read_or_found_and_the_form_to_write_is_read(
    label: str, path: str, title: str, form: str, around: str
) -> None:
    written = form.format(label, path, title)
    before = compiled(around.format(written))
    (note,) = before.notes
    shown = [*note.media, *re.findall("<img ", "".join(note.fields))]
    if shown:
        return
    findings = [each for each in before.diagnostics if each.rule == "unread-link"]
    assert findings, written
    hint = re.search("write `(.*)`$", findings[0].hint or "")
    assert hint, findings[0]
    after = compiled(around.format(hint[1]))
    assert [each for each in after.diagnostics if each.rule == "unread-link"] == []
    assert "<img " in "".join(after.notes[0].fields), hint[1]


@given(st.text(max_size=30).filter(lambda text: not set(text) & set("\n\r\\&\0")))
def test_any_path_can_be_written(path: str) -> None:
    notes = compiled(f"![a]({destination(path)})\n").notes
    if not notes:
        return  # a character that no source holds
    (note,) = notes
    assert bool(note.media) or "<img" in note.fields[1] or ":" in path or not path.strip()


@given(st.text("[]()!<> ab.png\\\"'=|:/\n", max_size=60))
@settings(max_examples=400)
def test_whatever_stands_in_brackets_keeps_all_its_characters(text: str) -> None:
    """The finding is all that is added: the fields are those of the text without the rule."""
    for finding in compiled(text).diagnostics:
        if finding.rule == "unread-link":
            line = f"## Q?\n\n{text}".split("\n")[finding.place.line - 1]
            at = finding.place.column - 1
            assert line[at : at + finding.place.length], finding


def test_check_advises_what_is_read(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"a.md": "## Q?\n\nA.\n", "my pic.png": PICTURE}
    (unused,) = reviewed(tmp_path, files)
    assert unused.hint == "show it with `![...](<my pic.png>)`, or delete the file"
    written = "## Q?\n\n![a](my pic.png)\n"
    assert {each.rule for each in reviewed(tmp_path, {"a.md": written})} == {
        "unread-link",
        "unused-media",
    }
    assert reviewed(tmp_path, {"a.md": "## Q?\n\n![a](<my pic.png>)\n"}) == ()


def test_check_advises_the_path_that_a_source_would_write(tmp_path: Path) -> None:
    card, pictures = "## Q?\n\nA.\n", ("a.png", "x/y z/b.png", "n/m/c.png")
    sources = {"a.md": card, "n/b.md": card.replace("A", "B").replace("Q", "R")}
    found = reviewed(tmp_path, sources | dict.fromkeys(pictures, PICTURE))
    advised = [each.hint for each in found if each.rule == "unused-media"]
    paths = ("a.png", "m/c.png", "<x/y z/b.png>")
    assert advised == [f"show it with `![...]({each})`, or delete the file" for each in paths]


def test_a_picture_without_a_path_says_so(tmp_path: Path) -> None:
    found = reviewed(tmp_path, {"a.md": "## Q?\n\n![a]()\n"})
    assert [each.message for each in found] == ["this picture names no file"]
