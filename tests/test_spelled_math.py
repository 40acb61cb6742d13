r"""Text that spells `\(..\)` stays text: on a card, in Anki's editor, and when it comes back."""

import re
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obverse.build import build
from obverse.cards import from_html
from obverse.languages.spelled_math import separated
from obverse.project import project
from obverse.project.job import Job

GAP: Final = "<span></span>"
# A body, and its field.
FIELDS: Final = {
    r"\\(\\href{javascript:alert(1)}{y}\\)": (
        rf"<p>\{GAP}(\href{{javascript:alert(1)}}{{y}}\)</p>"
    ),
    r"\\[x\\]": rf"<p>\{GAP}[x\]</p>",
    r"`\(x^2\)`": rf"<p><code>\{GAP}(x^2\)</code></p>",
    "```\n\\(x^2\\)\n```": f"<pre><code>\\{GAP}(x^2\\)\n</code></pre>",
    r"&#92;(x&#92;)": rf"<p>\{GAP}(x\)</p>",
    r"\\%%c%%(x\\)": rf"<p>\{GAP}(x\)</p>",
    r"\\<wbr>(x\\)": rf"<p>\{GAP}<wbr>(x\)</p>",
    r"\\**(x\\)**": r"<p>\<strong>(x\)</strong></p>",
    r"\\(a $x$": rf"<p>\{GAP}(a \(x\)</p>",
    r"$x$ \\(a": r"<p>\(x\) \(a</p>",
    r"\\(a": r"<p>\(a</p>",
    r"a\\) \\(b": r"<p>a\) \(b</p>",
    r"$$a\\[2pt]b$$": r"<p>\[a\\[2pt]b\]</p>",
    r"$\text{\(}$ \\(b\\)": rf"<p>\(\text{{\(}}\) \{GAP}(b\)</p>",
    r"[a](http://b.c '\\(x\\)')": r'<p><a href="http://b.c" title="&#92;(x\)">a</a></p>',
    '<div title="\\(x\\)">\\(x^2\\)</div>': r'<div title="&#92;(x\)">\(x^2\)</div>',
    r"<div>\(\href{javascript:alert(1)}{y}\)</div>": r"<div>\({javascript:alert(1)}{y}\)</div>",
    r"<div>\(\hr&#101;f{javascript:alert(1)}{y}\)</div>": (
        r"<div>\({javascript:alert(1)}{y}\)</div>"
    ),
    r"<div>\(<b>x\)</b></div>": rf"<div>\{GAP}(<b>x\)</b></div>",
}


def fields(folder: Path, text: str, settings: str = "") -> list[str]:
    """The fields of the notes of a source."""
    (folder / "a.md").write_text(text, encoding="utf-8")
    (folder / "obverse.toml").write_text(f'content = "."\n{settings}', encoding="utf-8")
    the_project = project.find(folder)
    built = build(Job(the_project, 1_700_000_000), the_project.read(), b"")
    return [field for note in built.collection.notes for field in note.fields]


@pytest.mark.parametrize("body", FIELDS)
def test_only_meant_math_is_math(body: str, tmp_path: Path) -> None:
    assert fields(tmp_path, f"## A\n\n{body}\n")[1] == FIELDS[body]


@pytest.mark.parametrize("body", [body for body in FIELDS if "title" not in FIELDS[body]])
def test_a_field_comes_back_as_the_same_field(body: str, tmp_path: Path) -> None:
    written = from_html.body(FIELDS[body])
    again = fields(tmp_path, f"## A\n\n{written.text}\n")[1]
    assert again.replace("strong>", "b>") == _paragraph(FIELDS[body]).replace("strong>", "b>")


def _paragraph(field: str) -> str:
    return field.replace("<div>", "<p>").replace("</div>", "</p>")


def test_deletions_stay_in_the_math_of_html(tmp_path: Path) -> None:
    for body, field in (
        (r"<div>{{c1::\(\frac{1}{2}\)}}</div>", r"<div>{{c1::\(\frac{1}{2}\)}}</div>"),
        (r"<div>\(a {{c1::b}}\)</div>", r"<div>\(a {{c1::b}}\)</div>"),
        (r"<div>\(\hr{{c1::ef}}{x}\)</div>", rf"<div>\{GAP}(\hr{{{{c1::ef}}}}{{x}}\)</div>"),
        (r"<div>\(\href{{c1::x}}\)</div>", rf"<div>\{GAP}(\href{{{{c1::x}}}}\)</div>"),
    ):
        shown = fields(tmp_path, f"## A\n\n{body}\n\n#card/cloze\n")[1]
        assert re.sub("&#123;", "{", shown).replace("&#125;", "}") == field


def test_the_name_of_a_deck_is_never_math(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ndeck: 'A\\(x\\)'\n---\n\n## A\n\nb\n", encoding="utf-8")
    the_project = project.find(tmp_path)
    built = build(Job(the_project, 1_700_000_000), the_project.read(), b"")
    decks = [note.deck.rpartition("::")[2] for note in built.collection.notes]
    assert decks == ["A\N{REVERSE SOLIDUS OPERATOR}(x\\)"]


def test_trusted_html_is_not_touched(tmp_path: Path) -> None:
    body = r"<script>/\(x\)/.test(y)</script>"
    assert body in fields(tmp_path, f"## A\n\n{body}\n", 'html = "trust"\n')[1]


@given(
    st.lists(
        st.sampled_from(["\\", "(", ")", "[", "]", "<wbr>", "x", "<b>", "</b>", '<i title="\\(">'])
    ).map("".join)
)
def test_no_field_without_meant_math_has_any(field: str) -> None:
    shown = separated(field).replace("<wbr>", "")
    assert not re.search(r"\\\([^<]*\\\)|\\\[[^<]*\\\]", shown)
    assert not re.search(r"(?s)\\[(\[].*\\[)\]]", separated(field))


@pytest.mark.parametrize("piece", ["\\(", "\\(x", '<i title="', "\\<wbr>", "<wbr>", "\\[\\\\["])
def test_a_long_field_takes_linear_time(piece: str) -> None:
    assert separated(piece * 50_000 + r"\)")
