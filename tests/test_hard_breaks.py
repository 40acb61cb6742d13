"""Line ends that a setting makes breaks are breaks in what is exported, wherever it goes."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obverse.compile.compile_source import compile_source
from obverse.languages.markdown.line_ends import with_hard_breaks
from obverse.values.render_settings import RenderSettings
from projects import built, write
from shell import run

TOML = 'content = "."\nname = "d"\ndeck = "D"\n'
LINES = st.sampled_from(
    [
        *("one", "two words", "*em", "phasis*", "`code", "span`", "$a", "b$", "- item", "  more"),
        *("> quote", "> more", "1. one", "", "", "```", "| a | b |", "| --- | --- |", "ends\\"),
        *("ends  ", "[a", "link](x)", "<b>x", "</b>", "# h", "### deep", "***", "back\\\\", "a\\*"),
        *("$$", "x^2", "==mark", "ed==", "[^1]", "<!-- c", "-->", "    four", "- [ ] box", "^id"),
    ]
)


def fields(text: str, *, breaks: bool) -> list[tuple[str, ...]]:
    rendering = RenderSettings(breaks=breaks)
    made = compile_source(("a.md", f"## Q\n\n{text}\n".encode()), rendering)
    return [note.fields for note in made.notes]


@given(st.lists(LINES, max_size=9))
@settings(max_examples=300, deadline=None)
def test_hard_breaks_look_as_the_setting_makes_them(lines: list[str]) -> None:
    text = "\n".join(lines).strip("\n")
    assert fields(with_hard_breaks(text), breaks=False) == fields(text, breaks=True)


@pytest.mark.parametrize("form", ["csv", "json"])
@pytest.mark.parametrize("own", ["", "---\nbreaks: true\n---\n\n", "---\nbreaks: false\n---\n\n"])
def test_what_a_person_sees_stays_after_an_export(form: str, own: str, tmp_path: Path) -> None:
    text = f"{own}## Q?\n\none\ntwo `a\nb` three\n\n- x\n  y\n"
    breaks = "" if own.endswith("true\n---\n\n") else "breaks = true\n"
    one = write(tmp_path / "one", {"obverse.toml": TOML + breaks, "d.md": text})
    assert run(one, "export", "--format", form, "-o", f"cards.{form}").status == 0
    write(tmp_path / "two", {"obverse.toml": TOML})
    assert run(tmp_path / "two", "import", f"../one/cards.{form}").status == 0
    before, after = (built(each).collection.notes[0].fields for each in (one, tmp_path / "two"))
    assert after == before
    assert ("<br>" in before[1]) is not own.endswith("false\n---\n\n")


def test_a_deck_of_markdown_says_it_itself(tmp_path: Path) -> None:
    text = "---\nbreaks: false\n---\n\n## Q?\n\none\ntwo\n"
    files = {"obverse.toml": f"{TOML}breaks = true\n", "a.md": text, "b.md": "## R?\n\na\nb\n"}
    one = write(tmp_path / "one", files)
    assert run(one, "export", "--format", "markdown", "-o", "../two/").status == 0
    write(tmp_path / "two", {"obverse.toml": TOML})
    before, after = (built(each).collection.notes for each in (one, tmp_path / "two"))
    assert sorted(each.fields for each in after) == sorted(each.fields for each in before)
