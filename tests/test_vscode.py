"""The extension for Visual Studio Code: what it says of itself is so, and its types hold."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest

from obverse import drop_in

FOLDER: Final = Path(__file__).parents[1] / "editors" / "vscode"
CODE: Final = (FOLDER / "src" / "extension.ts").read_text(encoding="utf-8")
NODE: Final = shutil.which("node")
COMPILER: Final = FOLDER / "node_modules" / "typescript" / "bin" / "tsc"
needs_node = pytest.mark.skipif(not NODE, reason="there is no node on the path")
needs_packages = pytest.mark.skipif(
    not COMPILER.exists(), reason="what the extension needs is not installed (`make vscode`)"
)


def said(name: str) -> dict[str, Any]:
    """What a file of the extension says."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    return json.loads(text)  # type: ignore[no-any-return]


def test_it_has_the_commands_that_it_names_and_obverse_has_them() -> None:
    named = {each["command"] for each in said("package.json")["contributes"]["commands"]}
    made = re.search(r"COMMANDS.*?= \{(.*?)\n\};", CODE, re.DOTALL)
    assert made
    words = dict(re.findall(r"(\w+): \['(\w+)'", made[1]))
    assert named == {f"obverse.{name}" for name in words}
    assert {*words.values(), "lsp"} <= {*drop_in.names("obverse.commands")}


def test_a_project_cannot_name_the_command_that_is_run() -> None:
    settings = said("package.json")["contributes"]["configuration"]["properties"]
    assert settings["obverse.path"]["scope"] == "machine"
    assert {*settings} == {
        f"obverse.{name}" for name in re.findall(r"\.get\('(\w+)', 'obverse'\)", CODE)
    }
    assert "ShellExecution" not in CODE


def test_the_lock_has_the_versions_of_the_package() -> None:
    package, lock = said("package.json"), said("package-lock.json")["packages"][""]
    for kind in ("dependencies", "devDependencies"):
        assert package[kind] == lock[kind]
        assert all(re.fullmatch(r"[0-9.]+", version) for version in package[kind].values())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("{{c1::a::hint}}", ["deletion"]),
        ("x {{c1,2::", ["deletion"]),
        ("#card/cloze", ["kind"]),
        ("#law/land", ["tag"]),
        ('#"c++"', ["tag"]),
        ("^name", ["name"]),
        ("text ^name-1", ["name"]),
        ("## Heading", []),
        ("#42 a#b {{x}} 2^3", []),
    ],
)
def test_the_colours_are_of_what_obverse_reads(text: str, names: list[str]) -> None:
    grammar = said("syntaxes/obverse.tmLanguage.json")
    found: list[str] = []
    for each in grammar["patterns"]:
        name = each["include"].removeprefix("#")
        rule = grammar["repository"][name]
        pattern = rule.get("match") or rule["begin"]
        pattern = pattern.replace(r"[\p{L}\p{N}_/-]", r"[\w/-]").replace(r"[\p{L}_/-]", r"[^\W\d]")
        if re.search(pattern, text) and not (found and name == "tag"):
            found.append(name)
    assert found == names


@needs_node
@needs_packages
def test_its_types_hold() -> None:
    done = subprocess.run(
        [str(NODE), str(COMPILER), "--noEmit", "--project", str(FOLDER)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
