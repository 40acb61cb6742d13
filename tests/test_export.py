"""`obverse export`: what is asked for is written, and nothing else changes."""

import json
import re
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from obverse import formats
from obverse.build import build
from obverse.cards.reparse import reparse
from obverse.cards.unparse import unparse
from obverse.cli import main
from obverse.exchange import export as exports
from obverse.project.job import Job
from obverse.project.project import Project
from obverse.project.settings import Settings
from projects import CARDS, NOW, RICH, rich, write


def export(*args: str | Path) -> Result:
    return CliRunner().invoke(main, ["export", *map(str, args)])


def test_text_goes_to_the_standard_output(tmp_path: Path) -> None:
    result = export(rich(tmp_path), "--format", "json")
    assert result.exit_code == 0, result.output
    assert len(json.loads(result.stdout)) == 10


@pytest.mark.parametrize("name", formats.writers())
def test_every_format_goes_to_a_file_and_twice_the_same(tmp_path: Path, name: str) -> None:
    folder = rich(tmp_path / "project")
    source = folder / "rich.md"
    suffix = formats.get(name).suffixes[0]
    written = []
    for number in range(2):
        target = tmp_path / f"{number}{suffix}"
        result = export(source, "--format", name, "-o", target)
        assert result.exit_code == 0, result.output
        assert f"wrote      {target}" in result.stdout
        written.append(target.read_bytes())
    assert written[0] == written[1] != b""


def test_an_unknown_format_lists_what_there_is_and_suggests_one(tmp_path: Path) -> None:
    result = export(rich(tmp_path), "--format", "crowd-anki")
    assert result.exit_code == 2
    assert "there is no format `crowd-anki`" in result.stderr
    assert "did you mean `crowdanki`?" in result.stderr
    for name in formats.writers():
        assert f"`{name}`" in result.stderr


def test_no_format_is_told_from_the_suffix(tmp_path: Path) -> None:
    folder = rich(tmp_path / "project")
    result = export(folder, "-o", tmp_path / "sheet.html")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "sheet.html").read_bytes().startswith(b"<!doctype html>")
    assert export(folder).exit_code == 2
    ambiguous = export(folder, "-o", tmp_path / "deck.json")
    assert ambiguous.exit_code == 2
    assert "`crowdanki`, `json`" in ambiguous.stderr


@pytest.mark.parametrize("name", sorted(formats.writers()))
@pytest.mark.parametrize(
    "suffix",
    sorted(
        {
            *(each for name in formats.names() for each in formats.get(name).suffixes),
            *(".pdf", ".PDF", ".docx", ".zip", ".xlsx", ".HTM", ".Csv", ".json5"),
        }
    ),
)
def test_a_file_is_named_as_what_it_is(name: str, suffix: str, tmp_path: Path) -> None:
    folder = rich(tmp_path / "project")
    target = tmp_path / f"out{suffix}"
    result = export(folder / "rich.md", "--format", name, "-o", target)
    fits = suffix.lower() in formats.get(name).written
    assert (result.exit_code == 0) is target.exists() is fits, result.output
    if suffix != ".colpkg" and not fits:
        right = formats.get(name).written[0]
        assert f"`out{suffix}` ends in `{suffix}`" in result.stderr
        assert f"write `-o {(tmp_path / 'out').as_posix()}{right}`" in result.stderr
    assert not (folder / "obverse.lock").exists() or fits


@pytest.mark.parametrize("suffix", [".txt", ".zip", ".html", ".pdf", ".csv", ".md"])
def test_a_build_writes_a_package_under_the_name_of_one(suffix: str, tmp_path: Path) -> None:
    folder = rich(tmp_path)
    result = CliRunner().invoke(main, ["build", str(folder), "-o", f"{tmp_path}/out{suffix}"])
    assert result.exit_code == 2
    assert f"write `-o {tmp_path.as_posix()}/out.apkg`" in result.output
    assert not (folder / "obverse.lock").exists()


MIXED = {
    "obverse.toml": 'name = "x"\ndeck = "Root"\ntags = ["all"]\n',
    "note-types/term/note-type.toml": 'name = "Term"\nfields = ["Term", "Meaning", "Below"]\n',
    "note-types/term/front.html": "{{Term}}",
    "note-types/term/back.html": "{{Meaning}} {{Below}}",
    "content/a.md": "---\ndeck: A::B\ntags: [x]\n---\n\n## R?\n\nr\n\n#y #card/reversed\n\n^pin\n"
    "\n## L?\n\n- a\n- b\n\n#card/list\n\n## D?\n\nd\n\n#card/draft #card/typing\n",
    "content/b.md": "---\nnote-type: term\n---\n\n## W?\n\nm\n\n### Below\n\nfield\n",
}


@pytest.mark.parametrize("name", sorted(formats.writers()))
def test_whatever_the_build_knows_is_exported(name: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "project", MIXED)
    assert CliRunner().invoke(main, ["build", str(folder)]).exit_code == 0
    suffix = formats.get(name).written[0]
    target = tmp_path / f"out{suffix}"
    where = f"{tmp_path}/out/" if name == "markdown" else target
    result = export(folder, "--format", name, "-o", where)
    assert result.exit_code == 0, result.output
    if name == "markdown":
        for path in ("a.md", "b.md"):
            text = (tmp_path / "out" / path).read_text(encoding="utf-8")
            assert unparse(reparse(text)) == text
            assert set(re.findall(r"\w+", text)) == set(
                re.findall(r"\w+", MIXED[f"content/{path}"])
            )
        return
    has_drafts = name in {"csv", "json"}
    assert ("left out   1 draft" in result.stderr) is not has_drafts
    if name == "apkg":
        return
    text = target.read_text(encoding="utf-8-sig")
    for word in ("R?", "L?", "W?", "field", "all", "x", "y"):
        assert word in text
    if name != "study-sheet":
        lock = (folder / "content" / "obverse.lock").read_text(encoding="utf-8").splitlines()[1:]
        guids = [line.split("\t")[0] for line in lock if not line.startswith("note-type")]
        assert len(guids) == 3
        assert all(guid in text for guid in guids)
        for word in ("Root", "B", "Below" if has_drafts else "Term"):
            assert word in text
    if has_drafts:
        for word in (
            "D?",
            "reversed",
            "list",
            "typing",
            "term",
            "pin",
            "content/a.md",
            "Root::A::B",
        ):
            assert word in text


def test_a_name_without_a_known_end_stays(tmp_path: Path) -> None:
    folder = rich(tmp_path / "project")
    for name in ("out", "deck.2026", "a.b.html"):
        result = export(folder, "--format", "study-sheet", "-o", tmp_path / name)
        assert result.exit_code == 0, result.output


def test_an_error_in_the_sources_writes_nothing(tmp_path: Path) -> None:
    folder = write(tmp_path / "project", {"a.md": "## A {{c1::b\n\n#card/cloze\n"})
    result = export(folder, "--format", "study-sheet", "-o", tmp_path / "a.html")
    assert result.exit_code == 1
    assert "cloze" in result.stderr
    assert not (tmp_path / "a.html").exists()


def test_what_anki_gets_guids_of_is_remembered_in_the_lock(tmp_path: Path) -> None:
    folder = rich(tmp_path)
    export(folder, "--format", "json")
    export(folder, "--format", "study-sheet")
    assert not (folder / "obverse.lock").exists()
    text = export(folder, "--format", "anki-text").stdout
    lock = (folder / "obverse.lock").read_text(encoding="utf-8")
    guids = [line.split("\t")[0] for line in lock.splitlines()[1:] if line[:9] != "note-type"]
    assert len(guids) == 10
    assert all(guid in text for guid in guids)
    cards = json.loads(export(folder, "--format", "json").stdout)
    assert {card["guid"] for card in cards} == set(guids)


def test_media_that_text_cannot_hold_are_put_beside_it_or_said_to_be_missing(
    tmp_path: Path,
) -> None:
    folder = rich(tmp_path / "project")
    result = export(folder, "--format", "crowdanki", "-o", tmp_path / "out" / "deck.json")
    assert result.exit_code == 0, result.output
    assert [path.name for path in (tmp_path / "out" / "media").iterdir()] == ["a-2d56cb2091d2.png"]
    told = export(folder, "--format", "crowdanki").stderr
    assert "1 media file left out" in told


def test_a_deck_goes_above_all_others(tmp_path: Path) -> None:
    text = export(rich(tmp_path), "--format", "json", "--deck", "A::B").stdout
    assert {card["deck"] for card in json.loads(text)} == {"A::B::Rich: text", "A::B::Rich::Below"}


def test_markdown_is_a_formatter(tmp_path: Path) -> None:
    folder = rich(tmp_path)
    messy = "#   Title\n\n\n##  One\n\n\n\ntext\n\n#b   #a\n"
    write(folder, {"messy.md": messy})
    shown = export(folder / "messy.md", "--format", "markdown").stdout
    assert shown == "# Title\n\n## One\n\ntext\n\n#b #a\n"
    result = export(folder, "--format", "markdown", "-o", f"{folder}/")
    assert result.exit_code == 0, result.output
    assert (folder / "messy.md").read_text(encoding="utf-8") == shown
    before = {path: path.read_bytes() for path in folder.rglob("*.md")}
    export(folder, "--format", "markdown", "-o", f"{folder}/")
    assert {path: path.read_bytes() for path in folder.rglob("*.md")} == before


def test_markdown_of_several_sources_needs_a_folder(tmp_path: Path) -> None:
    folder = rich(tmp_path / "project")
    result = export(folder, "--format", "markdown")
    assert result.exit_code == 2
    assert "-o FOLDER/" in result.stderr
    export(folder, "--format", "markdown", "-o", f"{tmp_path}/out/")
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"rich.md", "other.md"}


def test_one_source_is_exported_and_the_others_stay_in_the_lock(tmp_path: Path) -> None:
    folder = rich(tmp_path)
    text = export(folder / "other.md", "--format", "anki-text").stdout
    assert len([line for line in text.splitlines() if not line.startswith("#")]) == 1
    assert len((folder / "obverse.lock").read_text(encoding="utf-8").splitlines()) == 13


def test_the_rich_project_is_canonical() -> None:
    assert unparse(reparse(RICH)) == RICH


def test_a_name_that_would_replace_a_collection_is_refused(tmp_path: Path) -> None:
    folder = rich(tmp_path / "project")
    result = export(folder, "--format", "apkg", "-o", tmp_path / "collection.apkg")
    assert result.exit_code == 2
    assert "replace the whole collection" in result.stderr
    assert not (tmp_path / "collection.apkg").exists()
    assert not (folder / "obverse.lock").exists()


def exported(folder: Path, *options: str) -> list[dict[str, Any]]:
    """Give what is exported as JSON after a build."""
    assert CliRunner().invoke(main, ["build", str(folder)]).exit_code == 0
    cards: list[dict[str, Any]] = json.loads(export(folder, "--format", "json", *options).stdout)
    return cards


@pytest.mark.parametrize(
    "beside",
    [
        "## <!-- to do -->\n\nNothing yet.\n",
        "## \n\nNothing.\n",
        "## \u200b\n\nNothing.\n",
        "# Another title\n\nStray.\n",
        "## Draft\n\nNot yet.\n\n#card/draft\n",
        "## A {{c1::b}}?\n\nC.\n\n## A {{c1::b}}?\n\nC.\n",
        "setext\n---\n\n```\n## code\n```\n",
        "- ## in a list\n",
    ],
)
def test_a_card_is_known_whatever_stands_beside_it(tmp_path: Path, beside: str) -> None:
    card = "## A {{c1::b}}?\n\nC.\n\n"
    settings = 'content = "content"\ndeck = "Root"\n'
    for number, text in enumerate((f"# T\n\n{card}{beside}", f"# T\n\n{beside}\n{card}")):
        source = {"content/d.md": text, "obverse.toml": settings}
        cards = exported(write(tmp_path / str(number), source))
        known = [each for each in cards if each["front"] == "A {{c1::b}}?"]
        assert known
        for each in known:
            assert (each["deck"], each["kinds"]) == ("Root::T", ["cloze"])
            assert each["guid"]
        assert all(each["deck"] == "Root::T" for each in cards)
        assert not [each for each in cards if "Nothing" in each["back"]]


def test_a_card_that_is_merged_is_told_of_the_one_it_went_into(tmp_path: Path) -> None:
    sources = {
        "a.md": "# A\n\n## Q\n\nAnswer\n\n#card/reversed\n",
        "b.md": "# B\n\n## q\n\nanswer\n",
        "obverse.toml": 'content = "."\n',
    }
    first, second = exported(write(tmp_path, sources))
    assert first["guid"] == second["guid"]
    assert first["deck"] == second["deck"] == "A"
    assert first["kinds"] == second["kinds"] == ["reversed"]


@cache
def project() -> Project:
    """Give a project whose folder stays empty: its sources are given to the build."""
    folder = Path(mkdtemp(prefix="obverse-"))
    return Project(folder, Settings(name="deck", deck="Root"), folder)


@given(st.lists(CARDS, min_size=1, max_size=2))
@settings(max_examples=100)
def test_what_a_build_made_of_a_card_is_known_when_it_is_exported(texts: list[str]) -> None:
    sources = {f"{number}.md": text.encode() for number, text in enumerate(texts)}
    first = build(Job(project(), NOW), sources, b"")
    if first.failed:
        return
    built = build(Job(project(), NOW), sources, first.lock)
    cards = {
        (card.source, card.line): card
        for card in exports.cards(built, sources, Job(project(), NOW))
    }
    assert len(cards) == sum(len(each.notes) + len(each.drafts) for each in built.compiled)
    for note in built.identity.notes:
        card = cards[note.note.place.path, note.note.place.line]
        assert not card.draft
        assert card.guid == note.after.guid
        assert card.deck == note.note.deck
        assert "+".join(card.kinds) in (note.note.kind, "")
        assert card.kinds or note.note.kind == "basic"
    for card in cards.values():
        assert card.deck.startswith("Root::")
        assert bool(card.guid) != card.draft
