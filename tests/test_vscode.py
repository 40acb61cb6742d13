"""The extension for VS Code: what it declares is there, and it checks, bundles and packages."""

import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any, Final

import pytest

from obverse.cli import main
from obverse.languages import cloze, tags

ROOT: Final = Path(__file__).parents[1]
FOLDER: Final = ROOT / "editors" / "vscode"
INSTALLED: Final = FOLDER / "node_modules" / ".package-lock.json"

needs_node = pytest.mark.skipif(
    not (shutil.which("node") and shutil.which("npm")), reason="no node and npm"
)
needs_packages = pytest.mark.skipif(
    not INSTALLED.exists(), reason="`make vscode` was not run, which installs what this needs"
)


def read(name: str) -> Any:  # noqa: ANN401  # JSON
    """What a file of JSON says."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def test_each_command_is_there_and_is_one_of_obverse() -> None:
    declared = {each["command"] for each in read("package.json")["contributes"]["commands"]}
    written = (FOLDER / "src" / "extension.ts").read_text(encoding="utf-8")
    made = dict(re.findall(r'^  (\w+): \["(\w+)"', written, re.MULTILINE))
    assert declared == {f"obverse.{name}" for name in (*made, "restart")}
    assert set(made.values()) <= set(main.list_commands(None))  # type: ignore[arg-type]
    assert {"build", "preview", "plan"} == set(made)


def test_each_option_that_a_command_gets_is_known() -> None:
    written = (FOLDER / "src" / "extension.ts").read_text(encoding="utf-8")
    for words in re.findall(r"^  \w+: \[(.*)\],$", written, re.MULTILINE):
        name, *arguments = re.findall(r'"([^"]+)"', words)
        command = main.get_command(None, name)  # type: ignore[arg-type]
        assert command
        known = {option for each in command.params for option in each.opts}
        assert {each for each in arguments if each.startswith("--")} <= known


def test_no_workspace_names_the_program() -> None:
    package = read("package.json")
    (setting,) = package["contributes"]["configuration"]["properties"].values()
    assert setting["scope"] == "machine"
    assert package["capabilities"]["untrustedWorkspaces"]["supported"] is False


def test_the_lock_names_no_registry() -> None:
    text = (FOLDER / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in text
    assert not re.search(r"registry\.|verdaccio|localhost|127\.0\.0\.1", text)
    packages = read("package-lock.json")["packages"]
    assert all("integrity" in each for name, each in packages.items() if name)


def test_its_version_is_that_of_obverse() -> None:
    from obverse import __version__

    assert read("package.json")["version"] == __version__ == read("package-lock.json")["version"]


@pytest.mark.parametrize(
    "written", ["{{c1::", "{{c12::", "{{c1,2::", "{{c::", "{{cloze::", "{c1::"]
)
def test_the_colours_begin_where_obverse_reads_a_deletion(written: str) -> None:
    begin = read("syntaxes/obverse.json")["repository"]["deletion"]["begin"]
    assert bool(re.match(begin, written)) is bool(cloze.OPENING.match(written))


@pytest.mark.parametrize(
    "written", ["#law", "#exam/2026", '#"c++"', "a#b", "C#", "#1", "#include <x>", "# x"]
)
def test_the_colours_of_a_tag_are_where_obverse_reads_one(written: str) -> None:
    pattern = read("syntaxes/obverse.json")["repository"]["tag"]["match"]
    pattern = pattern.replace(r"[\p{L}\p{M}\p{N}_\-/]", r"[\w\-/]")  # of Oniguruma
    assert bool(re.search(pattern, written)) is bool([*tags.find_tags(written)])


@needs_node
@needs_packages
@pytest.mark.parametrize("script", ["check", "test"])
def test_its_types_and_colours_are_right(script: str) -> None:
    words = ["npm", "run", "--silent", script]
    done = subprocess.run(
        words, cwd=FOLDER, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr


@needs_node
@needs_packages
def test_the_package_has_what_it_needs_and_nothing_else(tmp_path: Path) -> None:
    words = ["node_modules/.bin/vsce", "package", "--no-dependencies", "--allow-missing-repository"]
    done = subprocess.run(
        [*words, "--out", str(tmp_path / "made.vsix")],
        cwd=FOLDER,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with zipfile.ZipFile(tmp_path / "made.vsix") as made:
        names = {name.removeprefix("extension/") for name in made.namelist()}
        notices = made.read("extension/out/NOTICES.txt").decode()
    assert names == {
        *("[Content_Types].xml", "extension.vsixmanifest", "package.json", "readme.md"),
        *("LICENSE.txt", "out/extension.js", "out/NOTICES.txt", "syntaxes/obverse.json"),
    }
    assert "vscode-languageclient" in notices
    assert set(re.findall(r"^\S+ \S+ \((.+)\)$", notices, re.MULTILINE)) <= {"MIT", "ISC"}
