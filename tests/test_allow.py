"""No command of a project runs, and no diagram changes, before the user allowed it."""

import json
import os
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner

from obverse.cli import main
from shell import Ran, run

SVG: Final = "<svg xmlns='http://www.w3.org/2000/svg'/>"
FENCE: Final = "## What does it look like?\n\n```dot\ndigraph { a -> b }\n```\n"
SCRIPT: Final = f'#!/bin/sh\necho drawn >> ran\necho "{SVG}"\n'


@pytest.fixture(name="root")
def _root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project as it was cloned: its configuration names a script that it brings along."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    root = tmp_path / "cloned"
    (root / "content").mkdir(parents=True)
    configured(root, "./draw.sh")
    script(root / "draw.sh", SCRIPT)
    (root / "content" / "a.md").write_text(FENCE, encoding="utf-8")
    return root


def configured(root: Path, command: str) -> None:
    """Name the command that draws."""
    written = f"[diagrams]\ndot = {json.dumps(command)}\n"
    (root / "obverse.toml").write_text(written, encoding="utf-8")


def script(path: Path, text: str) -> None:
    """Write a script that can be run."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


def times_run(root: Path) -> int:
    """How often the script ran."""
    ran = root / "ran"
    return len(ran.read_text().splitlines()) if ran.exists() else 0


def allowed(root: Path) -> Ran:
    """Allow what the project asks for."""
    done = run(root, "allow", "--yes")
    assert done.status == 0
    return done


@pytest.mark.parametrize(
    "command",
    [
        ("build",),
        ("check",),
        ("plan",),
        ("export", "--format", "csv"),
        ("export", "--format", "study-sheet", "-o", "sheet.html"),
        ("lock", "--check"),
        ("build", "--retire"),
        ("check", "--fix", "--allow-dirty"),
    ],
)
def test_no_command_of_a_cloned_project_runs(root: Path, command: tuple[str, ...]) -> None:
    run(root, *command)
    assert times_run(root) == 0


def test_a_build_says_that_the_command_is_not_allowed_and_what_to_do(root: Path) -> None:
    done = run(root, "build")
    assert done.status == 1
    assert "content/a.md:3:4: error: the command that draws `dot` may not run" in done.err
    assert "run `obverse allow`" in done.err
    assert not (root / "build" / "cloned.apkg").exists()


def test_what_is_allowed_runs_until_it_is_forgotten(root: Path) -> None:
    assert "./draw.sh" in allowed(root).out
    assert run(root, "build").status == 0
    assert times_run(root) == 1
    assert str(root) in run(root, "allow", "--list").out
    assert run(root, "allow", "--forget").status == 0
    assert str(root) not in run(root, "allow", "--list").out
    (root / "content" / "a.md").write_text(FENCE.replace("b", "c"), encoding="utf-8")
    assert run(root, "build").status == 1
    assert times_run(root) == 1


@pytest.mark.parametrize(
    ("command", "path"),
    [
        ("./draw.sh", "draw.sh"),
        ("sh draw.sh", "draw.sh"),
        ("sh -c 'exec ./draw.sh'", "draw.sh"),
        ("env MODE=x sh tools/draw.sh", "tools/draw.sh"),
        ("sh 'my tools/draw it.sh'", "my tools/draw it.sh"),
        (r"sh my\ tools/draw.sh", "my tools/draw.sh"),
        ("sh {root}/tools/draw.sh", "tools/draw.sh"),
        ("cat --output=x style.svg", "style.svg"),
        ("python3 -m tools.draw", "tools/draw.py"),
        ("python3 tools", "tools/__main__.py"),
    ],
)
def test_a_changed_file_that_the_command_names_is_asked_for_again(
    root: Path, command: str, path: str
) -> None:
    configured(root, command.format(root=root))
    script(root / path, SCRIPT)
    assert path in allowed(root).out
    script(root / path, f"{SCRIPT}# more\n")
    done = run(root, "build")
    assert done.status == 1
    assert "may not run" in done.err
    assert times_run(root) == 0


def test_a_changed_command_is_asked_for_again(root: Path) -> None:
    allowed(root)
    configured(root, "sh ./draw.sh --more")
    assert run(root, "build").status == 1
    assert times_run(root) == 0


def test_another_project_with_the_same_command_is_asked_for_too(root: Path, tmp_path: Path) -> None:
    allowed(root)
    root.rename(tmp_path / "moved")
    assert run(tmp_path / "moved", "build").status == 1
    assert times_run(tmp_path / "moved") == 0


@pytest.mark.parametrize(("value", "runs"), [("1", 1), ("0", 0), ("", 0), ("true", 0)])
def test_a_pipeline_allows_by_a_variable(
    root: Path, monkeypatch: pytest.MonkeyPatch, value: str, runs: int
) -> None:
    monkeypatch.setenv("OBVERSE_ALLOW", value)
    assert run(root, "build").status == 1 - runs
    assert times_run(root) == runs


def test_what_a_repository_brings_along_allows_nothing(root: Path, tmp_path: Path) -> None:
    allowed(root)
    (kept,) = (tmp_path / "settings").rglob("*.json")
    for name in ("allowed.json", ".obverse_cache/allowed.json", "build/allowed.json"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(kept.read_bytes())
    kept.unlink()
    assert run(root, "build").status == 1
    assert times_run(root) == 0


@pytest.mark.parametrize("written", ["", "{", "[]", "[" * 100_000, '{"%s": 1}', '{"%s": {}}'])
def test_a_damaged_file_of_permissions_allows_nothing(
    root: Path, tmp_path: Path, written: str
) -> None:
    allowed(root)
    (kept,) = (tmp_path / "settings").rglob("*.json")
    kept.write_text(written.replace("%s", str(root)), encoding="utf-8")
    assert run(root, "build").status == 1
    assert run(root, "allow", "--list").status == 0
    allowed(root)
    assert run(root, "build").status == 0


def test_a_drawing_in_the_cache_needs_no_permission(root: Path) -> None:
    allowed(root)
    assert run(root, "build").status == 0
    run(root, "allow", "--forget")
    (root / "build" / "cloned.apkg").unlink()
    assert run(root, "build").status == 0
    assert times_run(root) == 1


def test_check_and_plan_know_a_diagram_by_its_source(root: Path) -> None:
    allowed(root)
    assert run(root, "build").status == 0
    run(root, "allow", "--forget")
    for path in (root / ".obverse_cache" / "diagrams").iterdir():
        path.unlink()
    checked, planned = run(root, "check"), run(root, "plan")
    assert (checked.status, planned.status) == (0, 0)
    assert "is not drawn: its command may not run yet" in checked.out
    assert "0 new, 0 updated, 1 unchanged" in planned.out
    (root / "content" / "a.md").write_text(FENCE.replace("b", "c"), encoding="utf-8")
    assert "0 new, 1 updated, 0 unchanged" in run(root, "plan").out
    assert times_run(root) == 1


def test_a_diagram_drawn_in_another_way_elsewhere_is_the_same_note(root: Path) -> None:
    configured(root, f"env LOOK={root.parent}/look sh -c 'cat $LOOK'")
    (root.parent / "look").write_text(SVG, encoding="utf-8")
    allowed(root)
    assert run(root, "build").status == 0
    lock = (root / "content" / "obverse.lock").read_bytes()
    (root.parent / "look").write_text(SVG.replace("/>", "><g/></svg>"), encoding="utf-8")
    for path in (root / ".obverse_cache" / "diagrams").iterdir():
        path.unlink()
    (root / "build" / "cloned.apkg").unlink()
    assert run(root, "build", "--locked").status == 0
    assert (root / "content" / "obverse.lock").read_bytes() == lock


def test_a_changed_script_draws_again(root: Path) -> None:
    allowed(root)
    assert run(root, "build").status == 0
    script(root / "draw.sh", SCRIPT.replace("/>", "><g/></svg>"))
    allowed(root)
    done = run(root, "build")
    assert "0 new, 1 updated" in done.out
    assert times_run(root) == 2


def test_nothing_is_allowed_where_nobody_can_be_asked(root: Path) -> None:
    done = run(root, "allow")
    assert done.status == 2
    assert "add `--yes`" in done.err
    assert run(root, "build").status == 1


@pytest.mark.parametrize(("answer", "status"), [("y\n", 0), ("n\n", 2), ("\n", 2)])
def test_on_a_terminal_the_answer_counts(
    root: Path, monkeypatch: pytest.MonkeyPatch, answer: str, status: int
) -> None:
    monkeypatch.setattr("obverse.commands.allow._is_terminal", lambda: True)
    done = CliRunner().invoke(main, ["allow", str(root)], input=answer)
    assert done.exit_code == status
    assert run(root, "build").status == bool(status)


def test_a_project_that_asks_for_nothing_needs_no_answer(root: Path) -> None:
    (root / "obverse.toml").write_text("", encoding="utf-8")
    done = run(root, "allow")
    assert done.status == 0
    assert "runs no commands" in done.out


def test_what_is_asked_for_cannot_hide_on_the_screen(root: Path) -> None:
    configured(root, "evil \x1b[2K\rdot \u202egvs")
    shown = run(root, "allow", "--yes").out
    assert "evil \\x1b[2K\\rdot \\u202egvs" in shown


def test_the_file_of_permissions_is_the_users_own(root: Path, tmp_path: Path) -> None:
    allowed(root)
    (kept,) = (tmp_path / "settings").rglob("*.json")
    assert json.loads(kept.read_bytes()).keys() == {os.path.realpath(root)}
