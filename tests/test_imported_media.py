"""Media of imported decks: every file is found, keeps its name, and is shipped."""

import json
from base64 import b64encode
from pathlib import Path
from typing import Final

import pytest

from anki_packages import BASIC, Note, fields_of, media_of, model, package, run, sources
from projects import PICTURE

NAMES: Final = (
    *("x(1).png", "a&b.png", "image (2).png", "two  spaces.png", "it's.png", "hash#1.png"),
    *("ö.png", "日本.png", "a%20b.png", "semi;colon.png", "no_ext", "UPPER.PNG", "-dash.png"),
    *("_under.png", "a]b.png", "dots..png", "plus+.png", "tilde~.png", "a_b_c.png", "x!.png"),
    *("(all).png", "a,b=c.png", "$.png", "😀.png"),
)


def adopted(folder: Path, notes: list[Note], media: dict[str, bytes], deck: str = "A::B") -> Path:
    """Import a package with these notes and build it; gives the package that was built."""
    made = package(folder / "in.apkg", notes, media, decks={1: {"name": deck}})
    assert run("import", made, folder / "p").exit_code == 0
    result = run("build", folder / "p")
    assert result.exit_code == 0, result.output
    return folder / "p" / "build" / "p.apkg"


def escaped(name: str) -> str:
    """A name as Anki writes it into a field."""
    return name.replace("&", "&amp;")


@pytest.mark.parametrize("deck", ["A", "A::B", "A::B::C"])
def test_files_of_any_name_are_shown_from_any_subdeck(deck: str, tmp_path: Path) -> None:
    media = {name: PICTURE + name.encode() for name in NAMES}
    forms = (
        '<img src="{}">',
        '<img src="{}" style="color:red">',
        '<div style="color:red"><img src="{}"></div>',
        "[sound:{}]",
        '<audio src="{}"></audio>',
        '<video src="a_b_c.png" poster="{}"></video>',
    )
    notes = [
        Note((f"{at} {number}", form.format(escaped(name))))
        for at, form in enumerate(forms)
        for number, name in enumerate(NAMES)
        if "]" not in name or "sound" not in form
    ]
    built = adopted(tmp_path, notes, media, deck)
    shown = fields_of(built)
    assert len(shown) == len(notes)
    kept = {name for name in NAMES if name != "a]b.png"}
    stored = media_of(built)
    assert {name: content for name, content in stored.items() if name in kept} == {
        name: media[name] for name in kept
    }
    assert sorted(stored.values()) == sorted(media.values())
    for note, (_, back) in zip(notes, shown, strict=True):
        form, name = (int(part) for part in note.fields[0].split())
        if NAMES[name] in kept:
            assert escaped(NAMES[name]) in back, (forms[form], back)


def test_an_unedited_note_with_a_sound_is_not_updated(tmp_path: Path) -> None:
    adopted(tmp_path, [Note(("q", "[sound:a b.mp3]"))], {"a b.mp3": b"ID3"})
    result = run("build", tmp_path / "p", "-o", tmp_path / "again.apkg")
    assert "0 new, 0 updated, 1 unchanged" in result.output
    assert fields_of(tmp_path / "again.apkg") == [("q", "[sound:a b.mp3]")]


def test_a_changed_file_gets_a_name_of_its_own(tmp_path: Path) -> None:
    adopted(tmp_path, [Note(("q", '<img src="a.png">'))], {"a.png": PICTURE})
    (tmp_path / "p" / "media" / "a.png").write_bytes(PICTURE + b"2")
    assert run("build", tmp_path / "p").exit_code == 0
    (name,) = media_of(tmp_path / "p" / "build" / "p.apkg")
    assert name.startswith("a-")


def test_a_moved_file_keeps_its_name_in_anki(tmp_path: Path) -> None:
    adopted(tmp_path, [Note(("q", '<img src="a.png">'))], {"a.png": PICTURE})
    folder = tmp_path / "p"
    (folder / "pictures").mkdir()
    (folder / "media" / "a.png").rename(folder / "pictures" / "renamed.png")
    source = folder / "a" / "b.md"
    text = source.read_text("utf-8").replace("media/a.png", "pictures/renamed.png")
    source.write_text(text, "utf-8")
    assert run("build", folder).exit_code == 0
    assert list(media_of(folder / "build" / "p.apkg")) == ["a.png"]


def test_a_name_with_two_contents_is_two_files(tmp_path: Path) -> None:
    adopted(tmp_path, [Note(("q", '<img src="a.png">'))], {"a.png": PICTURE})
    notes = [Note(("other", '<img src="a.png">'), guid="other")]
    decks = {1: {"name": "Other::Deck"}}
    second = package(tmp_path / "two.apkg", notes, {"a.png": PICTURE + b"2"}, decks=decks)
    assert run("import", second, tmp_path / "p").exit_code == 0
    assert run("build", tmp_path / "p").exit_code == 0
    stored = media_of(tmp_path / "p" / "build" / "p.apkg")
    assert sorted(stored.values()) == [PICTURE, PICTURE + b"2"]
    assert stored["a.png"] == PICTURE


def test_a_package_of_ours_keeps_the_names_it_gave(tmp_path: Path) -> None:
    first = tmp_path / "first"
    first.mkdir()
    (first / "cards.md").write_text("## q\n\n![alt](a.png)\n", "utf-8")
    (first / "a.png").write_bytes(PICTURE)
    assert run("build", first).exit_code == 0
    names = set(media_of(first / "build" / "first.apkg"))
    second = tmp_path / "second"
    assert run("import", first / "build" / "first.apkg", second).exit_code == 0
    result = run("build", second)
    assert "0 updated, 1 unchanged" in result.output
    assert set(media_of(second / "build" / "second.apkg")) == names
    assert not (second / "obverse.media").exists()


def test_a_missing_file_keeps_its_reference(tmp_path: Path) -> None:
    notes = [
        Note(("one", '<img src="gone (1).png">')),
        Note(("two", "[sound:gone.mp3]")),
        Note(("three", '<img src="gone (1).png" style="color:red">')),
    ]
    built = adopted(tmp_path, notes, {})
    backs = [back for _, back in fields_of(built)]
    assert backs[0].startswith('<img src="gone (1).png"')
    assert backs[1] == "[sound:gone.mp3]"
    assert backs[2].startswith('<img src="gone (1).png"')
    assert media_of(built) == {}
    assert "#card/draft" not in sources(tmp_path / "p")
    result = run("build", tmp_path / "p", "-o", tmp_path / "again.apkg")
    assert "[missing-media]" in result.output


def test_a_missing_file_that_is_put_in_place_is_shipped_by_its_name(tmp_path: Path) -> None:
    built = adopted(tmp_path, [Note(("one", '<img src="gone.png">'))], {})
    (tmp_path / "p" / "media").mkdir(exist_ok=True)
    (tmp_path / "p" / "media" / "gone.png").write_bytes(PICTURE)
    assert run("build", tmp_path / "p").exit_code == 0
    assert media_of(built) == {"gone.png": PICTURE}


def test_a_file_that_an_author_mistypes_is_still_an_error(tmp_path: Path) -> None:
    adopted(tmp_path, [Note(("one", '<img src="gone.png">'))], {})
    source = tmp_path / "p" / "a" / "b.md"
    source.write_text(source.read_text("utf-8") + "\n## new\n\n![](typo.png)\n", "utf-8")
    assert run("build", tmp_path / "p").exit_code == 1


SHOWN: Final = {
    "_logo.png": '<img src="_logo.png">',
    "_single.png": "<img src='_single.png'>",
    "_bare.png": "<img src=_bare.png>",
    "_x.js": '<script src="_x.js"></script>',
    "_y.js": "<script>var a = '_y.js';</script>",
    "_f.ttf": "",
    "_g (1).ttf": "",
    "_more.css": "",
}
CSS: Final = (
    "@import '_more.css';@font-face { src: url(_f.ttf) } @font-face { src: url( '_g (1).ttf' ) }"
)


def project_of_type_media(tmp_path: Path) -> Path:
    """Import a package whose note type shows files; gives the project."""
    front = "".join(SHOWN.values()) + "{{Front}}"
    side = {"name": "Card 1", "id": 11, "qfmt": front, "afmt": "{{FrontSide}}{{Back}}"}
    models = {BASIC: model("Basic", css=CSS, tmpls=[side])}
    media = {name: name.encode() for name in (*SHOWN, "_unused.png")}
    made = package(tmp_path / "in.apkg", [Note(("q", "a"))], media, models=models)
    assert run("import", made, tmp_path / "p").exit_code == 0
    return tmp_path / "p"


def test_files_that_a_note_type_shows_are_shipped(tmp_path: Path) -> None:
    folder = project_of_type_media(tmp_path)
    assert run("build", folder).exit_code == 0
    assert media_of(folder / "build" / "p.apkg") == {name: name.encode() for name in SHOWN}
    checked = run("check", folder).output
    assert "_logo.png" not in checked
    assert "_unused.png" in checked


def test_an_edit_keeps_the_files_of_note_types(tmp_path: Path) -> None:
    folder = project_of_type_media(tmp_path)
    (folder / "second.md").write_text("## more\n\ntext\n", "utf-8")
    for text in ("changed", "changed again"):
        assert run("build", folder).exit_code == 0
        (folder / "second.md").write_text(f"## more\n\n{text}\n", "utf-8")
    (folder / "media" / "_x.js").write_bytes(b"new")
    assert run("build", folder).exit_code == 0
    assert media_of(folder / "build" / "p.apkg")["_x.js"] == b"new"
    assert set(media_of(folder / "build" / "p.apkg")) == set(SHOWN)


def test_files_of_note_types_go_to_crowdanki_and_come_back(tmp_path: Path) -> None:
    folder = project_of_type_media(tmp_path)
    target = tmp_path / "crowd" / "deck.json"
    target.parent.mkdir()
    assert run("export", folder, "--format", "crowdanki", "-o", target).exit_code == 0
    assert {path.name for path in (target.parent / "media").iterdir()} == set(SHOWN)
    assert set(json.loads(target.read_text("utf-8"))["media_files"]) == set(SHOWN)
    again = tmp_path / "again"
    assert run("import", target, again).exit_code == 0
    assert run("build", again).exit_code == 0
    assert set(media_of(again / "build" / "again.apkg")) == set(SHOWN)


@pytest.mark.parametrize(
    "address",
    [
        f'"data:image/png;base64,{b64encode(PICTURE).decode()}"',
        f"'data:image/png;base64,{b64encode(PICTURE).decode()}'",
        f"data:image/png;base64,{b64encode(PICTURE).decode()}",
        f'" data:image/PNG;charset=utf-8;base64,{b64encode(PICTURE).decode()}"',
    ],
)
def test_a_picture_in_a_field_becomes_a_file(address: str, tmp_path: Path) -> None:
    back = f"see <img src={address}> there"
    built = adopted(tmp_path, [Note(("q", back))], {})
    assert "data:" not in sources(tmp_path / "p")
    assert [path.read_bytes() for path in (tmp_path / "p" / "media").iterdir()] == [PICTURE]
    # As long as nobody edits the card, the note is as it was and needs no file.
    assert fields_of(built) == [("q", back)]
    assert media_of(built) == {}
    (path,) = (tmp_path / "p").rglob("*.md")
    path.write_text(path.read_text("utf-8").replace("see", "look"), "utf-8")
    assert run("build", tmp_path / "p").exit_code == 0
    assert list(media_of(built).values()) == [PICTURE]
    (name,) = media_of(built)
    assert f'src="{name}"' in fields_of(built)[0][1]


def test_a_picture_that_cannot_be_decoded_is_reported(tmp_path: Path) -> None:
    note = Note(("q", 'see <img src="data:image/png;base64,!!!"> there'))
    result = run("import", package(tmp_path / "in.apkg", [note]), tmp_path / "p")
    assert "[unrepresentable-content]" in result.output


def test_a_list_of_names_that_is_damaged_stops_the_build(tmp_path: Path) -> None:
    adopted(tmp_path, [Note(("q", '<img src="a.png">'))], {"a.png": PICTURE})
    (tmp_path / "p" / "obverse.media").write_text("<<<<<<< HEAD\n", "utf-8")
    result = run("build", tmp_path / "p")
    assert result.exit_code == 1
    assert "[lock-damaged]" in result.output


def test_files_whose_names_differ_in_case_are_both_played(tmp_path: Path) -> None:
    media = {"up.mp3": b"ID3 one", "UP.mp3": b"ID3 two", ".h.mp3": b"ID3 three"}
    notes = [Note((f"q {name}", f"x [sound:{name}] y")) for name in media]
    built = adopted(tmp_path, notes, media)
    assert len(fields_of(built)) == len(notes)
    assert sorted(media_of(built).values()) == sorted(media.values())
    assert "card/draft" not in sources(tmp_path / "p")


@pytest.mark.parametrize(
    "path", ["sub/a.png", "/abs/a.png", "a/b/c.jpg?x=1", "page.php?img=1", "media/a.png"]
)
def test_a_picture_on_a_web_server_that_is_not_here_stays_as_it_was(
    path: str, tmp_path: Path
) -> None:
    notes = [Note(("q", f'<img src="{path}">')), Note(("r", f'x<br><img src="{path}"> y'))]
    built = adopted(tmp_path, notes, {})
    assert fields_of(built) == [note.fields for note in notes]
