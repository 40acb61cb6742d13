"""Histories of two sides: no edit is lost, each conflict is said, what a learner did stays."""

import os
from collections import Counter
from pathlib import Path

from pull_histories import History

# The figures in README.md are those of 200 histories.
HISTORIES = int(os.environ.get("OBVERSE_PULLS", "24"))
FIRST = int(os.environ.get("OBVERSE_FIRST", "0"))


def test_nothing_of_either_side_is_lost(tmp_path: Path) -> None:
    figures = Counter[str]()
    for seed in range(FIRST, FIRST + HISTORIES):
        history = History(seed, tmp_path / f"{seed}")
        try:
            history.play()
        except AssertionError as lost:
            raise AssertionError(f"history {seed}: {lost}") from lost
        figures += history.figures
    for name, number in sorted(figures.items()):
        print(f"{number:7,} {name}")  # noqa: T201  # what the figures are read from
    for kept in ("words of the learner that were kept", "words of the author that were kept"):
        assert figures[kept] > HISTORIES
    assert figures["cards that kept their reviews"] > 10 * HISTORIES
    assert figures["notes new"] > HISTORIES // 4
