"""`obverse build --watch`: a line a build, from the first to Ctrl-C."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Final

import pytest

from obverse.live import watching as watcher
from projects import write
from shell import REACHED_BY_CTRL_C, run

PATIENCE: Final = 30.0  # seconds, on a busy machine
ASKED: Final = "## What does the second schedule of the act require of a surveyor?\n\n"
SETTINGS: Final = 'content = "."\nname = "watched"\n'


class Watch:
    """A watch in a process of its own, whose lines go to a file."""

    def __init__(self, folder: Path, log: Path) -> None:
        self.folder, self.log = folder, log
        command = [*REACHED_BY_CTRL_C, sys.executable, "-m", "obverse", "build", "--watch"]
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        with log.open("wb") as stream:
            self.process = subprocess.Popen(
                command, cwd=folder, env=environment, stdout=stream, stderr=stream
            )

    @property
    def lines(self) -> list[str]:
        """What it said."""
        return self.log.read_text(encoding="utf-8").splitlines()

    def wait(self, words: str, times: int = 1) -> None:
        """Wait until so many lines have these words."""
        end = time.monotonic() + PATIENCE
        while sum(words in line for line in self.lines) < times:
            assert time.monotonic() < end, self.lines
            assert self.process.poll() is None, self.lines
            time.sleep(0.02)

    def stop(self) -> float:
        """Press Ctrl-C; how many seconds it took to end."""
        started = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(PATIENCE)
        return time.monotonic() - started


@contextmanager
def watched(folder: Path, log: Path) -> Iterator[Watch]:
    watch = Watch(folder, log)
    try:
        watch.wait("watching")
        yield watch
    finally:
        watch.process.kill()
        watch.process.wait()


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    folder = write(tmp_path / "p", {"obverse.toml": SETTINGS, "a.md": ASKED + "It is a.\n"})
    with watched(folder, tmp_path / "log") as found:
        yield found


def built(watch: Watch) -> list[str]:
    return [line for line in watch.lines if " built " in line]


def test_a_save_is_one_line_and_one_package(watch: Watch) -> None:
    assert "1 new" in built(watch)[0]
    (watch.folder / "a.md").write_text(ASKED + "It is another.\n", encoding="utf-8")
    watch.wait(" built ", 2)
    assert "1 updated" in built(watch)[1]
    time.sleep(3)  # what it wrote itself is no change
    assert len(built(watch)) == 2
    assert watch.stop() < 2
    assert "Traceback" not in watch.log.read_text(encoding="utf-8")
    done = run(watch.folder, "build")
    assert done.status == 0
    assert "0 new, 0 updated, 1 unchanged" in done.out


def test_an_error_writes_nothing_and_ends_nothing(watch: Watch) -> None:
    package = watch.folder / "build" / "watched.apkg"
    before = package.read_bytes()
    (watch.folder / "a.md").write_text("## A?\n\n![](none.png)\n", encoding="utf-8")
    watch.wait("nothing was written")
    assert package.read_bytes() == before
    (watch.folder / "obverse.toml").write_text("content = ", encoding="utf-8")
    watch.wait("nothing was written", 2)
    (watch.folder / "obverse.toml").write_text(SETTINGS, encoding="utf-8")
    (watch.folder / "a.md").write_text("## A?\n\nIt is well.\n", encoding="utf-8")
    watch.wait(" built ", 2)
    assert watch.process.poll() is None


def test_an_editor_that_renames_and_a_checkout_are_seen(watch: Watch) -> None:
    other = watch.folder / ".a.md.new"
    other.write_text(ASKED + "It is renamed.\n", encoding="utf-8")
    other.replace(watch.folder / "a.md")
    watch.wait(" built ", 2)
    write(watch.folder, {f"sub/{at}.md": f"## Q{at}?\n\nAnswer {at}.\n" for at in range(500)})
    watch.wait("built 501 notes")
    # On a busy machine writing them may pause for longer than one waits for quiet.
    assert len(built(watch)) <= 4


def test_a_half_typed_question_leaves_no_line_in_the_lock(watch: Watch) -> None:
    lock = watch.folder / "obverse.lock"
    text = ASKED + "It is a.\n"
    for count, more in enumerate(("\n## Wha\n\nxyzzy\n", ""), start=2):
        (watch.folder / "a.md").write_text(text + more, encoding="utf-8")
        watch.wait(" built ", count)
        assert ("xyzzy" in lock.read_text(encoding="utf-8")) is bool(more)
    assert "removed" not in "".join(built(watch))


def test_a_lock_that_is_lost_is_not_made_again(watch: Watch) -> None:
    lock = watch.folder / "obverse.lock"
    kept = lock.read_bytes()
    lock.unlink()
    watch.wait("nothing was written")
    (watch.folder / "a.md").write_text(ASKED + "It is another.\n", encoding="utf-8")
    watch.wait("nothing was written", 2)
    assert not lock.exists()
    lock.write_bytes(kept)
    watch.wait(" built ", 2)
    assert "1 updated" in built(watch)[1]


def test_a_hundred_saves_a_second_are_outlived(watch: Watch) -> None:
    for at in range(150):
        (watch.folder / "a.md").write_text(f"{ASKED}It is {at}.\n", encoding="utf-8")
        time.sleep(0.005)
    watch.wait(" built ", 2)
    assert watch.stop() < 2


@pytest.mark.parametrize("option", ["--locked", "--retire", "--new-lock"])
def test_what_is_for_one_build_is_refused(tmp_path: Path, option: str) -> None:
    write(tmp_path, {"a.md": "## A?\n\nYes.\n"})
    done = run(tmp_path, "build", "--watch", option)
    assert done.status == 2
    assert f"`--watch` and `{option}` exclude each other" in done.err
    assert "one file" in run(tmp_path, "build", "--watch", "a.md").err


def test_without_the_package_it_looks_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watcher, "can_listen", lambda: False)
    stop, turns = Event(), 0
    for turns, _ in enumerate(watcher.watching(lambda: tmp_path, stop), start=1):
        if turns == 3:
            stop.set()
    assert turns == 3
    from obverse.commands.build import watch as command

    monkeypatch.setattr(command, "can_listen", lambda: False)
    monkeypatch.setattr(command, "watching", lambda *_: iter(()))
    write(tmp_path, {"a.md": "## A?\n\nYes, it is.\n"})
    assert "pip install 'obverse[preview]'" in run(tmp_path, "build", "--watch").out


@pytest.mark.parametrize("fault", [OSError, RuntimeError])
def test_where_the_system_tells_nothing_it_looks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: type[Exception]
) -> None:
    import watchfiles

    def refuse(*_: object, **__: object) -> None:
        raise fault("no watches left")

    monkeypatch.setattr(watchfiles, "watch", refuse)
    stop, said = Event(), list[bool]()
    for turn, _ in enumerate(watcher.watching(lambda: tmp_path, stop, lambda: said.append(True))):
        if turn == 2:
            stop.set()
    assert said == [True]


def test_a_folder_that_is_gone_and_back_is_watched_again(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    stop, turned = Event(), Event()

    def turns() -> None:
        for _ in watcher.watching(lambda: folder, stop):
            turned.set()

    thread = Thread(target=turns)
    thread.start()
    try:
        assert turned.wait(PATIENCE)
        folder.mkdir()
        for _ in range(3):
            turned.clear()
            assert turned.wait(PATIENCE)
    finally:
        stop.set()
        thread.join(PATIENCE)
    assert not thread.is_alive()
