"""A plain build says and does the same without click as with it, and so does any other."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from shell import let_a_tick_pass, write

CARD: Final = "# Deck\n\n## Question?\n\nAnswer.\n"
# With and without what reads a plain command line.
RUN: Final = """
import sys
{imported}
sys.argv = ["obverse", *sys.argv[1:]]
main()
"""
CLICK: Final = "from obverse.cli import main"
FIRST: Final = "from obverse.__main__ import enter as main"
# Where a command line is not plain, the command cannot be imported.
ALONE: Final = f"sys.modules['click'] = None; {FIRST}"


def told(
    folder: Path, *arguments: str, module: str = FIRST, **variables: str
) -> tuple[int, str, str]:
    """Run a command; returns its status and both outputs, without the seconds that it took."""
    done = subprocess.run(
        [sys.executable, "-c", RUN.format(imported=module), *arguments],
        cwd=folder,
        capture_output=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000", **variables},
        check=False,
    )
    said = done.stdout.decode().partition(" kB) in ")[0]
    return done.returncode, said, done.stderr.decode().replace(str(folder.parent), "")


def settled(folder: Path, *arguments: str) -> None:
    """Build until nothing is left to do."""
    for _ in range(2):
        assert told(folder, "build", *arguments, module=CLICK)[0] == 0
        let_a_tick_pass(folder)


@pytest.mark.parametrize(
    "arguments",
    [
        ("build",),
        ("build", "."),
        ("build", "notes"),
        ("build", "./notes/"),
        ("build", "-q"),
        ("build", "notes/one.md"),
        ("build", "nowhere"),
        ("build", ""),
        ("build", "~"),
        ("build", "notes", "."),
        ("build", "--deck", "Other"),
        ("biuld",),
        (),
    ],
)
def test_all_that_is_typed_has_the_same_answer(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    answers = []
    for name, module in (("one", FIRST), ("two", CLICK)):
        folder = tmp_path / name / "deck"
        (folder / "notes").mkdir(parents=True)
        write(folder, **{"notes/one": CARD})
        settled(folder)
        settled(folder, "notes")
        answers.append(told(folder, *arguments, module=module))
    assert answers[0] == answers[1]


@pytest.fixture(name="built", scope="module")
def _built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose notes were built into `deck.apkg`; nothing is left to do."""
    return with_output(tmp_path_factory.mktemp("built"))


def with_output(folder: Path) -> Path:
    """Build `notes` into `deck.apkg` in a folder."""
    (folder / "notes").mkdir(parents=True)
    write(folder, **{"notes/one": CARD})
    settled(folder, "notes", "-o", "deck.apkg")
    shutil.copy2(folder / "deck.apkg", folder / "collection.apkg")
    (folder / "link.colpkg").symlink_to("deck.apkg")
    return folder


@pytest.mark.parametrize(
    "arguments",
    [
        ("notes", "-o", "deck.apkg"),
        ("-o", "deck.apkg", "notes"),
        ("notes", "-odeck.apkg"),
        ("notes", "--output", "deck.apkg"),
        ("--output=deck.apkg", "notes", "-q"),
        ("--quiet", "notes", "-o", "./notes/../deck.apkg/."),
        ("notes", "-o", "{folder}/deck.apkg"),
    ],
)
def test_an_output_that_is_up_to_date_needs_no_click(
    built: Path, arguments: tuple[str, ...]
) -> None:
    words = ["build", *(word.replace("{folder}", f"{built}") for word in arguments)]
    answer = told(built, *words, module=ALONE)
    assert answer == told(built, *words, module=CLICK)
    assert answer[0] == 0


def test_a_plain_build_needs_no_click(tmp_path: Path) -> None:
    answers: list[object] = []
    for name, module in (("one", ALONE), ("two", CLICK)):
        folder = tmp_path / name / "deck"
        folder.mkdir(parents=True)
        write(folder, deck=CARD, more=CARD.replace("Question", "Prüfung"))
        for text in (CARD, f"{CARD}\n## Other?\n\nAnother.\n"):
            (folder / "deck.md").write_text(text, encoding="utf-8")
            answers.append(told(folder, "build", module=module))
            answers.append((folder / "obverse.lock").read_text("utf-8"))
            let_a_tick_pass(folder)
    assert answers[:4] == answers[4:]


@pytest.mark.parametrize(
    "arguments",
    [
        ("notes", "-o", "deck.apkg/"),
        ("notes", "-o", "notes"),
        ("notes", "-o", ""),
        ("notes", "-o"),
        ("notes", "--output="),
        ("notes", "--outputs=deck.apkg"),
        ("notes", "--output=~/deck.apkg"),
        ("notes", "-qo", "deck.apkg"),
        ("notes", "-o", "other.apkg", "-o", "deck.apkg"),
        ("notes", "-o", "collection.apkg"),
        ("notes", "-o", "link.colpkg"),
        ("notes", "-o", "deck.apkg", "--strict"),
        ("-o", "notes"),
    ],
)
def test_an_output_that_is_not_plain_has_the_answer_of_the_command(
    built: Path, arguments: tuple[str, ...]
) -> None:
    home = {"HOME": f"{built}"}
    answer = told(built, "build", *arguments, **home)
    assert answer == told(built, "build", *arguments, module=CLICK, **home)


@pytest.mark.parametrize(
    "arguments",
    [
        ("notes",),
        ("notes", "-o", "other.apkg"),
        ("notes", "-o=deck.apkg"),
        ("notes", "-o", "-q"),
        ("notes", "-q", "--", "-o"),
        ("notes/one.md", "-o", "deck.apkg"),
    ],
)
def test_another_output_is_built(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    one, two = (with_output(tmp_path / name / "deck") for name in ("one", "two"))
    assert told(one, "build", *arguments) == told(two, "build", *arguments, module=CLICK)


@pytest.mark.parametrize("name", ["deck", "Prüfung", "two words", "%d"])
def test_the_answer_names_the_package_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    write(folder, deck=CARD)
    settled(folder)
    for encoding in ("utf-8", "ascii"):
        with_click = told(folder, "build", module=CLICK, PYTHONIOENCODING=encoding)
        assert told(folder, "build", PYTHONIOENCODING=encoding) == with_click
    assert told(folder, "build")[1] == f"nothing has changed: 1 note in build/{name}.apkg\n"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("deck.md", CARD + "\n## Other?\n\nAnother.\n"),
        ("deck.md", ""),
        ("new.md", "## New?\n\nIt is.\n"),
        ("obverse.toml", "name = 1\n"),
        ("obverse.toml", 'name = "other"\n'),
        ("obverse.toml", 'ignore = ["no-such-rule"]\n'),
        ("obverse.toml", 'content = "../elsewhere"\n'),
        ("obverse.lock", "what is this\n"),
        ("build/.cache/stamp.json", "{"),
    ],
)
def test_what_changed_is_built_and_what_is_wrong_is_told(
    tmp_path: Path, path: str, text: str
) -> None:
    answers = []
    for name, module in (("one", FIRST), ("two", CLICK)):
        folder = tmp_path / name / "deck"
        folder.mkdir(parents=True)
        write(folder, deck=CARD)
        settled(folder)
        (folder / path).write_text(text, encoding="utf-8")
        answers.append(told(folder, "build", module=module))
    assert answers[0] == answers[1]
    assert "nothing has changed" not in answers[0][1] or "stamp" not in path


def test_a_warning_is_told_again(tmp_path: Path) -> None:
    write(tmp_path, deck=f"{CARD}\n## Empty\n\n## Other?\n\n![](nowhere.png) text\n")
    told(tmp_path, "build")
    let_a_tick_pass(tmp_path)
    told(tmp_path, "build")
    assert told(tmp_path, "build") == told(tmp_path, "build", module=CLICK)


def test_nothing_is_made_where_there_was_no_build(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert told(tmp_path, "build", "empty") == told(tmp_path, "build", "empty", module=CLICK)


def test_what_a_shell_completes_is_left_to_click(tmp_path: Path) -> None:
    write(tmp_path, deck=CARD)
    settled(tmp_path)
    asked = {"_OBVERSE_COMPLETE": "bash_source"}
    assert told(tmp_path, "build", **asked) == told(tmp_path, "build", module=CLICK, **asked)
