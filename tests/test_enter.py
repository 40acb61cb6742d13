"""The command as it begins, in this process: what is plain, how it ends, and what it says."""

import gc
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from obverse import __main__ as main
from obverse.commands.build.plain_build import PlainBuild, plain_build
from obverse.machine import fork

CARD = "# Deck\n\n## Question?\n\nAnswer.\n"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(name="run")
def _run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Iterator[Run]:
    """Run the script with these words: its exit status, and what it prints."""

    def ended(status: int) -> None:
        raise SystemExit(status)

    monkeypatch.setattr(fork, "cores", lambda: 1)
    # Not that of `os`, with which a process that was split off would go on as this one.
    monkeypatch.setattr(main, "os", SimpleNamespace(environ=os.environ, _exit=ended))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.md").write_text(CARD, encoding="utf-8")

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["obverse", *words])
        with pytest.raises(SystemExit) as end:
            main.script()
        printed = capsys.readouterr()
        return int(str(end.value.code)), printed.out, printed.err

    yield run
    gc.enable()


def test_a_plain_build_writes_and_then_has_nothing_to_do(run: Run, tmp_path: Path) -> None:
    status, said, _ = run("build", "notes", "-o", "a.apkg")
    assert (status, "1 note" in said) == (0, True)
    assert (tmp_path / "a.apkg").is_file()
    assert run("build", "notes", "--output=a.apkg", "-q")[:2] == (0, "")


def test_what_is_not_plain_is_left_to_the_command(run: Run) -> None:
    assert run("build", "notes", "--no-such-option")[0] == 2
    assert "Usage" in run("build", "--help")[1]
    assert run("--version")[0] == 0


def test_an_error_ends_with_its_status(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes" / "a.md").write_text("## Q\n\n![](none.png)\n", encoding="utf-8")
    status, _, said = run("build", "notes")
    assert (status, "unresolved-image" in said) == (1, True)
    assert run("build", "nowhere")[0] == 2


def test_ctrl_c_is_said_in_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("obverse.commands.build.plain_build.plain_build", stopped)
    assert run("build", "notes") == (130, "", "stopped\n")


def test_a_fault_of_the_plain_way_leaves_the_build_to_the_command(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(_: object) -> None:
        raise ValueError

    monkeypatch.setattr("obverse.commands.build.plain_build.plain_build", faulty)
    assert run("build", "notes", "-q") == (0, "", "")


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        ("", PlainBuild(Path(), None, quiet=False)),
        ("notes", PlainBuild(Path("notes"), None, quiet=False)),
        ("-q notes", PlainBuild(Path("notes"), None, quiet=True)),
        ("notes -o a.apkg", PlainBuild(Path("notes"), Path("a.apkg"), quiet=False)),
        ("-oa.apkg --quiet", PlainBuild(Path(), Path("a.apkg"), quiet=True)),
        ("--output a.apkg .", PlainBuild(Path(), Path("a.apkg"), quiet=False)),
        ("--output=a.apkg", PlainBuild(Path(), Path("a.apkg"), quiet=False)),
        *((words, None) for words in ("notes notes", "-o", "-o a/", "-o notes", "-o -q", "none")),
        *((words, None) for words in ("-v", "~", "$HOME", "no*", "--output= notes", "-qo a.apkg")),
    ],
)
def test_only_a_plain_command_line_is_read(
    words: str, plain: PlainBuild | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "notes").mkdir()
    monkeypatch.chdir(tmp_path)
    assert plain_build(["build", *words.split()]) == plain
    assert plain_build(["check", *words.split()]) is None
