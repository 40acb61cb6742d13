"""The cache of compiled sources: what is wrong with its file harms nobody and stays nowhere."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from obverse.machine.cache import NAME, Cache


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
