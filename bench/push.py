#!/usr/bin/env python3
"""Measure push and pull with a running Anki, against one import of the whole package.

bench/push.py --anki http://127.0.0.1:8765 [--notes 10000] [-n 3]

The profile that is open has to be one that may lose all its notes.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import corpus
from obverse.anki_connect.address import anki_address
from obverse.anki_connect.open_anki import OpenAnki, open_anki
from topics import files_for

COMMAND = (sys.executable, "-m", "obverse")


class Bench:
    """A project, the Anki that it is pushed to, and the times: (wall, processor) by title."""

    def __init__(self, folder: Path, anki: OpenAnki, notes: int) -> None:
        self.folder, self.anki, self.notes = folder, anki, notes
        self.rows: dict[str, list[tuple[float, float]]] = {}

    def time(self, title: str, work: Callable[[], object]) -> None:
        """Measure one run: seconds, and the processor seconds of commands that it ran."""
        wall, used = time.perf_counter(), _used()
        work()
        taken = (time.perf_counter() - wall, _used() - used)
        self.rows.setdefault(title, []).append(taken)

    def run(self, *arguments: str) -> None:
        """Run a command; that cards are merged is no failure."""
        environment = {
            **os.environ,
            "OBVERSE_ANKI_URL": self.anki.address.shown,
            "XDG_STATE_HOME": str(self.folder / "state"),
        }
        done = subprocess.run(
            [*COMMAND, *arguments],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            sys.exit(f"bench: {' '.join(arguments)}: {done.stdout}{done.stderr}")

    def empty(self) -> None:
        """Delete all notes of the profile."""
        self.anki.delete_notes(self.anki.find_notes(""))

    def edit(self, seed: int) -> None:
        """Reword one note in a hundred, in the files in turn."""
        paths = sorted(self.folder.rglob("*.md"))
        for number in range(self.notes // 100):
            path = paths[number * 2 % len(paths)]
            lines = path.read_text(encoding="utf-8").splitlines()
            heads = [at for at, line in enumerate(lines) if line.startswith("## ")]
            at = heads[number % len(heads)] + 2
            lines[at] = f"{lines[at]} Reworded{seed}."
            path.write_text("\n".join([*lines, ""]), encoding="utf-8")

    def round(self, seed: int) -> None:
        """Measure each once."""
        package = self.folder / "build" / "bench.apkg"
        self.run("build", "-q")
        self.empty()
        self.time("importPackage, the whole", lambda: self.anki.import_package(str(package)))
        self.empty()
        for path in (self.folder / "state").rglob("*.json"):
            path.unlink()
        self.time("push of all, new", lambda: self.run("push"))
        self.time("push of nothing", lambda: self.run("push"))
        self.edit(seed)
        self.time("push of 1 % changed", lambda: self.run("push"))
        self.run("pull")
        self.time("pull of nothing", lambda: self.run("pull"))


def main() -> None:
    """Print a table: medians, and how many times as long as the import each takes."""
    parser = argparse.ArgumentParser(description="Measure push and pull with a running Anki.")
    parser.add_argument("--anki", metavar="URL", help="where AnkiConnect listens")
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("-n", dest="rounds", type=int, default=3)
    options = parser.parse_args()
    with TemporaryDirectory(prefix="bench-push-") as name:
        folder = Path(name)
        corpus.write(folder / "notes", options.notes, files_for(options.notes))
        (folder / "obverse.toml").write_text('name = "bench"\ncontent = "notes"\n', "utf-8")
        bench = Bench(folder, open_anki(anki_address(options.anki)), options.notes)
        for seed in range(options.rounds):
            bench.round(seed)
    medians = {
        title: tuple(statistics.median(each) for each in zip(*taken, strict=True))
        for title, taken in bench.rows.items()
    }
    (whole, _), *_ = medians.values()
    print(f"| {options.notes:,} notes | seconds | of obverse's processor | times the import |")
    print("| --- | --: | --: | --: |")
    for title, (wall, used) in medians.items():
        print(f"| {title} | {wall:.2f} | {used:.2f} | {wall / whole:.1f} |")


def _used() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


if __name__ == "__main__":
    main()
