"""Notes are converted to the same cards, however many processes there are."""

import os
import time
from pathlib import Path

import pytest

from obverse.cards import convert_notes
from obverse.cards.convert_notes import Unconverted, converting
from obverse.cards.kept_html import CLEAN
from obverse.machine import share

_FIELDS = (
    "Where is <b>{}</b>?",
    '<div>a &amp; {}</div><ul><li><i>b</i></li></ul><img src="a.png">',
)
_NOTES = [
    Unconverted(tuple(each.format(number) for each in _FIELDS), is_cloze=number % 3 == 0)
    for number in range(1500)
]


def _converted() -> list[object]:
    with converting(_NOTES, {"a.png": "a.png"}, CLEAN) as made:
        return list(made)


def test_two_processes_convert_as_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(share, "is_split", lambda: True)
    by_two = _converted()
    monkeypatch.setattr(share, "is_split", lambda: False)
    assert by_two == _converted()
    assert len(by_two) == len(_NOTES)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process cannot be split here")
def test_another_process_that_dies_costs_no_note(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    expected = _converted()
    here, died = os.getpid(), tmp_path / "died"
    real = convert_notes.converted_fields

    def fails_there(*args: object, **named: object) -> object:
        if os.getpid() != here:
            died.touch()
            raise MemoryError
        return real(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(share, "is_split", lambda: True)
    monkeypatch.setattr(convert_notes, "converted_fields", fails_there)
    with converting(_NOTES, {"a.png": "a.png"}, CLEAN) as made:
        while not died.exists():
            time.sleep(0.01)
        assert list(made) == expected
