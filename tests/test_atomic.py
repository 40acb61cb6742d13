"""Killed at any moment, or run twice at once, a build leaves files that can be used."""

import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

from obverse.values import lock as locks
from shell import made, run, write

CARDS: Final = 20
# Python tells of what a process is about to do with files (PEP 578); before the nth such deed
# within the project this one is killed, as `kill -9` does it.
KILLED: Final = """
import os, signal, sys
folder, number = sys.argv[1], int(sys.argv[2])
seen = 0

def hook(event, arguments):
    global seen
    if event not in ("open", "os.rename", "os.remove", "os.mkdir", "os.chmod", "sqlite3.connect"):
        return
    path = arguments[0]  # of a renaming the old path
    if isinstance(path, (str, bytes)) and os.path.abspath(os.fsdecode(path)).startswith(folder):
        seen += 1
        if seen == number:
            os.kill(os.getpid(), signal.SIGKILL)

os.chdir(folder)
from obverse.cli import main
from obverse.formats.apkg import write
sys.addaudithook(hook)
sys.argv = ["obverse", "build"]
main()
"""


def content(edition: int) -> str:
    """Give a source whose answers all differ from edition to edition."""
    cards = (f"## Question {n}?\n\nAnswer {n}, edition {edition}.\n" for n in range(CARDS))
    return "# Deck\n\n" + "\n".join(cards) + "\n## Picture?\n\n![](p.png)\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a project that was built once."""
    write(tmp_path, deck=content(0))
    (tmp_path / "p.png").write_bytes(b"picture" * 1000)
    assert run(tmp_path, "build").status == 0
    return tmp_path


def answers(folder: Path) -> list[str]:
    """Give the answers in the package, having looked that it and the lock are whole."""
    known = locks.read((folder / "obverse.lock").read_text(encoding="utf-8")).notes
    (package,) = (folder / "build").glob("*.apkg")
    with zipfile.ZipFile(package) as archive:
        assert archive.testzip() is None
        packed = locks.read(archive.read(locks_member(archive)).decode()).notes
        database = archive.read("collection.anki2")
    with closing(sqlite3.connect(":memory:")) as db:
        db.deserialize(database)
        assert db.execute("pragma integrity_check").fetchone() == ("ok",)
        rows = db.execute("select guid, flds from notes order by id").fetchall()
    # The guids are what the history hangs on: those of lock and package are always the same.
    assert {guid for guid, _ in rows} == set(packed) == set(known)
    return [fields.split("\x1f")[1] for _, fields in rows]


def locks_member(archive: zipfile.ZipFile) -> str:
    """Give the name of the lock within a package."""
    (name,) = (each for each in archive.namelist() if each.endswith(".lock"))
    return name


def edition_of(folder: Path) -> int:
    """Give the edition that all answers of the package are of."""
    (edition,) = {
        int(each.rpartition(" ")[2][:-5]) for each in answers(folder) if "edition" in each
    }
    return edition


def test_a_build_killed_before_any_deed_leaves_the_old_pair_or_the_new(folder: Path) -> None:
    editions = set()
    for number in range(1, 100):
        write(folder, deck=content(number))
        before = edition_of(folder)
        script = [sys.executable, "-c", KILLED, str(folder), str(number)]
        status = subprocess.run(script, capture_output=True, check=False).returncode
        assert status in (0, -signal.SIGKILL)
        editions.add(edition_of(folder) - before)
        assert edition_of(folder) in (before, number)
        if status == 0:
            break
        if number % 4 == 0:
            assert run(folder, "build").status == 0
            assert edition_of(folder) == number
    assert number > 8, "there are more deeds in a build than that"
    assert 0 in editions
    assert len(editions) > 1
    assert run(folder, "build").status == 0
    assert [name for name in made(folder) if name.endswith(".part")] == []


def test_a_build_killed_at_any_time_leaves_a_usable_pair(folder: Path) -> None:
    command = [sys.executable, "-m", "obverse", "build"]
    started = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    whole = time.perf_counter() - started
    for number in range(1, 13):
        write(folder, deck=content(number))
        before = edition_of(folder)
        with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL) as process:
            try:
                process.wait(timeout=whole * number / 10)
            except subprocess.TimeoutExpired:
                process.kill()
        assert edition_of(folder) in (before, number)
    assert run(folder, "build").status == 0
    assert edition_of(folder) == 12


def test_builds_at_once_wait_for_each_other(folder: Path) -> None:
    write(folder, deck=content(1))
    command = [sys.executable, "-m", "obverse", "build"]
    several = [
        subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) for _ in range(4)
    ]
    told = [process.communicate()[0] for process in several]
    assert [process.returncode for process in several] == [0, 0, 0, 0]
    assert edition_of(folder) == 1
    # The first to get its turn had something to do; the others saw its result.
    assert sum("changes    " in each for each in told) == 1
    assert sum("nothing has changed" in each for each in told) == 3


def test_builds_at_once_into_two_packages_agree_on_the_lock(tmp_path: Path) -> None:
    write(tmp_path, deck=content(0).replace("![](p.png)", "x"))
    command = [sys.executable, "-m", "obverse", "build", "-o"]
    several = [
        subprocess.Popen([*command, f"{name}.apkg"], cwd=tmp_path, stdout=subprocess.DEVNULL)
        for name in "abc"
    ]
    assert [process.wait() for process in several] == [0, 0, 0]
    files = made(tmp_path)
    assert files["a.apkg"] == files["b.apkg"] == files["c.apkg"]
