"""Files as spreadsheets and Anki's own folder have them, and tables with the media they show."""

import json
from pathlib import Path
from typing import Final

import pytest

from anki_packages import Note, model, package, rows, run, sources
from engine import Desk
from obverse import formats
from obverse.formats import Contents
from projects import PICTURE, built, exported, write

TEXT: Final = 'Frage;Antwort\r\nWas ist ein Öl?;Eine Flüssigkeit\r\n"zwei\r\nZeilen";ja;;\r\n'


def read(name: str, raw: bytes, path: str = "in.txt", **options: str) -> Contents:
    """What a format reads."""
    reader = formats.get(name).reads
    assert reader
    return reader.read(raw, path, **options)


def sides(reading: Contents) -> list[tuple[str, str]]:
    """The questions and answers."""
    return [(card.front, card.back) for card in reading.cards]


@pytest.mark.parametrize(
    "raw",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        b"sep=;\r\n" + TEXT.encode(),
        b'"sep=;"\r\n' + TEXT.encode(),
        b"SEP=;;;\r\n" + TEXT.encode(),
        TEXT.replace(";", "\t").encode("utf-16"),
        b"\xfe\xff" + TEXT.replace(";", "\t").encode("utf-16-be"),
        TEXT.replace(";", ",").encode(),
        TEXT.replace("\r\n", "\n").encode(),
        (TEXT.replace("\r\n", ";;;\r\n").replace("zwei;;;", "zwei") + ";;;;\r\n").encode(),
        TEXT.encode("cp1252"),
    ],
)
def test_a_table_is_read_however_a_spreadsheet_writes_it(raw: bytes) -> None:
    reading = read("csv", raw, "in.csv")
    assert sides(reading) == [("Was ist ein Öl?", "Eine Flüssigkeit"), ("zwei\nZeilen", "ja")]
    guessed = [each for each in reading.diagnostics if each.rule == "not-utf-8"]
    assert bool(guessed) == (raw == TEXT.encode("cp1252"))


@pytest.mark.parametrize(
    ("head", "rows_"),
    [
        ("#separator:Comma,,\n#html:false,,\n#tags column:3,,\n", "a,b,x y\n"),
        ("#separator:tab,,\n#html:false,,\n#tags column:3,,\n", "a,b,x y\n"),
        ("#separator:tab;;\r\n#html:false;;\r\n#tags column:3;;\r\n", "a;b;x y\r\n"),
        ('"#separator:Comma",,\n"#html:false",,\n"#tags column:3",,\n', "a,b,x y\n"),
        ("#separator:,\n#html:false\n#tags column:3\n", "a,b,x y\n"),
        ("#separator:,,,\n#html:false\n#tags column:3\n", "a,b,x y\n"),
        ("#separator:tab\t\t\n#html:false\t\t\n#tags column:3\t\t\n", "a\tb\tx y\n"),
        ("#separator:\t\n#html:false\n#tags column:3\n", "a\tb\tx y\n"),
        ("#separator:Pipe\n#html:false\n#tags column:3\n", "a|b|x y\n"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_headers_that_a_spreadsheet_filled_up_are_read(
    head: str, rows_: str, encoding: str
) -> None:
    raw = (head + rows_).encode(encoding)
    assert formats.to_read("in.txt", raw[:4095]) == "anki-text"
    (card,) = read("anki-text", raw).cards
    assert (card.front, card.back, card.tags) == ("a", "b", ("x", "y"))


def test_a_collection_that_is_in_no_package_is_read_with_its_media(tmp_path: Path) -> None:
    with Desk(tmp_path / "profile") as desk:
        note_type = desk.col.models.by_name("Basic")
        assert note_type
        note = desk.col.new_note(note_type)
        note["Front"], note["Back"] = 'shown <img src="a b.png">', "gone <img src='no.png'>"
        note.tags = ["c++"]
        desk.col.add_note(note, desk.col.decks.id_for_name("Default") or 1)  # type: ignore[arg-type]
        (Path(desk.col.media.dir()) / "a b.png").write_bytes(PICTURE)
    result = run("import", tmp_path / "profile" / "collection.anki2", tmp_path / "p")
    assert result.exit_code == 0, result.output
    assert "adopted    1 note" in result.output
    assert "1 files that the notes show are not in the folder `collection.media`" in result.output
    assert '#"c++"' in sources(tmp_path / "p")
    assert (tmp_path / "p" / "media" / "a b.png").read_bytes() == PICTURE
    assert run("build", tmp_path / "p").exit_code == 0


def test_a_collection_that_anki_has_open_is_refused(tmp_path: Path) -> None:
    with Desk(tmp_path / "profile"):
        pass
    path = tmp_path / "profile" / "collection.anki2"
    (tmp_path / "profile" / "collection.anki2-wal").write_bytes(b"x")
    result = run("import", path, tmp_path / "p")
    assert result.exit_code == 2
    assert "close Anki" in result.output


def test_note_types_of_one_name_are_named_by_their_ids_and_anki_finds_them(tmp_path: Path) -> None:
    one, two = model("Basic"), model("Basic", ("Front", "Back", "Mehr  Platz"))
    for each, number in ((one, 1500000000001), (two, 1500000000002)):
        each["id"] = number
    notes = [
        Note(("one", "a"), 1500000000001, decks=(5,)),
        Note(("two", "b", "more"), 1500000000002, decks=(5,)),
    ]
    made = package(
        tmp_path / "in.apkg",
        notes,
        models={each["id"]: each for each in (one, two)},
        decks={5: {"name": "Deck", "id": 5}},
    )
    folder = tmp_path / "p"
    assert run("import", made, folder).exit_code == 0
    assert run("build", folder).exit_code == 0
    text = exported(folder, "anki-text", tmp_path / "out.txt").decode()
    assert "\t1500000000001\t" in text
    assert "\t1500000000002\t" in text
    (apkg,) = (folder / "build").glob("*.apkg")
    with Desk(tmp_path / "desk") as desk:
        desk.import_package(apkg)
        changed = text.replace("\tb\t", "\tchanged\t")
        (tmp_path / "out.txt").write_text(changed, "utf-8")
        before = len(desk.notes())
        from anki.import_export_pb2 import ImportCsvRequest

        metadata = desk.col.get_csv_metadata(path=str(tmp_path / "out.txt"), delimiter=None)
        desk.col.import_csv(ImportCsvRequest(path=str(tmp_path / "out.txt"), metadata=metadata))
        assert len(desk.notes()) == before
        assert "changed" in [each.fields["Back"] for each in desk.notes().values()]


def test_a_field_name_with_two_blanks_keeps_its_text(tmp_path: Path) -> None:
    note_type = model("Wide", ("Front", "Back", "Mehr  Platz"))
    made = package(
        tmp_path / "in.apkg", [Note(("q", "a", "more <b>x</b>"), 9)], models={9: note_type}
    )
    assert run("import", made, tmp_path / "p").exit_code == 0
    assert run("build", tmp_path / "p").exit_code == 0
    (apkg,) = (tmp_path / "p" / "build").glob("*.apkg")
    ((fields,),) = rows(apkg, "select flds from notes")
    assert fields.split("\x1f")[2].replace("strong>", "b>") == "more <b>x</b>"


MEDIA: Final[dict[str, str | bytes]] = {
    "obverse.toml": 'content = "notes"\nname = "media"\n',
    "notes/a.md": (
        '## Picture ![](pics/a%20b.png)\n\n![[c.png|300]] and <img src="pics/d.png">\n\n'
        "## Sound\n\n[sound:pics/s.mp3] `![](pics/a%20b.png)`\n"
    ),
    "notes/deep/b.md": "## Again?\n\n![alt](<../pics/a b.png>) ![](https://x.org/y.png)\n",
    "notes/pics/a b.png": PICTURE,
    "notes/pics/c.png": PICTURE + b"c",
    "notes/pics/d.png": PICTURE + b"d",
    "notes/pics/s.mp3": b"sound",
}


@pytest.mark.parametrize("name", ["csv", "json"])
def test_a_table_and_json_take_their_media_along_and_back(name: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "p", MEDIA)
    target = tmp_path / "out" / f"cards.{name}"
    target.parent.mkdir()
    result = run(
        "export", folder, "--format", name, "-o", target, "--media", tmp_path / "out" / "media"
    )
    assert result.exit_code == 0, result.output
    files = {path.name: path.read_bytes() for path in (tmp_path / "out" / "media").iterdir()}
    assert sorted(files.values()) == sorted(
        built(folder).collection.media
        and {Path(path).read_bytes() for path in built(folder).collection.media.values()}
    )
    text = target.read_text("utf-8-sig")
    assert "pics/" not in text.replace("`![](pics/a%20b.png)`", "")
    assert all(text.count(f"media/{each}") for each in files)
    assert "https://x.org/y.png" in text
    result = run("import", "--format", name, target, tmp_path / "back")
    assert result.exit_code == 0, result.output
    assert {path.name: path.read_bytes() for path in (tmp_path / "back/media").iterdir()} == files
    assert run("build", tmp_path / "back").exit_code == 0
    again = built(tmp_path / "back").collection
    assert {*again.media} == {*built(folder).collection.media}
    assert sorted(each.fields for each in again.notes) == sorted(
        each.fields for each in built(folder).collection.notes
    )


def test_media_are_for_cards_alone(tmp_path: Path) -> None:
    folder = write(tmp_path / "p", MEDIA)
    result = run("export", folder, "--format", "anki-text", "--media", tmp_path / "m")
    assert result.exit_code == 2
    assert "`csv` or `json`" in result.output
    assert not (tmp_path / "m").exists()


def test_two_decks_with_a_note_type_of_one_name_build_in_one_project(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    for number in (1500000000001, 1500000000002):
        note_type = model("Basic", ("Front", "Back", f"More {number}"))
        made = package(
            tmp_path / f"{number}.apkg",
            [Note((f"q{at}", "a", "b"), number) for at in range(number % 10)],
            models={number: note_type},
            decks={1: {"name": f"Deck {number}"}},
        )
        result = run("import", made, folder)
        assert result.exit_code == 0, result.output
    assert run("build", folder).exit_code == 0
    (apkg,) = (folder / "build").glob("*.apkg")
    ((types,),) = rows(apkg, "select models from col")
    assert sorted(each["name"] for each in json.loads(types).values()) == ["Basic", "Basic+"]
