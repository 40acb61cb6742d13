"""One table says what differs between the sources, the last package and Anki."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from anki_connect import FakeAnki, listening
from engine import Desk
from shell import run
from test_push import CARDS, Both, pushed

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture(name="both")
def _both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Both]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with Desk(tmp_path / "anki") as desk:
        fake = FakeAnki(desk.col)
        with listening(fake) as url:
            both = Both(tmp_path / "project", desk.col, url, fake)
            both.write(CARDS)
            (both.folder / "obverse.toml").write_text('name = "d"\ncontent = "c"\n', "utf-8")
            yield both


def status(both: Both, url: str = "") -> dict[str, Any]:
    """What a program is told."""
    both.fake.calls.clear()
    ran = run(both.folder, "status", "--anki", url or both.url, "--format", "json")
    assert ran.status == 0, ran.err
    assert both.fake.writes == []
    told: dict[str, Any] = json.loads(ran.out)
    return told


def counted(found: dict[str, int | None]) -> dict[str, int]:
    """The numbers that are not zero."""
    return {name: number for name, number in found.items() if number}


def test_before_anything_was_built_or_pushed(both: Both) -> None:
    told = status(both)
    assert told["package"] is None
    assert counted(told["anki"]) == {"new": 3}
    assert told["profile"] == "User 1"
    told = status(both, NOWHERE)
    assert (told["anki"], told["profile"], told["seen"]) == (None, "", None)
    ran = run(both.folder, "status", "--anki", NOWHERE)
    assert "nothing was pushed from here yet" in ran.out
    assert "the same" in ran.out


def test_the_package_and_anki_are_apart(both: Both) -> None:
    assert run(both.folder, "build").status == 0
    assert counted(status(both)["package"]) == {"same": 3}
    both.write(CARDS.replace("Ann of", "Anna of"))
    told = status(both)
    assert counted(told["package"]) == {"edited": 1, "same": 2}
    assert counted(told["anki"]) == {"new": 3}
    pushed(both)
    told = status(both)
    assert counted(told["package"]) == {"edited": 1, "same": 2}
    assert counted(told["anki"]) == {"same": 3}


def test_what_differs_is_counted_by_kind(both: Both) -> None:
    pushed(both)
    both.edit("second", lambda field: field.replace("Bob", "Bobby"))
    both.col.remove_notes(both.col.find_notes("third"))
    more = "\n## A wholly new card appears?\n\nYes, it is the fourth.\n"
    both.write("---\ndeck: Other\n---\n\n" + CARDS.replace("Ann of", "Anna of") + more)
    told = status(both)
    assert counted(told["anki"]) == {
        "new": 1,
        "edited": 1,
        "moved": 1,
        "edited_there": 1,
        "deleted_there": 1,
    }
    both.write(CARDS[: CARDS.index("## Who was the second")])
    assert counted(status(both)["anki"]) == {"removed": 1, "same": 1}


def test_without_anki_it_is_what_was_last_seen(both: Both) -> None:
    pushed(both)
    both.write(CARDS.replace("Ann of", "Anna of").replace("#old", "#new"))
    told = status(both, NOWHERE)
    assert counted(told["anki"]) == {"edited": 1, "tags": 1, "same": 2}
    assert told["profile"] == "User 1"
    assert told["seen"]
    ran = run(both.folder, "status", "--anki", NOWHERE)
    lines = ran.out.splitlines()
    assert lines[0].split() == ["build/d.apkg", "Anki,", "User", "1"]
    assert ["edited", "here", "-", "1"] in [line.split() for line in lines]
    assert "last seen to have" in lines[-1]


def test_a_project_with_errors_cannot_be_compared(both: Both) -> None:
    both.write(CARDS.replace("It was Ann", "![x](none.png) It was Ann"))
    ran = run(both.folder, "status", "--anki", both.url)
    assert ran.status == 2
    assert "nothing can be compared" in ran.err
