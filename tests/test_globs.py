"""The globs of `include` and `exclude` mean what the same lines of a `.gitignore` mean."""

import subprocess
from itertools import product
from pathlib import Path
from typing import Final

import pytest

from obverse.errors import TextError
from obverse.machine.globs import Globs
from obverse.project.settings import read

GLOBS: Final = (
    *("a.md", "*.md", "archive/", "archive", "/archive", "archive/*.md", "law/roman", "law/*/a.md"),
    *(
        "**/archive",
        "**/archive/",
        "archive/**",
        "law/**/a.md",
        "**/law/**/*.md",
        "**",
        "*",
        "a*",
        "/*",
    ),
    *(
        "?.md",
        "[ab].md",
        "[!a].md",
        "[^a].md",
        "[a-c]*",
        "law/r?man/",
        "*.draft.md",
        "\\*.md",
        "a\\?.md",
    ),
    *("law/", "/law/**", "**/roman/a.md", "roman/a.md", "l*w/**/roman", "a**.md"),
    *("[", "[a", "A.md", "law/**/**/a.md", "*/a.md", "*/*/a.md", "**/*", "***", "a.md/"),
)
NAMES: Final = (
    "a.md",
    "b.md",
    "x.draft.md",
    "archive",
    "law",
    "roman",
    "e.md",
    "A.md",
    "*.md",
    "a?.md",
)


def taken(glob: str, path: str) -> bool:
    """Whether a glob matches a file, or a folder that it is in."""
    globs = Globs([glob])
    return globs.match(globs.at(path.split("/")), is_folder=False)


def test_a_glob_is_a_line_of_a_gitignore(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    paths = ["/".join(names) for depth in (1, 2, 3) for names in product(NAMES, repeat=depth)]
    asked = "\0".join(paths).encode()
    command = ["git", "-C", str(tmp_path), "-c", "core.ignorecase=false", "check-ignore"]
    command += ["--no-index", "--stdin", "-z"]
    for glob in GLOBS:
        (tmp_path / ".git" / "info" / "exclude").write_text(f"{glob}\n", encoding="utf-8")
        done = subprocess.run(command, input=asked, capture_output=True, check=False)
        ignored = {*done.stdout.decode().split("\0")} - {""}
        assert {path for path in paths if taken(glob, path)} ^ ignored == set(), glob


@pytest.mark.parametrize(
    ("glob", "path", "is_named"),
    [
        ("README.md", "README.md", True),
        ("README.md", "a/README.md", True),
        ("a/README.md", "README.md", False),
        ("*.md", "README.md", False),
        ("**", "README.md", False),
        ("Templates/**", "Templates", True),
        ("Templates/*.md", "Templates", True),
        ("Templates/*.md", "Templates/a.md", False),
        ("/notes/Templates", "notes/Templates", True),
        ("**/Templates/", "notes/Templates", True),
    ],
)
def test_only_a_name_without_a_wildcard_names_a_file(glob: str, path: str, is_named: bool) -> None:  # noqa: FBT001
    assert Globs([glob]).spell_out(path.split("/")) == is_named


def test_no_glob_takes_long() -> None:
    long = "a" * 250
    for glob in (
        "*a" * 120 + "b",
        "**/" * 200 + "b",
        "/".join(["**", "a*"] * 100),
        "[a]*" * 60 + "b",
    ):
        for path in (long, "/".join(["a"] * 1000), "/".join([long] * 16)):
            assert not taken(glob, path) or glob.endswith("a*")


def test_names_are_compared_in_one_unicode_form() -> None:
    assert taken("caf\u0065\u0301.md", "caf\u00e9.md")


@pytest.mark.parametrize("glob", ["", "/", "!a.md", "../a.md", "a/../b", " ", "a\\u0000b"])
@pytest.mark.parametrize("key", ["include", "exclude"])
def test_a_glob_that_can_match_nothing_is_an_error(key: str, glob: str) -> None:
    with pytest.raises(TextError) as told:
        read(f'name = "x"\n{key} = ["{glob}"]\n')
    assert (told.value.rule, told.value.line) == ("config-wrong-type", 2)
