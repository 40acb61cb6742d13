"""Files of odd names in Anki's own engine: a deck that shows them builds as it was."""

import sqlite3
from contextlib import closing
from html import escape
from pathlib import Path
from typing import Final
from zipfile import ZipFile

import pytest

from anki_packages import fields_of, media_of, run, sources
from engine import Desk
from obverse.languages import html, media
from obverse.project.adopted_media import NO_NAMES, may_stand, read
from projects import PICTURE

# Names that Anki gives and leaves alone.
KEPT: Final = (
    *("a{b}.png", "{.png", "}.png", ".lead.png", " blank.png", "..png", "Twin.png", "twin.png"),
    *("TWIN.png", "a#b.png", "a%2Fb.png", "..%2fa.png", "%.png", "$x$.png", "`a`.png", "a~1.png"),
    *("\u200bz.png", "a\u202eb.png", "\uff21\uff22.png", "a.PNG", "noext", "it's.png"),
    *("same.png", ".same.png", " same.png", "Same.png"),
)
# Names that Anki changes where it imports them.
CHANGED: Final = (
    *("a|b.png", "a<b.png", "a*b.png", "a^b.png", "a[b].png", "q?.png", 'a"b.png', "tail."),
    *("blank .png ", "e\u0301.png", "a:b.png", "\ufdd5.png"),
)
# References that no file of Anki's folder can have.
NOWHERE: Final = (
    *("../a.png", "./a.png", "../../b/a.png", "x//y.png", "/abs//a.png", "sub\\a.png", "a\\.png"),
    *("C:\\x\\a.png", "c:/x/a.png", "\\\\host\\a.png", "file:///C:/Users/x/clip_image001.png"),
    *("..", ".", "a|b.png", "a<b>.png", "a*b.png", "a^b.png", 'a"b.png', "a:b.png", "tail."),
    *("blank .png ", " a.png", "a\tb.png", "{{c1::a}}.png", "}}.png", "x" * 200),
)
FORMS: Final = (
    *('<img src="{}">', 'see <img src="{}"> there', "<img src='{}'>"),
    *('<div><img alt="x y" style="color:red" src="{}"></div>', "x [sound:{}] y"),
)


def notes_of(names: tuple[str, ...]) -> list[str]:
    """A field of each form for each name; Anki's own tag for sounds cannot have every name."""
    return [
        form.format(name if "sound" in form else escape(name, quote=True))
        for name in names
        for form in FORMS
        if "sound" not in form or not set(name) & set("[]<>")
    ]


def content(name: str) -> bytes:
    """The bytes of a file; those of some are equal."""
    return PICTURE + (b"same" if "same" in name.lower() else name.encode())


def author(folder: Path, fields: list[str], files: tuple[str, ...] = ()) -> Path:
    """A package that Anki exports."""
    with Desk(folder / "author") as desk:
        for name in files:
            (Path(desk.col.media.dir()) / name).write_bytes(content(name))
        note_type, deck = desk.col.models.by_name("Basic"), desk.col.decks.id("A::B")
        assert note_type
        assert deck
        for number, field in enumerate(fields):
            note = desk.col.new_note(note_type)
            note.fields = [f"q {number}", field]
            desk.col.add_note(note, deck)
        made = folder / "in.apkg"
        desk.export(made, legacy=True, with_scheduling=False, with_media=True)
    return made


def check_unedited(folder: Path, package: Path, fields: list[str]) -> Path:
    """Import and build: nothing is updated, for a learner neither; gives what was built."""
    count = len(fields)
    result = run("import", package, folder / "p")
    assert result.exit_code == 0, result.output
    assert "drafts" not in result.output
    assert "card/draft" not in sources(folder / "p")
    assert f"0 new, 0 updated, {count} unchanged" in run("plan", folder / "p").output
    result = run("build", folder / "p")
    assert result.exit_code == 0, result.output
    built = folder / "p" / "build" / "p.apkg"
    assert fields_of(built) == [(f"q {number}", field) for number, field in enumerate(fields)]
    with Desk(folder / "learner") as desk:
        desk.import_package(package)
        before = desk.notes(), desk.cards(), desk.media()
        assert desk.import_package(built).counts == {"duplicate": count}
        assert (desk.notes(), desk.cards(), desk.media()) == before
    with Desk(folder / "new") as desk:
        desk.import_package(built)
        assert (desk.notes(), desk.media()) == (before[0], before[2])
    return built


def test_a_file_keeps_every_name_that_anki_gives(tmp_path: Path) -> None:
    fields = notes_of(KEPT)
    built = check_unedited(tmp_path, author(tmp_path, fields, KEPT), fields)
    assert media_of(built) == {name: content(name) for name in KEPT}


def test_a_missing_file_keeps_every_reference(tmp_path: Path) -> None:
    fields = notes_of(NOWHERE)
    built = check_unedited(tmp_path, author(tmp_path, fields), fields)
    assert media_of(built) == {}
    assert "[missing-media]" in run("check", tmp_path / "p").output


def test_a_name_with_loose_accents_is_composed_as_anki_does(tmp_path: Path) -> None:
    """Other programs write such names, those of macOS; Anki composes all that it takes in."""
    loose, composed = "e\u0301.png", "\u00e9.png"
    fields = [form.format("x.png") for form in FORMS]
    made = with_loose_accents(author(tmp_path, fields, ("x.png",)))
    assert run("import", made, tmp_path / "p").exit_code == 0
    assert "0 new, 0 updated" in run("plan", tmp_path / "p").output
    assert run("build", tmp_path / "p").exit_code == 0
    built = tmp_path / "p" / "build" / "p.apkg"
    assert media_of(built) == {composed: content("x.png")}
    assert [back for _, back in fields_of(built)] == [form.format(loose) for form in FORMS]
    states = []
    for name, package in (("theirs", made), ("ours", built)):
        with Desk(tmp_path / name) as desk:
            desk.import_package(package)
            states.append((desk.notes(), desk.media()))
    assert states[0] == states[1]
    assert states[1][1] == {composed}
    assert [note.fields["Back"] for note in states[1][0].values()] == [
        form.format(composed) for form in FORMS
    ]


def with_loose_accents(package: Path) -> Path:
    """The package with another name for its file, and in the fields that show it."""
    with ZipFile(package) as before:
        members = {each: before.read(each) for each in before.namelist()}
    path = package.with_name("collection")
    path.write_bytes(members["collection.anki21"])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("update notes set flds = replace(flds, 'x.png', 'e\u0301.png')")
        connection.commit()
    members["collection.anki21"] = path.read_bytes()
    members["media"] = members["media"].replace(b"x.png", b"e\\u0301.png")
    made = package.with_name("loose.apkg")
    with ZipFile(made, "w") as after:
        for each, raw in members.items():
            after.writestr(each, raw)
    return made


def test_a_clone_builds_the_same_bytes(tmp_path: Path) -> None:
    fields = notes_of((*KEPT, *NOWHERE))
    assert run("import", author(tmp_path, fields, KEPT), tmp_path / "p").exit_code == 0
    listed = (tmp_path / "p" / "obverse.media").read_bytes()
    found, wrong = read(listed, "obverse.media")
    assert wrong == ()
    assert found.text().encode() == listed
    assert found.joined({}, NOWHERE) == found


def test_an_edited_card_still_shows_what_it_showed(tmp_path: Path) -> None:
    names = ("../a.png", "C:\\x\\a.png", 'a"b.png', "..")
    made = author(tmp_path, [f'see <img src="{escape(name)}"> there' for name in names])
    assert run("import", made, tmp_path / "p").exit_code == 0
    (path,) = (tmp_path / "p").rglob("*.md")
    path.write_text(path.read_text("utf-8").replace("see", "look"), "utf-8")
    assert run("build", tmp_path / "p").exit_code == 0
    for name, (_, back) in zip(names, fields_of(tmp_path / "p" / "build" / "p.apkg"), strict=True):
        assert f'look <img src="{escape(name)}"' in back


def test_a_missing_file_of_an_odd_name_is_shipped_once_it_is_there(tmp_path: Path) -> None:
    made = author(tmp_path, ['<img src="../a.png">'])
    assert run("import", made, tmp_path / "p").exit_code == 0
    (name,) = NO_NAMES.joined({}, ["../a.png"]).missing
    (tmp_path / "p" / "media").mkdir(exist_ok=True)
    (tmp_path / "p" / "media" / name).write_bytes(PICTURE)
    assert run("build", tmp_path / "p").exit_code == 0
    built = tmp_path / "p" / "build" / "p.apkg"
    (stored,) = media_of(built)
    assert media.may_keep(stored)
    assert f'src="{stored}"' in fields_of(built)[0][1]


def test_what_another_attribute_says_is_not_a_file() -> None:
    markup = """<img alt="src=../x" src='y'><img title='poster="z"' src=a>"""
    shown = html.with_media(markup, lambda path: f"media/{path}")
    assert shown == """<img alt="src=../x" src="media/y"><img title='poster="z"' src="media/a">"""


@pytest.mark.parametrize("name", CHANGED)
def test_names_that_anki_changes_are_not_kept(name: str, tmp_path: Path) -> None:
    with Desk(tmp_path / "d") as desk:
        assert desk.col.media.write_data(name, PICTURE) != name
    assert not media.may_keep(name)


@pytest.mark.parametrize(
    "name",
    [
        *("javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "https://x/y.png"),
        *("//host/a.png", "file://host/a.png", "file:////host/a.png", "vbscript:x", "", "  "),
    ],
)
def test_an_address_is_not_a_missing_file(name: str) -> None:
    assert not may_stand(name)


def test_a_list_of_strange_names_stops_the_build() -> None:
    for line in (
        "\tjavascript:alert(1)",
        "\t",
        f"{'0' * 24}\t../a.png",
        "x\ty",
        "\t\\u{110000}:x:",
    ):
        found, wrong = read(f"{line}\n".encode(), "obverse.media")
        assert found == NO_NAMES or "110000" in line
        assert [each.rule for each in wrong] == ["lock-damaged"] or "110000" in line
