#!/usr/bin/env python3
"""Measure an open project: from a changed text of one file to cards and findings.

bench/live.py [--notes 10000] [-n 9]
"""

import argparse
import gc
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import corpus
from obverse.check import rules
from obverse.check.review import Wanted
from obverse.live.live_project import Asking, LiveProject
from obverse.project.project import find
from topics import files_for

NOW = 1_800_000_000


def main() -> None:
    """Print a table: the file alone, then the whole project, in milliseconds of processor time."""
    parser = argparse.ArgumentParser(description="Measure an open project.")
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("-n", dest="rounds", type=int, default=9)
    options = parser.parse_args()
    with TemporaryDirectory(prefix="bench-live-") as name:
        folder = Path(name)
        corpus.write(folder, options.notes, files_for(options.notes))
        (folder / "obverse.toml").write_text('content = "."\n', encoding="utf-8")
        live = _opened(folder)
        rows: dict[str, list[float]] = {}
        for seed in range(options.rounds):
            _round(live, folder, seed, rows)
    print(f"| {options.notes:,} notes | CPU ms | from | to |")
    print("| --- | --: | --: | --: |")
    for title, taken in rows.items():
        some = (statistics.median(taken), min(taken), max(taken))
        print(f"| {title} | {' | '.join(f'{each:.0f}' for each in some)} |")


def _opened(folder: Path) -> LiveProject:
    asking = Asking(lambda: find(folder, rules.named_by), lambda: NOW, lambda _: Wanted())
    live = LiveProject(asking)
    live.look()
    assert live.snapshot  # noqa: S101  # the corpus has no fault
    (folder / "obverse.lock").write_bytes(live.snapshot.built.lock)
    live.look()
    gc.collect()
    gc.freeze()
    gc.disable()
    return live


def _round(live: LiveProject, folder: Path, seed: int, rows: dict[str, list[float]]) -> None:
    path = corpus.edit(folder, seed)
    key, raw = path.relative_to(folder).as_posix(), path.read_bytes()
    for title, work in (
        ("the cards and findings of the file", lambda: live.of_source(key, raw)),
        ("all of the project", live.look),
        ("a look at what did not change", live.look),
    ):
        rows.setdefault(title, []).append(_timed(work))


def _timed(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1000


if __name__ == "__main__":
    main()
