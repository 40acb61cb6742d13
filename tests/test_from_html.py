"""HTML becomes Markdown that shows the same, and what cannot be said is kept or named."""

from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from obverse.cards import from_html
from obverse.cards.from_html.visible import visible
from obverse.compile.compile_source import compile_source
from obverse.languages import html, markdown, spelled_math
from obverse.languages.markdown import Rendering
from obverse.values.note import fill_holes
from obverse.values.source import Source

MEDIA: Final = {"a b.jpg": "a b.jpg", "x.mp3": "x.mp3"}
CASES: Final = {
    "plain words, with signs": "plain words, with signs",
    "a<br>b": "a\\\nb",
    "<div>a</div><div>b</div>": "a\\\nb",
    "a<div>b</div><div><br></div><div>c</div>": "a\\\nb\n\nc",
    "<p>a</p><p>b</p>": "a\n\nb",
    "<b>x</b>, <i>y</i>, <s>z</s>, <b>bold </b>word": "**x**, *y*, ~~z~~, **bold** word",
    "<b>(x)</b>y": "<b>(x)</b>y",
    "<b>a<br><br>b</b>": "**a**\n\n**b**",
    "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>": "- a\n- b\n  - c",
    "<ul><li>a</li><ul><li>b</li></ul></ul>": "- a\n  - b",
    "<ol start=3><li><p>a</p></li><li>b</li></ol>": "3. a\n\n4. b",
    "<ul><li>a</li></ul><ul><li>b</li></ul>": "- a\n\n* b",
    r"\(x^2\) and \[a<br>+b\]": "$x^2$ and $$a +b$$",
    r"[$]x[/$] and [$$]y[/$$]": "$x$ and $$y$$",
    r"\(x\)5": r"\(x\)5",
    "#tag in <u>text</u>": r"\#tag in <u>text</u>",
    '<img src="a%20b.jpg" alt="x">': "![x](<media/a b.jpg>)",
    '<img src="a b.jpg" width="20">': '<img src="media/a b.jpg" width="20">',
    "[sound:x.mp3]": "![](media/x.mp3)",
    '<img src="https://example.org/a.png">': "![](https://example.org/a.png)",
    "<pre>a\n\nb</pre>": "```\na\n\nb\n```",
    '<pre><code class="language-python"><span class="k">if</span> x</code></pre>': (
        "```python\nif x\n```"
    ),
    "<code>a`b</code>": "``a`b``",
    "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>1|2</td></tr></tbody></table>": (
        "| a |\n| --- |\n| 1\\|2 |"
    ),
    "<table><tr><td>a</td></tr></table>": ("<table><tbody><tr><td>a</td></tr></tbody></table>"),
    "<font color=red>r</font>": '<span style="color:red">r</span>',
    "<blockquote>q<br>r</blockquote>": "> q\\\n> r",
    "<h1>T</h1>x": "<h1>T</h1>\n\nx",
    "<h3>T</h3>x": "### T\n\nx",
    "&lt;b&gt; &amp;amp; 1 < 2": r"\<b> \&amp; 1 < 2",
    "{{c1::x}}": r"\{{c1::x}}",
    "- a<br>---<br>***<br># h<br>1. n": "\\- a\\\n\\---\\\n\\*\\*\\*\\\n\\# h\\\n1\\. n",
}
SIGNS: Final = r"ab1 #*_`[]()<>&;$=~|^%!+-.:\{}" + '"\n'
text = st.text(SIGNS, max_size=12)
inline = st.recursive(
    text.map(lambda each: each.replace("&", "&amp;").replace("<", "&lt;")),
    lambda inner: st.lists(
        inner
        | st.builds("<{0}>{1}</{0}>".format, st.sampled_from("b i s u code sub a".split()), inner),
        max_size=4,
    ).map("".join),
    max_leaves=6,
)
fields = st.lists(
    inline
    | st.just("<br>")
    | st.builds("<div>{}</div>".format, inline)
    | st.builds("<p>{}</p>".format, inline)
    | st.builds("<ul><li>{}</li><li>{}</li></ul>".format, inline, inline)
    | st.builds("<ol><li>{}<ul><li>{}</li></ul></li></ol>".format, inline, inline)
    | st.builds("<blockquote>{}</blockquote>".format, inline)
    | st.builds("<table><tr><td>{}</td></tr></table>".format, inline)
    | st.builds("<pre>{}</pre>".format, text.map(lambda each: each.replace("<", "&lt;")))
    | st.builds("\\({}\\)".format, text.map(lambda each: each.replace("<", "&lt;"))),
    max_size=6,
).map("".join)
lines = st.sampled_from(
    (
        *("para", "**b** and *i*", "- one", "- two", "  - deep", "1. x", "2. y", "> quote", ""),
        *("```py", "if x: pass", "```", "| a | b |", "|---|:-:|", "| 1 | `2` |", "$x^2$ ==m==", ""),
        *("### h3", "- [ ] todo", "- [x] done", "[l](https://e.org)", "~~s~~ <u>u</u>", "---", ""),
        *("![](media/p.png)", "![](media/s.mp3)", "a\\", "> [!note] Title", "text[^1]", "[^1]: n"),
        *("<details><summary>s</summary>", "</details>", "$$x$$", "`co de`", "&nbsp;x", "* star"),
    )
)


def rendered(text: str) -> str:
    """Render Markdown as the body of a card, media under their own names."""
    source = Source("", text)
    rendering = Rendering(source)
    shown = "\n".join(
        part
        for part in (markdown.html(markdown.parse(text), rendering), markdown.footnotes(rendering))
        if part
    )
    (shown,) = fill_holes(
        (spelled_math.brackets_filled(markdown.unguarded(shown)),),
        lambda _, number: rendering.media[number].path.rpartition("/")[2],
    )
    return html.clean(shown) if rendering.has_html else shown


@pytest.mark.parametrize(("field", "written"), CASES.items())
def test_a_field_becomes_the_markdown_a_person_would_write(field: str, written: str) -> None:
    assert from_html.body(field, MEDIA).text == written


@given(fields)
def test_whatever_a_field_holds_it_shows_the_same(field: str) -> None:
    found = from_html.body(field, MEDIA)
    assert found.lost in {(), ("the form of the text",)}
    if not found.lost:
        assert visible(rendered(found.text)) == visible(html.clean(field))


@example("![](media/s.mp3)\ntext[^1]\n[^1]: n")
@given(st.lists(lines, max_size=12).map("\n".join))
def test_what_the_renderer_makes_is_stable(written: str) -> None:
    media = {"p.png": "p.png", "s.mp3": "s.mp3"}
    first = rendered(written)
    found = from_html.body(first, media)
    assert found.lost == ()
    second = rendered(found.text)
    assert visible(second) == visible(first)
    assert from_html.body(second, media).text == found.text


@pytest.mark.parametrize(
    ("field", "lost"),
    [
        ("<script>x</script>a", "<script>"),
        ("<iframe src='x'></iframe>", "<iframe>"),
        ("<span style='font-family: Arial'>x</span>", "font-family"),
        ("<b onclick='x()'>x</b>", "onclick"),
        ("<div>" * 300 + "x", "elements nested 250 deep"),
    ],
)
def test_what_no_card_can_hold_is_named(field: str, lost: str) -> None:
    assert lost in from_html.body(field).lost


def test_what_stays_html_is_named() -> None:
    assert from_html.body("<u>x</u> and H<sub>2</sub>O").kept == ("<sub>", "<u>")


def test_files_that_do_not_go_along_are_named() -> None:
    found = from_html.body('<img src="no.png">[sound:no.mp3]<img src="a b.jpg">', MEDIA)
    assert found.missing == ("no.mp3", "no.png")


@pytest.mark.parametrize(
    ("field", "front"),
    [
        ("", "<wbr>"),
        ("&nbsp;<br>", "<wbr>"),
        ("one<br>two<br><br>three", "one\ntwo\n\nthree"),
        ("<ul><li>a</li></ul>", "<wbr>\n- a"),
        ("C #", "C \\#"),
        ("1. one", "1. one"),
        ("<b>bold</b><ul><li>x</li></ul>", "**bold**\n- x"),
    ],
)
def test_a_question_is_a_heading_and_what_stands_below_it(field: str, front: str) -> None:
    assert from_html.question(field).text == front


def test_deletions_keep_their_signs_in_a_cloze_note_alone() -> None:
    field = "{{c1::<b>x</b>::hint}} <code>{{c2::y}}</code> \\({{c3::z}}\\)"
    assert from_html.body(field, is_cloze=True).text == (
        r"{{c1::**x**::hint}} <code>{{c2::y}}</code> \\({{c3::z}}\\)"
    )


def test_deletions_in_what_stays_html_keep_their_signs_in_a_cloze_note_alone() -> None:
    field = '<div style="text-align:center">Secretes {{c1::x}}</div>'
    assert from_html.body(field, is_cloze=True).text == field
    assert from_html.body(field).text == field.replace("{{c", "&#123;{c")


@pytest.mark.parametrize(
    ("field", "written"),
    [
        (r"[$]\frac{a_1}{b}[/$] c", r"$\frac{a_1}{b}$ c"),
        ("[latex]$x$[/latex]", "[latex]$x$[/latex]"),
        ("[anki:tts lang=en_US]a[/anki:tts]", "[anki:tts lang=en_US]a[/anki:tts]"),
        ("[sound:a.mid]", "[sound:media/a.mid]"),
        ("[sound:https://a.example/b.mp3]", r"\[sound:https://a.example/b.mp3]"),
        ("[latex]a", r"\[latex]a"),
        ("<code>[latex]a[/latex]</code>", "`[latex]a[/latex]`"),
    ],
)
def test_what_anki_runs_still_runs_and_nothing_else(field: str, written: str) -> None:
    found = from_html.body(field)
    assert (found.text, found.lost) == (written, ())


BESIDE = (r"\(a\)", r"\[b\]", "$", "\\", r"\alpha", "x", "$5", "<b>\\(c\\)</b>", "<br>", "(", "5")


@pytest.mark.parametrize("first", BESIDE)
@pytest.mark.parametrize("last", BESIDE)
@pytest.mark.parametrize("is_cloze", [False, True])
def test_math_stays_math_whatever_is_next_to_it(first: str, last: str, *, is_cloze: bool) -> None:
    for math in (r"\(x^2\)", r"\[y_1\]", r"\(n\)"):
        field = f"{first}{math}{last}"
        text = from_html.body(f"{{{{c1::{field}}}}}" if is_cloze else field, is_cloze=is_cloze).text
        note_type = "#card/cloze" if is_cloze else ""
        made = compile_source(("a.md", f"## q\n\n{text}\n\n{note_type}\n".encode()))
        assert "<span></span>" not in made.notes[0].fields[1], text
        assert math in made.notes[0].fields[1], text


@pytest.mark.parametrize(
    "written",
    [
        "- [ ] a\n\n- b[^1]\n\n[^1]: n",
        "- one\n\n- [x] a\n  b[^1]\n\n[^1]: n",
        "- [ ] a[^1]\n\n[^1]: n",
    ],
)
def test_a_form_that_does_not_fit_takes_nothing_from_the_next(written: str) -> None:
    found = from_html.body(rendered(f"{written}\n[^1]: n"), {})
    assert found.lost == ()
    assert 'class="footnotes"' in found.text
    assert 'type="checkbox"' in found.text
