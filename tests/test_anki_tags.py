"""Anki's own tags run where they were meant and nowhere else, by Anki's own engine."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Final

import pytest
from anki.collection import Collection
from hypothesis import given
from hypothesis import strategies as st

from engine import Desk
from obverse.build import build
from obverse.compile.compile_source import compile_source
from obverse.project import project
from obverse.project.job import Job
from obverse.values.note import fill_holes
from projects import NOW, built, write

# Where a tag is text, and where it is meant.
TEXT: Final = (
    "`{}`",
    "`` {} ``",
    "<code>{}</code>",
    "<kbd>a <b>{}</b></kbd>",
    "\n```\n{}\n```\n",
    "\n```python\n{}\n```\n",
    "\n\n    {}\n",
    "\n<pre>\n{}\n</pre>\n",
    "\n<div><code>{}</code></div>\n",
    "![a {}](https://a.example/b.png)",
    '<b title="{}">a</b>',
    "\n<div title='{}'>a</div>\n",
    "a <kbd>{}",
)
MEANT: Final = (
    "{}",
    "a {} b",
    "**{}**",
    "- {}",
    "> {}",
    "\n<div>{}</div>\n",
    "| a |\n| - |\n| {} |",
)
TAGS: Final = (
    "[sound:x.mp3]",
    "[latex]a[/latex]",
    "[$]a[/$]",
    "[$$]a[/$$]",
    "[anki:tts lang=en_US]a[/anki:tts]",
)
TYPED: Final = ("[[type:Front]]", "{{type:Front}}", "[[type:nc:Back]]")


@pytest.fixture(scope="module")
def col(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    with Desk(tmp_path_factory.mktemp("desk")) as desk:
        yield desk.col


def fields(text: str) -> list[str]:
    """Give the fields of the first note of a source, files under a name each."""
    (note, *_) = compile_source(("a.md", text.encode())).notes
    return list(fill_holes(note.fields, lambda _, number: f"f{number}.mp3"))


def running(col: Collection, text: str) -> int:
    """Count what Anki's engine would play, say, draw or ask for in a card's text."""
    played = col._backend.extract_av_tags(text=text, question_side=True)  # noqa: SLF001  # not in the public part
    drawn = col._backend.extract_latex(text=text, svg=False, expand_clozes=False)  # noqa: SLF001  # not in the public part
    asked = re.findall(r"\[\[type:(.+?)\]\]", text)
    return len(played.av_tags) + len(drawn.latex) + len(asked)


@pytest.mark.parametrize("place", TEXT)
@pytest.mark.parametrize("tag", [*TAGS, *TYPED])
@pytest.mark.parametrize("form", ["## Q\n\nx {}\n", "## Q\n\n{{{{c1::a}}}} {}\n"])
def test_in_code_a_tag_is_text(col: Collection, place: str, tag: str, form: str) -> None:
    written = place.format(tag)
    for field in fields(form.format(written)):
        assert running(col, field) == 0
    shown = unescape(re.sub("<[^>]*>", "", "".join(fields(form.format(written)))))
    assert tag in shown or "title" in place or "![" in place


@pytest.mark.parametrize("place", MEANT)
@pytest.mark.parametrize("tag", TAGS)
def test_outside_code_a_tag_runs_once_and_is_reported(
    col: Collection, place: str, tag: str
) -> None:
    text = f"## Q\n\n{place.format(tag)}\n"
    assert [running(col, field) for field in fields(text)[:2]] == [0, 1]
    found = [each.rule for each in compile_source(("a.md", text.encode())).diagnostics]
    assert found == ([] if "sound" in tag else ["anki-markup"])


@pytest.mark.parametrize("tag", TYPED)
def test_a_field_to_type_in_is_text_everywhere(col: Collection, tag: str) -> None:
    (_, back, *_) = fields(f"## Q\n\n{tag}\n")
    assert running(col, back) == 0
    assert unescape(back) == f"<p>{tag}</p>"


@given(
    st.lists(
        st.sampled_from((*TAGS, *TYPED, "[sound:", "]", "[/latex]", "[$]", "`", "a", "\n")),
        max_size=8,
    ).map("".join)
)
def test_in_a_fence_nothing_runs(text: str) -> None:
    code = text.replace("`", "")
    for field in fields(f"## Q\n\n~~~~\n{code}\n~~~~\n"):
        assert not re.search(r"(?i)\[(?:sound:|latex\]|\$\$?\]|anki:|\[type:)", field)


def test_a_sound_is_shipped_or_missed(tmp_path: Path) -> None:
    source = "## [sound:a.mp3]\n\n[sound:b c.mp3] `[sound:no.mp3]`\n"
    files = {"obverse.toml": 'content = "."\n', "a.md": source}
    write(tmp_path, files)
    (tmp_path / "a.mp3").write_bytes(b"a")
    the_project = project.find(tmp_path)
    failed = build(Job(the_project, NOW), the_project.read(), b"")
    assert {each.rule for each in failed.diagnostics} == {"unresolved-image"}
    (tmp_path / "sounds").mkdir()
    (tmp_path / "sounds" / "b c.mp3").write_bytes(b"b")
    made = built(tmp_path)
    assert not made.diagnostics
    assert len(made.collection.media) == 2
