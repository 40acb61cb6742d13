#!/usr/bin/env python3
"""Measure the server of editors: its first answer, and from an edit to the findings of its file.

bench/lsp.py [--notes 200] [--files 1] [-n 25]
"""

import argparse
import os
import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import corpus

sys.path.append(str(Path(__file__).parents[1] / "tests"))
from editor import Editor, editing

READY, ROUND, LAST = "ready, from the start of the process", "an edit", "an edit of the first card"


def main() -> None:
    """Print a table: milliseconds of time, and of the server's processor."""
    parser = argparse.ArgumentParser(description="Measure the server of editors.")
    parser.add_argument("--notes", type=int, default=200)
    parser.add_argument("--files", type=int, default=1)
    parser.add_argument("-n", dest="rounds", type=int, default=25)
    options = parser.parse_args()
    with TemporaryDirectory(prefix="bench-lsp-") as name:
        folder = Path(name)
        corpus.write(folder, options.notes, options.files)
        (folder / "obverse.toml").write_text('content = "."\n', encoding="utf-8")
        rows = _measured(min(folder.rglob("*.md")), options.rounds)
    print(f"| {options.notes:,} notes, {options.files:,} files | ms | from | to | CPU ms |")
    print("| --- | --: | --: | --: | --: |")
    for title, taken in rows.items():
        real, busy = zip(*taken, strict=True)
        some = (statistics.median(real), min(real), max(real), statistics.median(busy))
        print(f"| {title} | {' | '.join(f'{each * 1000:.0f}' for each in some)} |")


def _measured(path: Path, rounds: int) -> dict[str, list[tuple[float, float]]]:
    rows: dict[str, list[tuple[float, float]]] = {}
    for _ in range(5):
        started = time.perf_counter()
        editor, number = editing_apart()
        editor.start()
        took = time.perf_counter() - started
        rows.setdefault(READY, []).append((took, processor(number)))
        editor.leave()
    editor, number = editing_apart()
    editor.start()
    editor.open(path)
    editor.until_version(path, 1)
    lines = path.read_text(encoding="utf-8").split("\n")
    heads = [at for at, line in enumerate(lines) if line.startswith("## ")]
    for title, head in ((ROUND, heads[len(heads) // 2]), (LAST, heads[0])):
        at = next(number for number in range(head + 1, len(lines)) if lines[number].strip())
        for _ in range(rounds):
            before, started = processor(number), time.perf_counter()
            place = {"line": at, "character": 0}
            change = {"range": {"start": place, "end": place}, "text": "x"}
            editor.until_version(path, editor.type(path, change))
            took = time.perf_counter() - started
            rows.setdefault(title, []).append((took, processor(number) - before))
            time.sleep(0.05)
        time.sleep(2)  # the look at the project
    editor.leave()
    return rows


def editing_apart() -> tuple[Editor, int]:
    """An editor with a server in another process, and the number of that."""
    editor = editing(here=False)
    assert editor.process  # noqa: S101  # it is in another one
    return editor, editor.process.pid


def processor(number: int) -> float:
    """Seconds that a process has used its processor for."""
    told = Path(f"/proc/{number}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
