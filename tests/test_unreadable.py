"""A file that cannot be read is reported in one way, whatever command meets it."""

import ast
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from obverse.errors import ObverseError
from obverse.machine import files, paths
from projects import write
from shell import run, spawn

SOURCE: Final = Path(__file__).parents[1] / "src" / "obverse"
CARD: Final = "## Q?\n\nA.\n"


def missing(path: Path) -> str:
    """There is nothing with this name."""
    assert not path.exists()
    return "it does not exist"


def folder(path: Path) -> str:
    """A folder has this name."""
    path.mkdir()
    return "it is a folder"


def broken_link(path: Path) -> str:
    """A link leads nowhere."""
    path.symlink_to(path.with_name("nowhere"))
    return "it is a link to a file that does not exist"


def round_link(path: Path) -> str:
    """A link leads to itself."""
    path.symlink_to(path)
    return "it is a link that leads back to itself"


def below_a_file(path: Path) -> str:
    """A part of the path is a file."""
    path.parent.rmdir()
    path.parent.write_bytes(b"")
    return "a part of its path is not a folder"


TROUBLE: Final = (missing, folder, broken_link, round_link, below_a_file)


@pytest.mark.parametrize("trouble", TROUBLE)
def test_the_reason_is_in_plain_words(trouble: Callable[[Path], str], tmp_path: Path) -> None:
    path = tmp_path / "in" / "x"
    path.parent.mkdir()
    reason = trouble(path)
    with pytest.raises(ObverseError) as fault:
        files.read(path)
    assert fault.value.message == f"cannot read `{paths.shown(path)}`: {reason}"
    assert fault.value.hint


def test_a_name_that_is_too_long_is_reported(tmp_path: Path) -> None:
    with pytest.raises(ObverseError, match=r"`: the name is too long$"):
        files.read(tmp_path / ("x" * 5000))


def test_a_file_without_permission_is_reported(tmp_path: Path) -> None:
    before: tuple[str, ...] = ()
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("root may read anything, and there is no setpriv to take that away")
        before = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")
    write(tmp_path, {"a.md": CARD})
    (tmp_path / "a.md").chmod(0)
    ran = spawn(tmp_path, "build", before=before)
    assert ran.status == 2
    assert "error: cannot read `a.md`: you have no permission" in ran.err


@pytest.mark.parametrize("trouble", [missing, folder, broken_link, round_link])
@pytest.mark.parametrize("command", ["import x.csv", "plan --since x.csv", "lock --restore x.csv"])
def test_every_command_gives_the_reason(
    command: str, trouble: Callable[[Path], str], tmp_path: Path
) -> None:
    write(tmp_path, {"a.md": CARD})
    reason = trouble(tmp_path / "x.csv")
    ran = run(tmp_path, *command.split())
    assert ran.status == 2
    assert ran.err.startswith(f"error: cannot read `x.csv`: {reason}\n  help: ")


def test_a_lock_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": CARD})
    reason = folder(tmp_path / "obverse.lock")
    for command in ("build", "plan", "lock --check", "lock --prune 90d"):
        ran = run(tmp_path, *command.split())
        assert ran.status == 2, command
        assert f"error: cannot read `obverse.lock`: {reason}\n" in ran.err


@pytest.mark.parametrize("command", ["build", "import x.csv", "plan --since x.csv"])
def test_a_wrong_encoding_is_reported(command: str, tmp_path: Path) -> None:
    write(tmp_path, {"a.md": CARD if "x" in command else b"## \xe9?\n\nA.\n", "x.csv": b"a,\xe9\n"})
    ran = run(tmp_path, *command.split())
    assert ran.status == {"import x.csv": 0, "build": 1}.get(command, 2)
    assert "UTF-8" in ran.out + ran.err


def test_no_other_module_words_the_reason() -> None:
    found = [
        f"{path.relative_to(SOURCE)}:{each.lineno}"
        for path in sorted(SOURCE.rglob("*.py"))
        if path != Path(files.__file__)
        for each in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(each, ast.Attribute) and each.attr == "strerror"
    ]
    assert found == []
