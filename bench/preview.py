#!/usr/bin/env python3
"""Measure a preview: from a save until the frame of the card has the new text, in Chromium.

bench/preview.py [--notes 10000] [-n 15]
"""

import argparse
import re
import shutil
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Frame, sync_playwright

import corpus
from topics import files_for

_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
_PAUSE = 9.0  # seconds between saves, in which the whole is linked and near duplicates are found
_SEEN = """word => { window.seen = new Promise((done) => {
  const look = () => {
    if (!document.body.textContent.includes(word)) return;
    requestAnimationFrame(() => done(performance.timeOrigin + performance.now()));
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
}) }"""


def main() -> None:
    """Print the median, the least and the most, in milliseconds that pass."""
    parser = argparse.ArgumentParser(description="Measure a preview.")
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("-n", dest="rounds", type=int, default=15)
    options = parser.parse_args()
    with TemporaryDirectory(prefix="bench-preview-") as name:
        folder = Path(name)
        corpus.write(folder, options.notes, files_for(options.notes))
        (folder / "obverse.toml").write_text('content = "."\n', encoding="utf-8")
        taken = _measured(folder, options.rounds)
    first, *others = taken
    some = (statistics.median(others), min(others), max(others))
    print(f"| {options.notes:,} notes | ms | from | to |")
    print("| --- | --: | --: | --: |")
    print(f"| the first save | {first:.0f} | | |")
    print(f"| a save | {' | '.join(f'{each:.0f}' for each in some)} |")


def _measured(folder: Path, rounds: int) -> list[float]:
    words = [sys.executable, "-u", "-m", "obverse", "preview", "--port", "0"]
    process = subprocess.Popen(words, cwd=folder, stdout=subprocess.PIPE, text=True)
    assert process.stdout  # noqa: S101  # it was asked for
    found = re.search(r"http://\S+", process.stdout.readline())
    assert found  # noqa: S101  # the first line has the address
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
            page = browser.new_page()
            page.goto(found[0])
            page.frame_locator("#frame").locator("#qa").wait_for()
            frame = next(each for each in page.frames if each != page.main_frame)
            taken = [_round(folder, seed, frame) for seed in range(rounds)]
            browser.close()
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(10)
    return taken


def _round(folder: Path, seed: int, frame: Frame) -> float:
    """Write a word into the question of a card; in how many milliseconds it is shown."""
    time.sleep(_PAUSE)
    path = sorted(folder.rglob("*.md"))[(seed * 37) % 50]
    lines = path.read_text(encoding="utf-8").split("\n")
    at = [number for number, line in enumerate(lines) if line.startswith("## ")][seed + 1]
    word = f"edit{seed}x"
    lines[at] = f"## {word} {lines[at][3:]}"
    frame.evaluate(_SEEN, word)
    started = time.time()
    path.write_text("\n".join(lines), encoding="utf-8")
    shown = float(frame.evaluate("window.seen"))
    return shown - started * 1000


if __name__ == "__main__":
    main()
