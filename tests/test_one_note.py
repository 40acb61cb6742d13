"""One file of a project can be built alone, and the rest of the project does not notice."""

from pathlib import Path
from typing import Final

import pytest

from engine import Desk
from obverse.values import lock as locks
from obverse.values.lock import Known
from projects import write
from shell import let_a_tick_pass, run

CARD: Final = "## What is {}?\n\nIt is {} and nothing else at all.\n\n"
FILES: Final = {
    "obverse.toml": 'content = "notes"\nname = "trees"\ndeck = "Trees"\ntags = ["all"]\n',
    "notes/a.md": CARD.format("oak", "kao") + CARD.format("elm", "mle"),
    "notes/b.md": CARD.format("ash", "hsa") + CARD.format("fir", "rif"),
    "notes/deep/c.md": CARD.format("yew", "wey"),
}


def known(folder: Path, lock: str = "notes/obverse.lock") -> dict[str, Known]:
    """What the lock knows, by the question."""
    notes = locks.read((folder / lock).read_text("utf-8")).notes.values()
    return {each.front: each for each in notes}


def edit(folder: Path, path: str, old: str, new: str) -> None:
    """Replace a part of a file."""
    text = (folder / path).read_text("utf-8")
    assert old in text
    write(folder, {path: text.replace(old, new)})


def others(lock: dict[str, Known], path: str) -> dict[str, Known]:
    """The notes of other files."""
    return {front: each for front, each in lock.items() if each.path != path}


@pytest.fixture(name="trees")
def _trees(tmp_path: Path) -> Path:
    """A project that was built."""
    write(tmp_path, FILES)
    assert run(tmp_path, "build", SOURCE_DATE_EPOCH="1800000000").status == 0
    let_a_tick_pass(tmp_path)
    return tmp_path


def test_only_its_cards_are_built_and_the_other_lines_stay(trees: Path) -> None:
    before = known(trees)
    edit(trees, "notes/a.md", "It is kao", "It may be kao")
    edit(trees, "notes/a.md", CARD.format("elm", "mle"), CARD.format("box", "xob"))
    edit(trees, "notes/b.md", "It is hsa", "It may be hsa")
    (trees / "notes/deep/c.md").unlink()
    ran = run(trees, "build", "notes/a.md", SOURCE_DATE_EPOCH="1800001000")
    assert ran.status == 0
    assert "read       1 file, 2 cards" in ran.out
    assert "1 new, 1 updated, 0 unchanged" in ran.out
    assert "1 removed" in ran.out
    assert "decks      Trees::a\n" in ran.out
    assert "wrote      build/a.apkg" in ran.out
    after = known(trees)
    assert others(after, "notes/a.md") == others(before, "notes/a.md")
    assert after["What is oak?"].guid == before["What is oak?"].guid
    assert after["What is elm?"].removed
    assert not after["What is ash?"].removed
    assert not after["What is yew?"].removed


def test_the_next_whole_build_is_what_it_would_have_been(trees: Path, tmp_path: Path) -> None:
    for path, old, new in (("a", "It is kao", "It may be kao"), ("b", "It is hsa", "No, hsa")):
        edit(trees, f"notes/{path}.md", old, new)
        assert run(trees, "build", f"notes/{path}.md", SOURCE_DATE_EPOCH="1800001000").status == 0
    ran = run(trees, "build", SOURCE_DATE_EPOCH="1800001000")
    assert "0 new, 0 updated, 5 unchanged" in ran.out
    alone, package = (
        (trees / "notes/obverse.lock").read_bytes(),
        (trees / "build/trees.apkg").read_bytes(),
    )
    whole = write(tmp_path / "again", FILES)
    run(whole, "build", SOURCE_DATE_EPOCH="1800000000")
    for path in ("a", "b"):
        write(whole, {f"notes/{path}.md": (trees / f"notes/{path}.md").read_bytes()})
    run(whole, "build", SOURCE_DATE_EPOCH="1800001000")
    assert (whole / "notes/obverse.lock").read_bytes() == alone
    assert (whole / "build/trees.apkg").read_bytes() == package


def test_where_nothing_changed_the_lock_and_the_whole_package_stay(trees: Path) -> None:
    lock, package = (
        (trees / "notes/obverse.lock").read_bytes(),
        (trees / "build/trees.apkg").read_bytes(),
    )
    assert run(trees, "build", "notes/b.md", "--locked").status == 0
    assert (trees / "notes/obverse.lock").read_bytes() == lock
    assert (trees / "build/trees.apkg").read_bytes() == package
    assert "nothing has changed" in run(trees, "build").out


def test_its_notes_are_those_of_the_whole_package(trees: Path, tmp_path: Path) -> None:
    run(trees, "build", "notes/a.md")
    with Desk(tmp_path / "desk") as desk:
        desk.import_package(trees / "build/trees.apkg")
        count = len(desk.cards())
        desk.import_package(trees / "build/a.apkg")
        assert len(desk.cards()) == count == 5


def test_a_file_can_be_built_before_the_whole_project(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    assert run(tmp_path, "build", "notes/b.md").status == 0
    alone = known(tmp_path)
    assert {*alone} == {"What is ash?", "What is fir?"}
    assert run(tmp_path, "build").status == 0
    whole = known(tmp_path)
    assert len(whole) == 5
    assert {front: whole[front].guid for front in alone} == {
        front: alone[front].guid for front in alone
    }


@pytest.mark.parametrize("stays", [True, False])
def test_a_card_that_another_file_has_is_the_same_note(trees: Path, *, stays: bool) -> None:
    before = known(trees)
    write(trees, {"notes/b.md": FILES["notes/b.md"] + CARD.format("oak", "kao")})
    if not stays:
        edit(trees, "notes/a.md", CARD.format("oak", "kao"), "")
    ran = run(trees, "build", "notes/b.md")
    assert "0 new, 0 updated, 3 unchanged" in ran.out
    assert "removed" not in ran.out
    assert "0 new, 0 updated, 5 unchanged" in run(trees, "build").out
    after = known(trees)
    assert {front: each.guid for front, each in after.items()} == {
        front: each.guid for front, each in before.items()
    }
    assert all(each.alive for each in after.values())


def test_a_pin_finds_the_note_of_another_file(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    write(tmp_path, {"notes/a.md": "## What is oak?\n\nA tree.\n\n^oak\n"})
    run(tmp_path, "build")
    before = known(tmp_path)
    write(
        tmp_path, {"notes/a.md": "# Empty\n", "notes/b.md": "## Which tree?\n\nThis one.\n\n^oak\n"}
    )
    run(tmp_path, "build", "notes/b.md")
    assert known(tmp_path)["Which tree?"].guid == before["What is oak?"].guid


@pytest.mark.parametrize("where", ["", "notes", "notes/deep", "build"])
def test_the_project_is_found_from_anywhere(where: str, trees: Path) -> None:
    path = trees / "notes/deep/c.md"
    ran = run(trees / where, "build", str(path))
    assert ran.status == 0
    assert (trees / "build/c.apkg").is_file()
    assert "0 new, 0 updated, 1 unchanged" in ran.out


def test_a_folder_without_a_configuration_is_found_by_its_lock(tmp_path: Path) -> None:
    write(tmp_path, {"x.md": CARD.format("oak", "kao"), "deep/y.md": CARD.format("elm", "mle")})
    run(tmp_path, "build")
    run(tmp_path, "build", "deep/y.md")
    assert (tmp_path / "build/y.apkg").is_file()
    assert not (tmp_path / "deep/obverse.lock").exists()


def test_the_package_of_the_project_is_not_replaced_by_a_part(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "notes/Trees.md": CARD.format("box", "xob")})
    run(tmp_path, "build")
    package = (tmp_path / "build/trees.apkg").read_bytes()
    assert "build/Trees-note.apkg" in run(tmp_path, "build", "notes/Trees.md").out
    assert (tmp_path / "build/trees.apkg").read_bytes() == package


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["README.txt"], "is not a Markdown file"),
        (["other.md"], "`other.md` is not a source of this project"),
        (["notes/old/x.md"], "`notes/old/x.md` is left out of this project: excluded"),
        (["notes/.h/x.md"], "`notes/.h/x.md` is left out of this project: hidden"),
        (["notes/a.md", "--retire"], "`--retire` is for a whole project"),
    ],
)
def test_what_cannot_be_built_alone_is_said(words: list[str], said: str, tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "obverse.toml": 'content = "notes"\nexclude = ["old"]\n'})
    extra = dict.fromkeys(
        ("README.txt", "other.md", "notes/old/x.md", "notes/.h/x.md"), "## Q?\n\nA\n"
    )
    write(tmp_path, extra)
    ran = run(tmp_path, "build", *words)
    assert ran.status == 2
    assert said in ran.err
    assert not (tmp_path / "notes/obverse.lock").exists()


def test_an_error_in_the_file_writes_nothing_and_one_elsewhere_does_not_matter(trees: Path) -> None:
    write(trees, {"notes/b.md": "## Q?\n\nA.\n\n#card/nonsense\n"})
    assert run(trees, "build", "notes/a.md").status == 0
    lock = (trees / "notes/obverse.lock").read_bytes()
    ran = run(trees, "build", "notes/b.md")
    assert ran.status == 1
    assert "nothing was written" in ran.err
    assert (trees / "notes/obverse.lock").read_bytes() == lock
    assert not (trees / "build/b.apkg").exists()


def test_one_file_is_checked_and_exported_alone(trees: Path) -> None:
    edit(trees, "notes/a.md", "It is kao", "")
    edit(trees, "notes/b.md", CARD.format("ash", "hsa"), "## What is ash?\n\n")
    ran = run(trees, "check", "notes/b.md")
    assert "notes/b.md:1:4: warning: the card has no answer" in ran.out
    assert "notes/a.md" not in ran.out
    assert ran.out.endswith("1 file, 2 cards: 1 warning\n")
    table = run(trees, "export", "--format", "csv", "notes/b.md")
    assert "What is fir?" in table.out
    assert "oak" not in table.out


def test_only_one_file_is_fixed(tmp_path: Path) -> None:
    text = "## a\n\nb\n\n- c\n* d\n\n##  e #law\n\nf\n"
    write(tmp_path, {"a.md": text, "b.md": text})
    assert run(tmp_path, "check", "--fix", "--allow-dirty", "a.md").err == "fixed: a.md\n"
    assert (tmp_path / "b.md").read_text("utf-8") == text
    assert "b/b.md" in run(tmp_path, "check", "--diff", "b.md").out


def test_a_file_of_no_project_is_one_of_its_own_folder(tmp_path: Path) -> None:
    """No folder above it is walked through: one may be the whole disk."""
    write(tmp_path, {"a/b/c.md": CARD.format("oak", "kao"), "d.md": "## x\n\n{{c1::\n"})
    for command in (["check"], ["export", "--format", "csv"]):
        ran = run(tmp_path, *command, "a/b/c.md")
        assert ran.status == 0
        assert "d.md" not in ran.out + ran.err


def test_what_is_no_source_is_not_checked(trees: Path) -> None:
    write(trees, {"notes/a.txt": "a", "other/d.md": "## a\n\nb\n"})
    assert (
        "`notes/a.txt` is not a Markdown file or a table" in run(trees, "check", "notes/a.txt").err
    )
    ran = run(trees, "check", "other/d.md")
    assert ran.status
    assert "is not a source of this project" in ran.err
