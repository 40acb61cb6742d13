"""What an import keeps of HTML: what the project trusts, and no styles where they are dropped."""

from pathlib import Path

import pytest

from anki_packages import Note, fields_of, package, run, sources

TRUST = 'content = "."\nhtml = "trust"\n'


def imported(folder: Path, back: str, settings: str = "", *options: str) -> str:
    """Import and build one note; gives what the import printed."""
    made = package(folder / "in.apkg", [Note(("q", back))])
    project = folder / "p"
    project.mkdir()
    if settings:
        (project / "obverse.toml").write_text(settings, "utf-8")
    result = run("import", made, project, *options)
    assert result.exit_code == 0, result.output
    built = run("build", project)
    assert built.exit_code == 0, built.output
    return result.output


def back_of(folder: Path) -> str:
    """The back of the note that was built."""
    return fields_of(folder / "p" / "build" / "p.apkg")[0][1]


KEPT = (
    "a <hl>marked</hl> b",
    '<div data-role="x" onclick="show()">a</div>',
    '<span style="position: absolute; top: 1px">a</span>',
    '<iframe src="https://a.example/b"></iframe>',
    '<svg viewBox="0 0 1 1"><path d="M0 0"></path></svg>',
    '<p class="a" id="b">x</p>',
    '<button type="button">a</button>',
    "<script>if (1 < 2 && a_b_c) { show('*x*') }</script>",
    "<style>.a > .b { color: red }</style>",
    '<object data="x.swf"></object>',
    'a <font color="red" size="5">b</font> <center>c</center> <big>d</big>',
)


@pytest.mark.parametrize("back", KEPT)
def test_a_project_that_trusts_html_keeps_it(back: str, tmp_path: Path) -> None:
    output = imported(tmp_path, back, TRUST)
    assert "left out" not in output
    # In HTML the case of a name does not count, and a class may be put before an id.
    assert back.casefold() in back_of(tmp_path).casefold()


def test_without_trust_the_message_names_it(tmp_path: Path) -> None:
    output = imported(tmp_path, "a <hl>marked</hl> b")
    assert "not allowed on a card, so left out: `<hl>`" in output
    assert 'write `html = "trust"` into `obverse.toml`' in output
    assert back_of(tmp_path) == "a marked b"


STYLED = (
    '<span style="color: red; font-size: 12px">a</span> <font color="blue" size="7">b</font>'
    '<div style="background-color: #fff; text-align: center">c</div>'
)


@pytest.mark.parametrize("settings", ["", TRUST])
def test_styles_can_be_dropped(settings: str, tmp_path: Path) -> None:
    output = imported(tmp_path, STYLED, settings, "--set", "styles=drop")
    assert "left out" not in output
    written = sources(tmp_path / "p")
    assert "style" not in written
    assert "<font" not in written
    assert "a b" in written


def test_dropping_styles_keeps_sizes_and_the_columns_of_tables(tmp_path: Path) -> None:
    back = (
        "<table><tr><th style='text-align: right'>a</th></tr>"
        "<tr><td style='text-align: right'>1</td></tr></table>"
    )
    imported(tmp_path, back, "", "--set", "styles=drop")
    assert "| ---: |" in sources(tmp_path / "p")


def test_styles_are_kept_by_default(tmp_path: Path) -> None:
    imported(tmp_path, STYLED)
    assert 'style="color:' in sources(tmp_path / "p")


def test_what_to_do_with_styles_cannot_be_mistyped(tmp_path: Path) -> None:
    made = package(tmp_path / "in.apkg", [Note(("q", "a"))])
    result = run("import", made, tmp_path / "p", "--set", "styles=drpo")
    assert result.exit_code == 2
    assert "it is `keep` or `drop`" in result.output


@pytest.mark.parametrize("name", ["in.csv", "in.txt"])
def test_tables_and_texts_do_the_same(name: str, tmp_path: Path) -> None:
    header = "#separator:Comma\n#html:true\n" if name == "in.txt" else ""
    text = f'{header}q,"<span style=""color:red"">a</span> <hl>b</hl>"\n'
    (tmp_path / name).write_text(text, "utf-8")
    project = tmp_path / "p"
    project.mkdir()
    (project / "obverse.toml").write_text(TRUST, "utf-8")
    result = run("import", tmp_path / name, project, "--set", "styles=drop")
    assert result.exit_code == 0, result.output
    assert "a <hl>b</hl>" in sources(project)
