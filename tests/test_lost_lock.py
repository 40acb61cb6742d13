"""A lock that is gone, empty or cut stops whatever would write over what can bring it back."""

import os
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from obverse.machine.git import added_lines, is_committed
from obverse.values import lock as locks
from shell import Ran, made, run, write

CARDS: Final = "# Deck\n\n" + "".join(f"## What is {n}?\n\nNumber {n}.\n\n" for n in range(6))


@pytest.fixture(name="project")
def _project(tmp_path: Path) -> Path:
    """A project of six cards, built once and then edited."""
    folder = write(tmp_path / "d", deck=CARDS)
    assert run(folder, "build").status == 0
    write(folder, deck=CARDS.replace("Number 3", "It is the number 3"))
    return folder


def git(folder: Path, *words: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@b.example")
    subprocess.run(["git", "-C", str(folder), *identity, *words], check=True, capture_output=True)


def committed(folder: Path) -> None:
    """Commit all but the build folder."""
    git(folder, "init", "-q")
    (folder / ".gitignore").write_text("build/\n")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "all")


def gone(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def blank(path: Path) -> None:
    path.write_bytes(b"\n \n")


def header(path: Path) -> None:
    path.write_bytes(path.read_bytes().split(b"\n")[0] + b"\n")


def no_notes(path: Path) -> None:
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:2]))


def cut(path: Path) -> None:
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-2]))


def broken_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere.lock")


def circular_link(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.name)


LOSSES: Final = (gone, empty, blank, header, no_notes, cut, broken_link, circular_link)


def refused(folder: Path, *words: str) -> Ran:
    """Run a command, which must stop and leave everything as it is."""
    before = made(folder)
    ran = run(folder, *words)
    assert ran.status == 2
    assert made(folder) == before
    return ran


def restored(folder: Path, ran: Ran) -> None:
    """Run the command that a message names; after it a build knows every note."""
    command = shlex.split(ran.err.split("run `")[1].split("`")[0])
    if command[0] == "git":
        git(folder, *command[1:])
    else:
        assert run(folder, *command[1:]).status == 0
    assert "0 new, 1 updated, 5 unchanged" in run(folder, "build").out


@pytest.mark.parametrize("lose", LOSSES)
def test_a_lost_lock_that_the_package_has_stops_a_build(
    project: Path, lose: Callable[[Path], None]
) -> None:
    lose(project / "obverse.lock")
    ran = refused(project, "build")
    assert "error: the lock `obverse.lock` is " in ran.err
    assert "`build/d.apkg` has it" in ran.err
    assert "obverse lock --restore build/d.apkg" in ran.err
    restored(project, ran)


@pytest.mark.parametrize("lose", LOSSES)
def test_a_lost_lock_that_git_has_stops_a_build(
    project: Path, lose: Callable[[Path], None]
) -> None:
    committed(project)
    shutil.rmtree(project / "build")
    lose(project / "obverse.lock")
    ran = refused(project, "build")
    assert "git checkout HEAD -- obverse.lock" in ran.err
    restored(project, ran)


@pytest.mark.parametrize("lose", LOSSES)
def test_with_new_lock_a_build_goes_on(project: Path, lose: Callable[[Path], None]) -> None:
    lose(project / "obverse.lock")
    assert run(project, "build", "--new-lock").status == 0
    notes = locks.read((project / "obverse.lock").read_text()).notes
    assert len(notes) == 6
    assert "nothing has changed" in run(project, "build").out


@pytest.mark.parametrize(
    "words",
    [
        ("build", "--locked"),
        ("build", "--retire"),
        ("build", "--deck", "Other"),
        ("build", "-o", "other.apkg"),
        ("export", "-o", "other.apkg"),
        ("import", "cards.csv", "."),
    ],
    ids=" ".join,
)
def test_every_command_that_would_begin_a_new_lock_stops(
    project: Path, words: tuple[str, ...]
) -> None:
    (project / "cards.csv").write_text("front,back\nWhat else?,That.\n")
    (project / "obverse.lock").unlink()
    assert "is gone" in refused(project, *words).err


def test_a_plan_warns_that_the_lock_is_lost(project: Path) -> None:
    (project / "obverse.lock").unlink()
    ran = run(project, "plan")
    assert ran.status == 0
    assert "warning: the lock `obverse.lock` is gone; `build/d.apkg` has it" in ran.err
    assert "6 new" in ran.out


def test_the_command_that_is_named_works_from_another_folder(project: Path) -> None:
    (project / "obverse.lock").unlink()
    ran = refused(project.parent, "build", "d")
    assert "obverse lock d --restore d/build/d.apkg" in ran.err
    assert run(project.parent, "lock", "d", "--restore", "d/build/d.apkg").status == 0


def test_a_package_of_the_name_that_the_project_had_is_found(project: Path) -> None:
    renamed = project.rename(project.with_name("renamed"))
    (renamed / "obverse.lock").unlink()
    assert "obverse lock --restore build/d.apkg" in refused(renamed, "build").err


def test_the_package_of_another_project_stops_no_first_build(project: Path) -> None:
    other = write(project.with_name("other"), mine="# Mine\n\n## What?\n\nThat.\n")
    shutil.copytree(project / "build", other / "build")
    assert run(other, "build").status == 0
    third = write(project.with_name("third"), mine="# Mine\n\n## What?\n\nThat.\n")
    assert run(third, "build", "-o", str(project / "build" / "d.apkg")).status == 0


def test_where_nothing_is_lost_nothing_stops(tmp_path: Path) -> None:
    folder = write(tmp_path / "d", deck=CARDS)
    committed(folder)
    assert run(folder, "build", "-o", str(tmp_path / "outside.apkg")).status == 0
    assert run(folder, "build").status == 0
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "lock")
    write(folder, deck=CARDS.split("## What is 3?")[0])
    assert run(folder, "build").status == 0
    assert run(folder, "lock", "--prune", "1d", SOURCE_DATE_EPOCH="2000000000").status == 0
    write(folder, deck=CARDS)
    assert run(folder, "build").status == 0


@pytest.mark.parametrize("digests", ["sha1", "sha256"])
def test_git_need_not_send_a_lock_to_be_compared(tmp_path: Path, digests: str) -> None:
    path = tmp_path / "obverse.lock"
    path.write_bytes(b"one\n\xc3\xa9\n")
    assert not is_committed(path, path.read_bytes())
    git(tmp_path, "init", "-q", f"--object-format={digests}")
    assert not is_committed(path, path.read_bytes())
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "lock")
    assert is_committed(path, path.read_bytes())
    assert not is_committed(path, path.read_bytes() + b"\n")


def test_a_branch_with_fewer_notes_is_not_a_cut_lock(tmp_path: Path) -> None:
    folder = write(tmp_path / "d", deck=CARDS)
    assert run(folder, "build").status == 0
    committed(folder)
    for number in range(6):
        git(folder, "checkout", "-qb", f"more-{number}")
        write(folder, more=f"# More\n\n## What else {number}?\n\nThat.\n")
        assert run(folder, "build").status == 0
        git(folder, "add", "-A")
        git(folder, "commit", "-qm", "more")
        git(folder, "checkout", "-q", "-")
        assert run(folder, "build").status == 0


@pytest.mark.parametrize(("name", "is_asked"), [("GIT_SSL_CAINFO", False), ("GIT_DIR", True)])
def test_git_is_asked_only_where_there_may_be_a_repository(
    name: str,
    is_asked: bool,  # noqa: FBT001
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """Git takes as long to start as a tenth of a small build."""
    asked: list[object] = []

    def refused(*words: object, **_: object) -> None:
        asked.append(words)
        raise OSError

    for variable in [each for each in os.environ if each.startswith("GIT_")]:
        monkeypatch.delenv(variable)
    monkeypatch.setenv(name, str(tmp_path / "none"))
    monkeypatch.setattr(subprocess, "run", refused)
    assert added_lines(tmp_path / "obverse.lock") is None
    assert bool(asked) == is_asked
