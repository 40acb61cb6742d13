"""Notes of Anki's image occlusion come in and go out as they were, and Anki's editor opens them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from anki_packages import BASIC, Note, model, package, run
from engine import Desk

SHARED: Final = Path(__file__).parents[2] / "shared" / "cases" / "import"
CASES: Final = ("io-adopt/stock.apkg", "native-io/in.apkg")
STOCK: Final = 6  # the number that Anki gives its own note type
MASKS: Final = (
    "{{c1::image-occlusion:rect:left=.1:top=.1:width=.2:height=.1:oi=1}}<br>"
    "{{c2::image-occlusion:polygon:left=.5:points=.1,.2 .3,.4:oi=1}}<br>"
)
HEADERS: Final = {
    "Heart": "## Heart\n",
    "the <b>left</b> side": "## the **left** side\n",
    "": "## a picture\n",
    "<ul><li>a</li></ul>": "## a picture\n",
    "one<br>two": "## a picture\n",
    "a picture": "## a picture\n",
}


def stock(desk: Desk) -> dict[str, Any]:
    """Anki's own note type for image occlusion."""
    found = desk.col.models.by_name("Image Occlusion")
    assert found is not None
    return found


def exported(folder: Path, fields: tuple[str, ...], *, legacy: bool) -> Path:
    """A package that Anki exports, with a note of image occlusion."""
    with Desk(folder / "author") as desk:
        desk.col.media.write_data("a_picture.png", b"\x89PNG\r\n\x1a\n")
        note = desk.col.new_note(stock(desk))
        note.fields = list(fields)
        desk.col.add_note(note, desk.col.decks.id("Pictures") or 0)  # type: ignore[arg-type]
        path = folder / "in.apkg"
        desk.export(path, legacy=legacy, with_scheduling=False, with_media=True)
    return path


def rebuilt(path: Path, folder: Path) -> Path:
    """The package that the project builds after an import."""
    result = run("import", path, folder)
    assert result.exit_code == 0, result.output
    result = run("build", folder)
    assert result.exit_code == 0, result.output
    return folder / "build" / f"{folder.name}.apkg"


def arrived(package_: Path, folder: Path) -> tuple[Mapping[str, Any], Mapping[str, str]]:
    """The note type and the fields of the only note in an empty collection."""
    with Desk(folder) as desk:
        desk.import_package(package_)
        (note_id,) = desk.col.find_notes("")
        note = desk.col.get_note(note_id)
        found = note.note_type()
        assert found is not None
        return found, dict(note.items())


def settings(part: Mapping[str, Any]) -> dict[str, Any]:
    """What Anki keeps of a field or a template, without its text."""
    return {name: part[name] for name in part if name not in ("did", "media", "qfmt", "afmt")}


def opens_in_the_editor(note_type: Mapping[str, Any]) -> bool:
    """Whether Anki and AnkiDroid take it for theirs."""
    tags = [field["tag"] for field in note_type["flds"]]
    kept = [field["preventDeletion"] for field in note_type["flds"]]
    is_stock = note_type.get("originalStockKind") == STOCK
    return is_stock and tags == [0, 1, 2, 3, 4] and kept == [True] * 4 + [False]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared cases are not here")
@pytest.mark.parametrize("case", CASES)
def test_the_editor_of_masks_opens_what_was_adopted(case: str, tmp_path: Path) -> None:
    built = rebuilt(SHARED / case, tmp_path / "p")
    note_type, fields = arrived(built, tmp_path / "desk")
    _, original = arrived(SHARED / case, tmp_path / "other")
    assert opens_in_the_editor(note_type)
    assert fields["Occlusion"] == original["Occlusion"]


@pytest.mark.parametrize("legacy", [True, False], ids=["legacy", "new"])
@pytest.mark.parametrize("header", HEADERS)
def test_the_heading_is_readable_and_every_field_comes_back(
    header: str,
    legacy: Any,  # noqa: ANN401
    tmp_path: Path,
) -> None:
    fields = (MASKS, '<img src="a_picture.png">', header, "more", "")
    built = rebuilt(exported(tmp_path, fields, legacy=legacy), tmp_path / "p")
    (source,) = (tmp_path / "p").glob("*.md")
    assert f"\n{HEADERS[header]}" in source.read_text("utf-8")
    note_type, after = arrived(built, tmp_path / "desk")
    assert opens_in_the_editor(note_type)
    assert after["Occlusion"] == MASKS
    assert after["Back Extra"] == "more"
    assert ("two" in after["Header"]) == ("two" in header)
    assert bool(after["Header"]) == bool(header)
    if header.isalpha() or (" " in header and "<" not in header):
        assert after["Header"] == header


def test_a_learner_keeps_the_reviews_of_masks(tmp_path: Path) -> None:
    first = exported(tmp_path, (MASKS, '<img src="a_picture.png">', "Heart", "", ""), legacy=False)
    built = rebuilt(first, tmp_path / "p")
    with Desk(tmp_path / "learner") as desk:
        desk.import_package(first)
        desk.review("deck:*")
        before = desk.cards()
        log = desk.import_package(built)
        assert not log.conflicting
        assert not log.new
        assert desk.cards() == before
        (note_id,) = desk.col.find_notes("")
        found = desk.col.get_note(note_id).note_type()
        assert found
        assert opens_in_the_editor(found)


@pytest.mark.parametrize("legacy", [True, False], ids=["legacy", "new"])
def test_what_anki_keeps_of_a_note_type_is_kept(legacy: Any, tmp_path: Path) -> None:  # noqa: ANN401
    with Desk(tmp_path / "author") as desk:
        note_type = desk.col.models.by_name("Basic")
        assert note_type
        note_type["flds"][1] |= {"rtl": True, "font": "Amiri", "size": 30, "description": "it's"}
        note_type["flds"][0] |= {"plainText": True, "sticky": True, "unknown": [1, {"a": None}]}
        note_type["tmpls"][0] |= {"bqfmt": "{{Front}}!", "bfont": "Arial", "bsize": 9}
        note_type["latexsvg"], note_type["another"] = True, {"deep": ["x", None]}
        desk.col.models.update_dict(note_type)
        wanted = desk.col.models.by_name("Basic")
        assert wanted
        note = desk.col.new_note(wanted)
        note.fields = ["q", "a"]
        desk.col.add_note(note, 1)  # type: ignore[arg-type]
        path = tmp_path / "in.apkg"
        desk.export(path, legacy=legacy, with_scheduling=False, with_media=False)
    found, _ = arrived(rebuilt(path, tmp_path / "p"), tmp_path / "desk")
    for part in ("flds", "tmpls"):
        for one, other in zip(found[part], wanted[part], strict=True):
            assert settings(one) == settings(other)
    # What genanki writes, and what an import into a collection gives by itself.
    ours: tuple[str, ...] = ("did", "tags", "vers", "originalId")
    ours += ("id", "mod", "usn", "req", "flds", "tmpls", "css", "name", "originalStockKind")
    assert {k: v for k, v in found.items() if k not in ours} == {
        k: v for k, v in wanted.items() if k not in ours
    }


def test_a_note_type_that_names_no_field_of_its_own_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    run(
        "import",
        package(tmp_path / "in.apkg", [Note(("q", "a"))], models={BASIC: model("A")}),
        folder,
    )
    written = folder / "note-types" / "a" / "note-type.toml"
    text = written.read_text("utf-8")
    written.write_text(f'heading = "Missing"\n{text}', "utf-8")
    assert "`heading` is not a field: `Missing`" in run("build", folder).output
    written.write_text(f"anki = '[1]'\n{text}", "utf-8")
    assert "`anki` is not JSON: `[1]`" in run("build", folder).output
