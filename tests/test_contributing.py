"""The walked examples for contributors work: their files go into a copy of obverse and are used."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from documents import fences

ROOT: Final = Path(__file__).parents[1]
WALKS: Final = sorted((ROOT / "docs" / "contributing").glob("*.md"))
VARYING: Final = re.compile(r"[\d.]+(?= (?:s|[kM]?B)\b)")


def place(path: str, text: str, folder: Path) -> None:
    """Write a file of an example: into the copy of the package, or into the project beside it."""
    file = folder / path if path.startswith("src/") else folder / "project" / path
    assert not file.exists(), f"`{path}` is there already, so nothing is added"
    if file.suffix == ".py":
        lint(file, text)
    file.write_text(text, encoding="utf-8")


def lint(file: Path, text: str) -> None:
    """Hold an example to the same form as the code it would stand beside."""
    known = ["--config", str(ROOT / "pyproject.toml"), "--no-cache", "--stdin-filename", str(file)]
    for check in (["check", "--quiet"], ["format", "--diff", "--quiet"]):
        command = [sys.executable, "-m", "ruff", *check, *known, "-"]
        done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def printed(command: str, folder: Path) -> str:
    """Run a command with the copy of the package, and give what it prints."""
    name, *words = shlex.split(command)
    assert name == "obverse"
    done = subprocess.run(
        [sys.executable, "-m", "obverse", *words],
        cwd=folder / "project",
        env=os.environ | {"PYTHONPATH": str(folder / "src"), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize("walk", WALKS, ids=lambda path: path.stem)
def test_a_walked_example_adds_a_part_that_works(walk: Path, tmp_path: Path) -> None:
    shutil.copytree(
        ROOT / "src" / "obverse",
        tmp_path / "src" / "obverse",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    (tmp_path / "project").mkdir()
    ran = 0
    for language, text in fences(walk):
        if " " in language:
            place(language.partition(" ")[2], text, tmp_path)
        else:
            assert language == "console"
            for each in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
                command, _, wanted = each.partition("\n")
                found = printed(command, tmp_path)
                assert VARYING.sub("N", found) == VARYING.sub("N", wanted)
                ran += 1
    assert ran, "a walk shows that its part works"


def test_there_is_a_walk_for_a_rule_a_kind_and_a_format() -> None:
    assert [walk.stem for walk in WALKS] == ["format", "kind", "rule"]
