"""The cache of compiled sources: what is wrong with its file harms nobody and stays nowhere."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import pytest

from obverse.machine.cache import NAME, Cache
from obverse.machine.codec import Encoded
from shell import run, write


def test_a_damaged_file_is_closed_and_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[sqlite3.Connection] = []
    really = sqlite3.connect

    def connect(*words: Any, **named: Any) -> sqlite3.Connection:  # noqa: ANN401  # as SQLite has it
        opened.append(really(*words, **named))
        return opened[-1]

    monkeypatch.setattr(sqlite3, "connect", connect)
    (tmp_path / NAME).write_bytes(b"not a database" * 100)
    assert Cache(tmp_path, str).get([b"key"]) == {}
    assert not (tmp_path / NAME).exists()
    (connection,) = opened
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("select 1")


ENDLESS: Final = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
    "SELECT CAST(i AS BLOB) AS key, '' AS check_, i AS value FROM n WHERE i < 0"
)
TABLE: Final = "CREATE TABLE kept (key BLOB PRIMARY KEY, check_ TEXT, value BLOB)"
FOREIGN: Final = {
    "a view": f"CREATE VIEW kept AS {ENDLESS}",
    "a trigger": f"{TABLE}; CREATE TRIGGER t INSERT ON kept BEGIN SELECT 1; END",
    "a trigger that never ends": f"{TABLE}; CREATE TRIGGER t AFTER DELETE ON kept "
    f"BEGIN INSERT INTO kept {ENDLESS}; END",
    "another view": f"{TABLE}; CREATE VIEW other AS SELECT 1",
    "another index": f"{TABLE}; CREATE INDEX i ON kept (check_)",
    "a computed column": "CREATE TABLE kept (key BLOB PRIMARY KEY, check_ TEXT, "
    "value BLOB AS (zeroblob(900000000)))",
    "a check": "CREATE TABLE kept (key BLOB PRIMARY KEY, check_ TEXT, value BLOB CHECK (1))",
    "a virtual table": "CREATE VIRTUAL TABLE kept USING fts5 (key, check_, value)",
    "no such column": "CREATE TABLE kept (a, b)",
}


def database(folder: Path, schema: str, *rows: tuple[bytes, str, bytes]) -> Path:
    """Write a cache as a stranger could."""
    folder.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(folder / NAME)) as connection, connection:
        connection.executescript(schema)
        for row in rows:
            connection.execute("INSERT INTO kept VALUES (?, ?, ?)", row)
    return folder / NAME


@pytest.mark.parametrize("kind", FOREIGN)
def test_a_cache_with_more_than_its_table_is_made_again(tmp_path: Path, kind: str) -> None:
    path = database(tmp_path, FOREIGN[kind])
    before = path.read_bytes()
    assert Cache(tmp_path, str, only_read=True).get([b"key"]) == {}
    assert path.read_bytes() == before
    cache = Cache(tmp_path, str)
    assert cache.get([b"key"]) == {}
    assert not path.exists()
    cache.put({b"key": Encoded(str, "value")}, 1)
    assert cache.get([b"key"]) == {b"key": "value"}


def test_a_view_that_never_ends_stops_no_command(tmp_path: Path) -> None:
    write(tmp_path, deck="## What is a lease?\n\nAnswer.\n")
    for command in ("build", "check", "plan"):
        folder = tmp_path / "build" / ".cache"
        (folder / NAME).unlink(missing_ok=True)
        database(folder, FOREIGN["a view"])
        assert run(tmp_path, command).status == 0


def test_a_value_that_is_huge_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("obverse.machine.cache._LARGEST", 1000)
    database(tmp_path, TABLE, (b"key", "", b"x" * 2000))
    assert Cache(tmp_path, str).get([b"key"]) == {}
    assert not (tmp_path / NAME).exists()


def test_reading_ends_after_a_number_of_steps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Cache(tmp_path, str)
    cache.put({bytes([key]): Encoded(str, "v") for key in range(200)}, 200)
    monkeypatch.setattr("obverse.machine.cache._STEPS", 100)
    assert cache.get(bytes([key]) for key in range(200)) == {}


def test_a_value_under_another_key_is_not_believed(tmp_path: Path) -> None:
    cache = Cache(tmp_path, str)
    cache.put({b"one": Encoded(str, "1"), b"two": Encoded(str, "2")}, 2)
    with closing(sqlite3.connect(tmp_path / NAME)) as connection, connection:
        connection.execute(
            "UPDATE kept SET (check_, value) = (SELECT check_, value FROM kept WHERE key = ?)",
            (b"two",),
        )
    assert cache.get([b"one", b"two"]) == {b"two": "2"}


@pytest.mark.parametrize("end", ["-journal", "-wal", "-shm"])
def test_what_would_be_played_back_is_deleted_with_the_cache(tmp_path: Path, end: str) -> None:
    cache = Cache(tmp_path / "cache", str)
    cache.put({b"key": Encoded(str, "value")}, 1)
    (tmp_path / "outside").write_bytes(b"kept")
    (tmp_path / "cache" / f"{NAME}{end}").symlink_to(tmp_path / "outside")
    assert cache.get([b"key"]) == {}
    cache.put({b"key": Encoded(str, "value")}, 1)
    assert cache.get([b"key"]) == {b"key": "value"}
    assert (tmp_path / "outside").read_bytes() == b"kept"
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [NAME]


def test_a_link_is_not_a_cache(tmp_path: Path) -> None:
    there = database(tmp_path / "there", TABLE)
    before = there.read_bytes()
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / NAME).symlink_to(there)
    (tmp_path / "way").symlink_to(tmp_path / "there")
    for folder in ("here", "way"):
        cache = Cache(tmp_path / folder, str)
        assert cache.get([b"key"]) == {}
        cache.put({b"key": Encoded(str, "value")}, 1)
    assert there.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="files have no owner in this sense")
def test_a_cache_of_another_user_spares_nothing_and_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, deck="## What is a lease?\n\nAnswer.\n")
    assert run(tmp_path, "build").status == 0
    kept = {path: path.read_bytes() for path in (tmp_path / "build" / ".cache").rglob("*.*")}
    owner = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    done = run(tmp_path, "build")
    assert "0 new, 0 updated, 1 unchanged" in done.out
    assert {path: path.read_bytes() for path in kept} == kept


KEPT: Final = (
    NAME,
    "stamp.json",
    "linked.json",
    "package",
    *(f"package/{name}" for name in ("collection.sqlite3", "pieces", "package.json")),
)


@pytest.mark.parametrize("name", KEPT)
def test_a_link_in_the_cache_leads_nowhere(tmp_path: Path, name: str) -> None:
    root, there = (
        write(tmp_path / "project", deck="## What is a lease?\n\nAnswer.\n"),
        tmp_path / "there",
    )
    assert run(root, "build").status == 0
    path = root / "build" / ".cache" / name
    path.rename(there)
    path.symlink_to(there)
    files = [there] if there.is_file() else [*there.iterdir()]
    before = {each: each.read_bytes() for each in files}
    for text in ("## What is a lease?\n\nAnother.\n", "## What is a lease?\n\nA third.\n"):
        write(root, deck=text)
        assert "1 updated" in run(root, "build").out
    assert {each: each.read_bytes() for each in before} == before
    assert not there.is_dir() or len(before) == len([*there.iterdir()])


@pytest.mark.parametrize("name", ["collection.part", "pieces.part", "collection.sqlite3-journal"])
def test_a_link_that_waits_to_be_written_through_is_deleted(tmp_path: Path, name: str) -> None:
    root, there = (
        write(tmp_path / "project", deck="## What is a lease?\n\nAnswer.\n"),
        tmp_path / "there",
    )
    assert run(root, "build").status == 0
    there.write_bytes(b"kept")
    (root / "build" / ".cache" / "package" / name).symlink_to(there)
    write(root, deck="## What is a lease?\n\nAnother.\n")
    assert "1 updated" in run(root, "build").out
    assert there.read_bytes() == b"kept"
    assert not (root / "build" / ".cache" / "package" / name).is_symlink()
