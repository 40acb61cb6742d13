"""`obverse build --open`: the system's opener gets the package, and a failure is said."""

import os
import sys
from pathlib import Path
from typing import Final

import pytest

from shell import run, write

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it has no opener to stand in for")
OPENER: Final = "open" if sys.platform == "darwin" else "xdg-open"
CARD: Final = "## Q?\n\nA.\n"


def opener(folder: Path, script: str) -> str:
    """A PATH on which an opener stands that does what SCRIPT says."""
    folder.mkdir()
    (folder / OPENER).write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    (folder / OPENER).chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


def test_the_package_is_opened_after_each_build(tmp_path: Path) -> None:
    notes = write(tmp_path / "a; touch b", n=CARD)
    path = opener(tmp_path / "bin", f'printf "%s\\n" "$#" "$1" >> "{tmp_path}/told"')
    for number in range(2):
        ran = run(notes, "build", "--open", PATH=path)
        assert (ran.status, ran.err) == (0, "")
        package = notes / "build" / "a; touch b.apkg"
        assert (tmp_path / "told").read_text("utf-8") == f"1\n{package}\n" * (number + 1)
    assert not (notes / "b").exists()


def test_a_delta_is_what_is_opened(tmp_path: Path) -> None:
    notes = write(tmp_path / "notes", n=CARD)
    run(notes, "build")
    write(notes, m="## Another?\n\nB.\n")
    path = opener(tmp_path / "bin", f'printf "%s" "$1" > "{tmp_path}/told"')
    assert run(notes, "build", "--open", "--since", "build/notes.apkg", PATH=path).status == 0
    package = notes / "build" / "notes-since-notes.apkg"
    assert (tmp_path / "told").read_text("utf-8") == str(package)
    (tmp_path / "told").unlink()
    again = run(notes, "build", "--open", "--since", str(package), PATH=path)
    assert again.status == 0
    assert not (tmp_path / "told").exists()


@pytest.mark.parametrize("script", ["exit 3", None])
def test_where_nothing_opens_it_that_is_said(tmp_path: Path, script: str | None) -> None:
    notes = write(tmp_path / "notes", n=CARD)
    (tmp_path / "none").mkdir()
    path = opener(tmp_path / "bin", script) if script else str(tmp_path / "none")
    ran = run(notes, "build", "--open", PATH=path)
    assert ran.status == 2
    assert "error: `build/notes.apkg` is written, but nothing on this system opens it" in ran.err
    assert "https://apps.ankiweb.net" in ran.err
    assert (notes / "build" / "notes.apkg").is_file()


def test_what_is_not_built_is_not_opened(tmp_path: Path) -> None:
    notes = write(tmp_path / "notes", n="## Q?\n\n![x](none.png)\n")
    path = opener(tmp_path / "bin", f'touch "{tmp_path}/told"')
    assert run(notes, "build", "--open", PATH=path).status == 1
    assert not (tmp_path / "told").exists()
