"""What an author writes, through Anki's engine: deletions, media, diagrams, note types, looks."""

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Desk
from obverse.build import Built, build
from obverse.compile.parse import parse
from obverse.compile.render import render
from obverse.formats.apkg.write import write
from obverse.languages import cloze, markdown
from obverse.languages.markdown import Rendering
from obverse.project import project
from obverse.project.job import Job
from obverse.values.source import Source

NOW = 1_700_000_000
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9"/></svg>'
Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Writes files below a project's root and gives the root."""

    def made(**files: str | bytes) -> Path:
        for name, content in files.items():
            path = tmp_path / "project" / name.replace("__", "/").replace("_dot_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path / "project"

    return made


def built(root: Path, lock: bytes = b"", now: int = NOW) -> Built:
    the_project = project.find(root)
    return build(Job(the_project, now), the_project.read(), lock)


def packed(the_build: Built, path: Path) -> Path:
    with path.open("wb") as stream:
        write(the_build.collection, the_build.lock, stream)
    return path


def found(the_build: Built) -> list[str]:
    """The findings, each on a line."""
    return [str(each) for each in the_build.diagnostics]


def rules(the_build: Built) -> set[str]:
    return {each.rule for each in the_build.diagnostics}


def text_of(side: str) -> str:
    """What a learner reads in a rendered field."""
    return html.unescape(re.sub(r"<[^>]*>", "", side))


# Deletions

PIECES = st.lists(
    st.sampled_from(
        "a b } { }} {{ {a} {a:{b}} :: `}}` `a::b` `{{c1::x}}` **b** $x^{2^{3}}$ $\\{$ [l](a::b}}) "
        "&#125;&#125; \\}} \\{{c1:: <b>x</b> é".split(" ")
    ),
    max_size=4,
).map(" ".join)


@given(PIECES, PIECES, PIECES)
def test_a_deletion_ends_where_its_author_ends_it(before: str, inside: str, after: str) -> None:
    text = f"## Q\n\nx{before} {{{{c3::i{inside} k::h}}}} {after}y\n"
    compiled = render(parse(Source("a.md", text)))
    if any(each.rule.startswith(("cloze", "math")) for each in compiled.diagnostics):
        return
    (note,) = compiled.notes
    signs = list(cloze.signs(note.fields[1]))
    assert signs[0] == "{{c3::"
    assert signs.count("{{c3::") == 1
    assert len([each for each in signs if each == "}}"]) == 1


@pytest.mark.parametrize(
    ("written", "number", "question", "answer"),
    [
        ("{{c1::f({a: {b}})}} x", 1, "[...] x", "f({a: {b}}) x"),
        ("{{c1::`std::map<K, V>{{}}`::a `::` b}}", 1, "[a :: b]", "std::map<K, V>{{}}"),
        ("{{c1::a {{c2::b}} c}}", 2, "a [...] c", "a b c"),
        ("{{c1,2::a}} {{c2::b}}", 2, "[...] [...]", "a b"),
        ("{{c1::$\\frac{1}{x^{2}}$}}", 1, "[...]", r"\(\frac{1}{x^{2} }\)"),
        ("$\\frac{ {{c1::\\frac{1}{2}}} }{3}$ {{c2::x}}", 1, r"\(\frac{ [...] }{3}\) x", None),
        ("`{{c2::no}}` {{c1::yes}}", 1, "{{c2::no}} [...]", "{{c2::no}} yes"),
        ("{{c1::a ==b== c}}", 2, "a [...] c", "a b c"),
        ("{{c1::[l](http://a.b/::x}})}}", 1, "[...]", "l"),
        ('{{c1::<b title="}}">x</b>}} y', 1, "[...] y", "x y"),
        ("| a |\n|---|\n| {{c1::b}} |", 1, "a [...]", "a b"),
        ("{{c1::\n\n- a\n- b\n\n}}", 1, "[...]", "a b"),
    ],
)
def test_the_engine_reads_deletions_as_they_are_meant(  # noqa: PLR0917  # fixtures and a case
    make: Make, tmp_path: Path, written: str, number: int, question: str, answer: str | None
) -> None:
    result = built(make(a_dot_md=f"## T\n\n{written}\n"))
    assert found(result) == []
    with Desk(tmp_path / "desk") as desk:
        desk.import_package(packed(result, tmp_path / "a.apkg"))
        ((guid, _), *_) = desk.cards()
        assert desk.check() == []
        asked, answered = desk.rendered(guid, number - 1)
    body = re.compile(r'<section class="text"[^>]*>(.*?)</section>', re.DOTALL)
    shown = [" ".join(text_of(body.findall(side)[0]).split()) for side in (asked, answered)]
    assert shown[0] == question
    assert answer is None or shown[1] == answer


def test_an_inserted_item_of_a_list_shifts_no_other(make: Make) -> None:
    text = "## Steps\n\n- one\n- two\n\n#card/list\n"
    first = built(make(a_dot_md=text))
    again = built(make(a_dot_md=text.replace("- one", "- zero\n- one")), first.lock)
    (note,) = again.collection.notes
    assert re.findall(r"\{\{c(\d)::(\w+)", note.fields[1]) == [
        ("3", "zero"),
        ("1", "one"),
        ("2", "two"),
    ]
    assert note.guid == first.collection.notes[0].guid


# Media


def test_a_picture_that_changed_changes_the_notes_that_show_it_alone(make: Make) -> None:
    text = "## A\n\n![](p.svg)\n\n## B\n\n![](q.svg) ![](p%2Esvg)\n\n## C\n\nc\n"
    first = built(make(a_dot_md=text, p_dot_svg=SVG, q_dot_svg=SVG + b" "))
    again = built(make(q_dot_svg=SVG + b"  "), first.lock, NOW + 60)
    assert [each.modified - NOW for each in again.collection.notes] == [0, 60, 0]
    assert len(again.collection.media) == 2


def test_names_may_hold_anything(make: Make) -> None:
    root = make(a_dot_md="## A\n\n![](<a b.SVG>) ![](a%20b.SVG) ![[é.svg]] <img src='Ü ü.svg'>\n")
    for name in ("a b.SVG", "é.svg", "Ü ü.svg"):
        (root / name).write_bytes(SVG + name.encode())
    result = built(root)
    assert found(result) == []
    assert len(result.collection.media) == 3
    assert all(each.isascii() for each in result.collection.media)


def test_an_embed_is_found_by_its_name_alone(make: Make) -> None:
    root = make(a_dot_md="## A\n\n![[p.svg]] ![[z/p.svg]]\n", x__z__p_dot_svg=SVG)
    result = built(root)
    assert found(result) == []
    assert [Path(path).parent.name for path in result.collection.media.values()] == ["z"]


@pytest.mark.parametrize(
    ("embed", "shown", "said"),
    [
        ("p.svg", "y/p.svg", "write `![[y/p.svg]]` or `![[x/z/p.svg]]`"),
        ("P.SVG", None, None),
        ("y/p.svg", "y/p.svg", ""),
        ("z/p.svg", "x/z/p.svg", ""),
        ("/y/p.svg", "y/p.svg", ""),
        ("q.svg", "q.svg", "write `![[/q.svg]]` or `![[x/q.svg]]`"),
        ("/q.svg", "q.svg", ""),
        ("x/q.svg", "x/q.svg", ""),
        ("here.svg", "notes/here.svg", ""),
        ("s.svg", "a/c/s.svg", "write `![[a/c/s.svg]]` or `![[b/c/s.svg]]` or `![[a/d/e/s.svg]]`"),
        ("c/s.svg", "a/c/s.svg", "write `![[a/c/s.svg]]` or `![[b/c/s.svg]]`"),
        ("a/c/s.svg", "a/c/s.svg", ""),
    ],
)
def test_an_embed_that_names_several_files_says_which_it_shows(
    make: Make, embed: str, shown: str | None, said: str | None
) -> None:
    """None where there is no such file, and no word where there is one alone."""
    root = make(notes__a_dot_md=f"## A\n\n![[{embed}|a]] ![[here.svg|b]]\n")
    names = "x/z/p y/p q x/q notes/here x/here a/c/s b/c/s a/d/e/s".split()
    for number, name in enumerate(names):
        path = root / f"{name}.svg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(SVG + b" " * number)
    result = built(root)
    messages = [(each.rule, each.message, each.hint) for each in result.diagnostics]
    if shown is None:
        assert [rule for rule, _, _ in messages] == ["unresolved-image"]
        return
    media = {Path(path).relative_to(root).as_posix() for path in result.collection.media.values()}
    assert media == {shown, "notes/here.svg"}
    if not said:
        assert messages == []
    else:
        ((rule, message, hint),) = messages
        assert (rule, hint) == ("ambiguous-embed", said)
        assert message.endswith(f"files `{embed}`, and the card shows `{shown}`")


def test_a_picture_and_an_embed_of_one_name_are_looked_for_each_in_its_way(make: Make) -> None:
    root = make(a_dot_md="## A\n\n![a](p.svg) ![[p.svg|b]]\n", x__p_dot_svg=SVG)
    assert [each.place.column for each in built(root).diagnostics] == [6]


@pytest.mark.parametrize(
    ("source", "finding"),
    [
        ("![](none.svg)", "3:5: error: the file `none.svg` does not exist [unresolved-image]"),
        ("![](../out.svg)", "3:5: error: `../out.svg` is outside the project [unresolved-image]"),
        (
            'a <img src="no.png">',
            "3:13: error: the file `no.png` does not exist [unresolved-image]",
        ),
        ("![](bad.svg)", "3:5: error: `bad.svg` is an SVG with a script, or"),
        ("![](link.svg)", "3:5: error: `link.svg` is an SVG with a script, or"),
    ],
)
def test_media_that_cannot_be_shown_are_found(make: Make, source: str, finding: str) -> None:
    root = make(
        a_dot_md=f"## A\n\n{source}\n",
        bad_dot_svg=b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        link_dot_svg=b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>',
    )
    (root.parent / "out.svg").write_bytes(SVG)
    (message,) = found(built(root))
    assert message.startswith(f"a.md:{finding}")


def test_large_media_are_told_of_and_larger_refused(make: Make) -> None:
    root = make(a_dot_md="## A\n\n![](big.png) ![](big.png)\n\n## B\n\n![](huge.png)\n")
    for name, size in (("big.png", 5_000_001), ("huge.png", 100_000_001)):
        with (root / name).open("wb") as stream:
            stream.truncate(size)
    assert [(str(each.severity), each.rule) for each in built(root).diagnostics] == [
        ("warning", "large-media"),
        ("error", "large-media"),
    ]


# Diagrams


def test_a_diagram_is_drawn_once_by_the_command_of_the_project(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OBVERSE_ALLOW", "1")
    log = tmp_path / "log"
    draw = f"import sys; open({str(log)!r}, 'a').write('x'); sys.stdout.write({SVG.decode()!r})"
    command = 'diagrams.dot = "python3 draw.py"\ncontent = "."\n'
    fence = "```dot\ndigraph { a -> b }\n```\n"
    root = make(
        obverse_dot_toml=command, draw_dot_py=draw, a_dot_md=f"## A\n\n{fence}\n## B\n\n{fence}"
    )
    for _ in range(2):
        result = built(root)
        assert found(result) == []
        assert len(result.collection.media) == 1
    assert log.read_text() == "x"
    assert "dot-" in next(iter(result.collection.media))


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("python3 -c 'import sys; sys.exit(\\\"no such shape\\\")'", "no such shape"),
        ("no-such-command-at-all", "it does not exist"),
        ("echo words", "it wrote no SVG to its standard output"),
    ],
)
def test_a_command_that_fails_is_found_with_its_words(
    make: Make, command: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OBVERSE_ALLOW", "1")
    root = make(
        obverse_dot_toml=f'content = "."\n[diagrams]\ndot = "{command}"\n',
        a_dot_md="## A\n\n```dot\ngraph\n```\n",
    )
    (message,) = found(built(root))
    assert message.startswith("a.md:3:4: error: the command")
    assert reason in message


# HTML, style, note types


def test_trust_lets_all_html_through(make: Make) -> None:
    text = '## A\n\n<b onclick="x()">b</b> <iframe></iframe> [l](intent:x)\n'
    root = make(obverse_dot_toml='html = "trust"\ncontent = "."\n', a_dot_md=text)
    result = built(root)
    assert found(result) == []
    assert '<b onclick="x()">' in result.collection.notes[0].fields[1]
    assert '<a href="intent:x">' in result.collection.notes[0].fields[1]


def test_a_style_of_the_project_stands_behind_ours_and_renews_the_note_type(make: Make) -> None:
    root = make(obverse_dot_toml='style = "my.css"\ncontent = "."\n', a_dot_md="## A\n\nb\n")
    assert rules(built(root)) == {"unreadable-style"}
    first = built(make(my_dot_css=".obverse { color: red }"))
    again = built(make(my_dot_css=".obverse { color: blue }"), first.lock)
    before, after = (each.collection.note_types["obverse"] for each in (first, again))
    assert before.css.endswith(".obverse { color: red }\n")
    assert after.modified > before.modified


OWN = {
    "note-types__word__note-type_dot_toml": 'name = "Word"\nfields = ["Word", "Meaning", "Use"]\n',
    "note-types__word__front_dot_html": "{{Word}}",
    "note-types__word__back_dot_html": "{{FrontSide}}<hr id=answer>{{Meaning}} / {{Use}}",
    "a_dot_md": "---\nnote-type: word\n---\n\n## der Baum\n\ntree\n\n### use\n\n**grün**\n",
}


def test_a_note_type_of_the_project_carries_its_cards(make: Make, tmp_path: Path) -> None:
    result = built(make(**OWN))
    assert found(result) == []
    with Desk(tmp_path / "desk") as desk:
        desk.import_package(packed(result, tmp_path / "a.apkg"))
        ((guid, state),) = desk.notes().items()
        assert state.note_type == "Word"
        assert state.fields == {
            "Word": "der Baum",
            "Meaning": "tree",
            "Use": "<strong>grün</strong>",
        }
        assert "tree" in desk.rendered(guid)[1]
        assert desk.check() == []


def test_a_schema_that_changed_is_an_error_and_other_looks_are_none(make: Make) -> None:
    first = built(make(**OWN))
    looks = built(make(**{"note-types__word__front_dot_html": "<b>{{Word}}</b>"}), first.lock)
    assert found(looks) == []
    changed = OWN["note-types__word__note-type_dot_toml"].replace('"Use"', '"Use", "More"')
    result = built(make(**{"note-types__word__note-type_dot_toml": changed}), first.lock)
    (message,) = result.diagnostics
    assert message.rule == "note-type-changed"
    assert str(message.place) == "note-types/word/note-type.toml:1:1"
    assert "would refuse every note" in message.message
    assert message.hint is not None
    assert "another `name`" in message.hint
    renamed = changed.replace('"Word"\n', '"Word 2"\n')
    assert found(built(make(**{"note-types__word__note-type_dot_toml": renamed}), first.lock)) == []


@pytest.mark.parametrize(
    ("files", "finding"),
    [
        ({"note-types__word__note-type_dot_toml": "x"}, "this is not TOML"),
        ({"note-types__word__note-type_dot_toml": "fields = []"}, "has no fields"),
        ({"note-types__word__note-type_dot_toml": 'fields = ["a", "A"]'}, "the same name"),
        ({"a_dot_md": "---\nnote-type: wrod\n---\n\n## a\n"}, "there is no note type `wrod`"),
        ({"a_dot_md": OWN["a_dot_md"] + "\n#card/reversed\n"}, "cannot be `#card/reversed`"),
        ({"a_dot_md": OWN["a_dot_md"] + "\n{{c1::x}}\n"}, "its note type is not a cloze note type"),
    ],
)
def test_what_is_wrong_with_a_note_type_is_found(
    make: Make, files: dict[str, str], finding: str
) -> None:
    errors = [str(each) for each in built(make(**(OWN | files))).diagnostics]
    assert any(finding in each for each in errors)


def test_a_plain_source_calls_for_no_extension() -> None:
    parts = "# T\n\n## Q\n\nA *b* `c` [d](e) 1 < 2 & 3.\n\n- x\n"
    tokens = markdown.parse(parts)
    rendering = Rendering(Source("a.md", parts))
    assert markdown.html(tokens, rendering).startswith("<h1>T</h1>")
    assert not rendering.found
