"""Bold and italics in the elements that the CSS or a script of a note type knows."""

from pathlib import Path

import pytest

from anki_packages import BASIC, Note, fields_of, model, package, run

B = ("<b>x</b>", "<em>y</em>")
I = ("<strong>x</strong>", "<i>y</i>")  # noqa: E741  # the element
BOTH = ("<b>x</b>", "<i>y</i>")
NEITHER = ("<strong>x</strong>", "<em>y</em>")
CSS = {
    "b { color: red }": B,
    ".card b{color:red}": B,
    "i, .x { color: red }": I,
    "b,i{color:red}": BOTH,
    "@media (width > 1px) { u { x: y } b { color: red } }": B,
    "p > b:first-child { color: red }": B,
    "B { color: red }": B,
    ":is(b, i) { color: red }": BOTH,
    "li b.x { color: red }": B,
    "": NEITHER,
    ".b { color: red }": NEITHER,
    "#i { color: red }": NEITHER,
    "/* b */ p { color: red }": NEITHER,
    "p { color: b }": NEITHER,
    "a:b { color: red }": NEITHER,
    'p[class="b"] { color: red }': NEITHER,
    "b, strong { color: red }": NEITHER,
    ".i-b { color: red }": NEITHER,
    '@import "b"; p { color: red }': NEITHER,
}
SIDES = {
    "<style>b { color: red }</style>": B,
    "<script>document.querySelectorAll('b')</script>": B,
    '<script>document.querySelector("#a > i")</script>': I,
    '<script>x.getElementsByTagName("B")</script>': B,
    "<script>if (x.tagName === 'I') y()</script>": I,
    "<script>html.replace(/<b>(.*?)<\\/b>/g, '')</script>": B,
    "<script>$('p b, p i')</script>": BOTH,
    "<script>var a = 'b', b = a</script>": NEITHER,
    "<b>title</b>": NEITHER,
}


def edited(folder: Path, css: str, side: str) -> tuple[str, ...]:
    """The fields of a note whose card was edited; its note type has this CSS and this side."""
    front = "{{Front}}" + side
    template = {"name": "Card 1", "id": 11, "qfmt": front, "afmt": "{{FrontSide}}{{Back}}"}
    models = {BASIC: model("Basic", css=css, tmpls=[template])}
    note = Note(("<b>q</b>", "<b>x</b> <i>y</i>"))
    result = run("import", package(folder / "in.apkg", [note], models=models), folder / "p")
    assert result.exit_code == 0, result.output
    assert run("build", folder / "p").exit_code == 0
    built = folder / "p" / "build" / "p.apkg"
    assert fields_of(built) == [note.fields]
    (source,) = (folder / "p").rglob("*.md")
    text = source.read_text("utf-8")
    assert "**x** *y*" in text
    source.write_text(text.replace("**x** *y*", "**x** *y* z"), "utf-8")
    assert run("build", folder / "p").exit_code == 0
    return fields_of(built)[0]


@pytest.mark.parametrize("css", CSS)
def test_css_says_which_elements_are_meant(css: str, tmp_path: Path) -> None:
    assert edited(tmp_path, css, "")[1] == f"{' '.join(CSS[css])} z"


@pytest.mark.parametrize("side", SIDES)
def test_a_script_or_style_of_a_side_says_it_too(side: str, tmp_path: Path) -> None:
    assert edited(tmp_path, "", side)[1] == f"{' '.join(SIDES[side])} z"
