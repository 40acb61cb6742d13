"""A fault of ours is one line and a file with the detail, in whatever command it is."""

import json
import re
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Final

import click
import pytest

from obverse import drop_in
from shell import Ran, made, run, write

DECK: Final = "# Deck\n\n## What is it?\n\nThat and more.\n"
COMMANDS: Final = drop_in.names("obverse.commands")


class PanicError(BaseException):
    """As Rust code under Python raises it."""


FAULTS: Final = (
    RuntimeError("a fault\nof two lines"),
    RecursionError("too deep"),
    MemoryError(),
    OSError(5, "an error of the disk"),
    UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates"),
    AssertionError(),
    PanicError("a panic"),
)


@pytest.fixture(autouse=True)
def _temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Details go into a folder of the test's own."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))


def detail(ran: Ran) -> str:
    """Give the file of a crash, which is reported in one line."""
    assert ran.status == 2
    assert "Traceback" not in ran.out + ran.err
    [line] = [line for line in ran.err.splitlines() if line.startswith("error: obverse itself")]
    found = re.search("`([^`]+)`$", line)
    assert found
    return Path(found[1]).read_text(encoding="utf-8")


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
@pytest.mark.parametrize("name", COMMANDS)
def test_a_fault_inside_any_command_is_one_line(
    name: str, fault: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path / "d", deck=DECK)
    command = drop_in.load("obverse.commands", name, "command")
    assert isinstance(command, click.Command)

    def failing(**_: object) -> None:
        raise fault

    monkeypatch.setattr(command, "callback", failing)
    monkeypatch.setattr(command, "params", [])
    before = made(folder)
    ran = run(folder, name)
    assert f"{type(fault).__name__}" in detail(ran)
    assert "in failing" in detail(ran)
    assert made(folder) == before


@pytest.mark.parametrize(
    ("station", "words"),
    [
        ("obverse.build.identity", ("build",)),
        ("obverse.build.compiling", ("check",)),
        ("obverse.link.identity.recognise", ("plan",)),
        ("obverse.formats.apkg.write.write", ("build",)),
        ("obverse.formats.csv.write.write", ("export", "--format", "csv")),
        ("obverse.exchange.bring_in.adopt", ("import", "cards.csv", "new")),
        ("obverse.values.lock.read", ("lock",)),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_a_fault_in_a_station_leaves_everything_as_it_was(
    station: str, words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path / "d", deck=DECK)
    (folder / "cards.csv").write_text("front,back\nWhat else?,That.\n")
    assert run(folder, "build").status == 0
    write(folder, deck=DECK.replace("more", "less"), other=DECK.replace("it?", "other?"))
    before = made(folder)

    def failing(*_: object, **__: object) -> None:
        raise ZeroDivisionError("made to fail")

    monkeypatch.setattr(station, failing)
    assert "ZeroDivisionError: made to fail" in detail(run(folder, *words))
    assert made(folder) == before


def test_a_command_that_cannot_be_imported_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drop_in, "load", lambda *_: 1 / 0)
    assert "ZeroDivisionError" in detail(run(tmp_path, "build"))
    assert "ZeroDivisionError" in detail(run(tmp_path, "--help"))


def test_where_no_file_can_be_written_the_line_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drop_in, "load", lambda *_: 1 / 0)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    ran = run(tmp_path, "build")
    assert ran.status == 2
    assert "(ZeroDivisionError: division by zero); no file could be written" in ran.err


LOCKED: Final = (
    ("build",),
    ("build", "--new-lock"),
    ("check",),
    ("plan",),
    ("export", "--format", "csv"),
    ("export", "-o", "other.apkg"),
    ("import", "cards.csv", "."),
    ("lock",),
    ("lock", "--check"),
    ("lock", "--renew"),
    ("lock", "--prune", "1d"),
    ("lock", "--restore", "old.apkg"),
)


@pytest.mark.parametrize("words", LOCKED, ids=" ".join)
def test_a_lock_that_is_a_folder_is_an_error_of_every_command(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    folder = write(tmp_path / "d", deck=DECK)
    (folder / "cards.csv").write_text("front,back\nWhat else?,That.\n")
    assert run(folder, "build").status == 0
    (folder / "build" / "d.apkg").rename(folder / "old.apkg")
    (folder / "obverse.lock").unlink()
    (folder / "obverse.lock").mkdir()
    ran = run(folder, *words)
    assert ran.status == 2
    assert "`obverse.lock`: it is a folder" in ran.err
    assert "itself" not in ran.err


@pytest.mark.parametrize(
    "change",
    [b"not a database", b""],
    ids=["no database", "empty"],
)
def test_a_package_that_is_damaged_inside_is_no_fault_of_ours(
    change: bytes, tmp_path: Path
) -> None:
    folder = write(tmp_path / "d", deck=DECK)
    with zipfile.ZipFile(tmp_path / "bad.apkg", "w") as archive:
        archive.writestr("collection.anki2", change)
        archive.writestr("media", "{}")
        archive.writestr("obverse.lock", b"\xff")
    for words in (("import", "../bad.apkg", "new"), ("lock", "--restore", "../bad.apkg")):
        ran = run(folder, *words)
        assert ran.status == 2
        assert "itself" not in ran.err


def test_a_note_type_without_fields_is_no_fault_of_ours(tmp_path: Path) -> None:
    folder = write(tmp_path / "d", deck=DECK)
    assert run(folder, "build").status == 0
    with zipfile.ZipFile(folder / "build" / "d.apkg") as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    database = tmp_path / "collection"
    database.write_bytes(members["collection.anki2"])
    with closing(sqlite3.connect(database)) as connection:
        [models] = connection.execute("select models from col").fetchone()
        bare = {key: {**each, "flds": []} for key, each in json.loads(models).items()}
        connection.execute("update col set models = ?", (json.dumps(bare),))
        connection.commit()
    members["collection.anki2"] = database.read_bytes()
    with zipfile.ZipFile(tmp_path / "bad.apkg", "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    ran = run(folder, "import", "../bad.apkg", "new")
    assert "itself" not in ran.err
    assert "[malformed-note]" in ran.err
