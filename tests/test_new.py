"""A new project builds without a finding, and never at the cost of what was there."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

import shell
from engine import Desk
from obverse.cli import main
from projects import write


def run(*args: str) -> str:
    """The output of a command that ends well."""
    result = CliRunner().invoke(main, args)
    assert result.exit_code == 0, result.output
    return result.output


def test_a_new_project_builds_without_a_finding(tmp_path: Path) -> None:
    folder = tmp_path / "Spanish verbs"
    run("new", str(folder))
    told = run("build", "--strict", str(folder))
    assert "10 cards" in told
    assert "nothing found" in run("check", "--strict", str(folder))
    with Desk(tmp_path / "desk") as desk:
        log = desk.import_package(folder / "build" / "spanish-verbs.apkg")
        assert log.counts == {"new": 10}
        assert {card.deck for card in desk.cards().values()} == {"Spanish verbs::Welcome"}
        assert len(desk.media()) == 1
        assert desk.check() == []


def test_the_next_steps_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    told = run("new", "deck").partition("\nnext\n")[2].split("\n")
    assert [line.strip() for line in told[:2]] == ["cd deck", "obverse build"]


def test_a_folder_that_is_not_empty_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("# Mine\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["new", str(tmp_path)])
    assert result.exit_code == 2
    assert "is not empty" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_what_is_there_stays_even_when_told(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine", encoding="utf-8")
    told = run("new", "--force", str(tmp_path))
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "mine"
    assert "kept       1 file: README.md" in told
    assert (tmp_path / "obverse.toml").exists()


@pytest.mark.parametrize("name", ["a::b", 'quo"te', "日本語", "backup-1", "collection", "..."])
def test_any_name_of_a_folder_gives_a_project_that_builds(tmp_path: Path, name: str) -> None:
    run("new", str(tmp_path / name))
    run("build", "--strict", str(tmp_path / name))


def test_git_takes_the_lock_and_leaves_what_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "deck"
    run("new", str(folder))
    run("build", str(folder))
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    subprocess.run(["git", "-C", str(folder), "add", "."], check=True)
    listed = subprocess.run(
        ["git", "-C", str(folder), "ls-files"], check=True, capture_output=True, text=True
    ).stdout.split()
    assert "content/obverse.lock" in listed
    assert not [path for path in listed if path.startswith("build/")]
    merge = ["git", "-C", str(folder), "check-attr", "merge", "content/obverse.lock"]
    asked = subprocess.run(merge, check=True, capture_output=True, text=True).stdout
    assert asked.endswith("union\n")


@pytest.mark.parametrize(
    "there",
    [(), (".git/HEAD",), ("LICENSE", "README.md", ".gitignore"), ("readme.rst", "Thumbs.db")],
)
def test_a_folder_that_a_build_or_git_began_is_as_new(tmp_path: Path, there: Sequence[str]) -> None:
    """`obverse build` is what many try first, and a host of git makes a licence."""
    write(tmp_path, dict.fromkeys(there, "a\n"))
    failed = shell.run(tmp_path, "build")
    assert failed.status == 2
    assert "`obverse new` starts a project" in failed.err
    assert not (tmp_path / "build").exists()
    assert shell.run(tmp_path, "new", ".").status == 0
    assert shell.run(tmp_path, "build").status == 0
    assert all((tmp_path / each).read_text("utf-8") == "a\n" for each in there)


@pytest.mark.parametrize("there", ["main.c", "notes.txt", "src/a.py"])
def test_a_folder_of_something_else_is_left_alone(tmp_path: Path, there: str) -> None:
    write(tmp_path, {there: "a\n"})
    ran = shell.run(tmp_path, "new", ".")
    assert ran.status == 2
    assert "is not empty" in ran.err
