"""What a preview outlives: broken sources, folders and locks, many saves; and how it ends."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

import browser as browsers
from obverse.errors import ObverseError
from obverse.preview.editor import editor_command
from obverse.project.project import find
from previews import ASKED
from projects import write
from shell import REACHED_BY_CTRL_C, run

PATIENCE: Final = 30_000  # milliseconds, on a busy machine
FIRST: Final = ASKED + "It is the first text.\n"


class Preview:
    """A preview in a process group of its own, as a terminal starts it, and its page."""

    def __init__(self, folder: Path, log: Path, chromium: Browser) -> None:
        words = [*REACHED_BY_CTRL_C, sys.executable, "-u", "-m", "obverse", "preview"]
        self.folder, self.log = folder, log
        with log.open("wb") as stream:
            self.process = subprocess.Popen(
                [*words, "--port", "0"],
                cwd=folder.parent,
                stdout=stream,
                stderr=stream,
                start_new_session=True,
            )
        self.page: Page = chromium.new_page()
        self.page.goto(self._url())
        self.frame: FrameLocator = self.page.frame_locator("#frame")
        expect(self.frame.locator("#qa")).to_contain_text("second schedule", timeout=PATIENCE)

    def _url(self) -> str:
        end = time.monotonic() + PATIENCE / 1000
        while not (found := re.search(r"http://127\.0\.0\.1:\d+/", self.said)):
            assert time.monotonic() < end, self.said
            time.sleep(0.02)
        return found[0]

    @property
    def said(self) -> str:
        """What it printed."""
        return self.log.read_text(encoding="utf-8")

    def save(self, text: str | bytes, path: str = "a.md") -> None:
        """Save a source."""
        (self.folder / path).write_bytes(text.encode() if isinstance(text, str) else text)

    def shows(self, text: str) -> None:
        """Wait until the answer has these words."""
        if self.page.locator("#flip").inner_text() == "Show answer":
            self.page.click("#flip")
        expect(self.frame.locator("#qa")).to_contain_text(text, timeout=PATIENCE)

    def says(self, words: str) -> None:
        """Wait until the page says that something is wrong."""
        expect(self.page.locator("#state")).to_contain_text(words, timeout=PATIENCE)

    def is_well(self) -> None:
        """Wait until the page says of nothing that it is wrong."""
        expect(self.page.locator("#state")).to_be_empty(timeout=PATIENCE)

    def stop(self) -> float:
        """Press Ctrl-C; how many seconds it took until no process was left."""
        started = time.monotonic()
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(PATIENCE / 1000)
        took = time.monotonic() - started
        with pytest.raises(ProcessLookupError):
            os.killpg(self.process.pid, 0)
        return took


@contextmanager
def previewed(folder: Path, log: Path, chromium: Browser) -> Iterator[Preview]:
    found = Preview(folder, log, chromium)
    try:
        yield found
        assert found.process.poll() is None, found.said
        assert "Traceback" not in found.said
        assert found.stop() < 2
        assert found.said.splitlines()[-1] == "stopped"
        assert "Traceback" not in found.said
        expect(found.page.locator("#state")).to_have_text("the preview has stopped")
    finally:
        found.page.close()
        found.process.kill()
        found.process.wait()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browsers.browser() as found:
        yield found


@pytest.fixture
def preview(tmp_path: Path, chromium: Browser) -> Iterator[Preview]:
    folder = write(tmp_path / "p" / "content", {"a.md": FIRST})
    write(folder.parent, {"obverse.toml": 'content = "content"\n'})
    with previewed(folder, tmp_path / "log", chromium) as found:
        yield found


@pytest.mark.parametrize(
    "broken", [b"\xff\xfe\x00", b"---\ntags: [\n---\n", b"## A\x00B\n\nC\n", b""], ids=repr
)
def test_a_source_that_does_not_parse_is_outlived(preview: Preview, broken: bytes) -> None:
    preview.save(broken)
    preview.save("## Is this the other source that is there?\n\nIt is the other.\n", "b.md")
    expect(preview.page.locator("#cards")).to_contain_text("the other source", timeout=PATIENCE)
    preview.save(FIRST.replace("first", "mended"))
    preview.page.locator("#cards button", has_text="second schedule").click()
    preview.shows("It is the mended text.")


def test_a_folder_that_is_deleted_is_outlived(preview: Preview) -> None:
    shutil.rmtree(preview.folder)
    preview.says("content")
    write(preview.folder, {"a.md": FIRST.replace("first", "new")})
    preview.is_well()
    preview.shows("It is the new text.")
    # What comes in its place is watched as it was.
    preview.save(FIRST.replace("first", "newest"))
    preview.shows("It is the newest text.")


def test_a_project_that_is_moved_away_and_back_is_outlived(preview: Preview) -> None:
    root = preview.folder.parent
    away = root.rename(root.with_name("away"))
    preview.says("")
    time.sleep(1)
    away.rename(root)
    preview.save(FIRST.replace("first", "moved"))
    preview.is_well()
    preview.shows("It is the moved text.")


def test_a_configuration_that_is_half_typed_is_outlived(preview: Preview) -> None:
    settings = preview.folder.parent / "obverse.toml"
    written = settings.read_text(encoding="utf-8")
    settings.write_text('content = "conte', encoding="utf-8")
    preview.says("obverse.toml")
    settings.write_text(written, encoding="utf-8")
    preview.is_well()
    preview.save(FIRST.replace("first", "same"))
    preview.shows("It is the same text.")


def test_a_lock_in_conflict_is_outlived(preview: Preview) -> None:
    assert run(preview.folder.parent, "build").status == 0
    lock = preview.folder / "obverse.lock"
    kept = lock.read_bytes()
    expect(preview.page.locator("#plan")).to_contain_text("1 unchanged", timeout=PATIENCE)
    lines = kept.splitlines(keepends=True)
    sides = [b"<<<<<<< ours\n", lines[-1], b"=======\n", lines[-1], b">>>>>>> theirs\n"]
    lock.write_bytes(b"".join([*lines[:-1], *sides]))
    preview.save(FIRST.replace("first", "other"))
    preview.shows("It is the other text.")
    preview.page.keyboard.press("t")
    expect(preview.page.locator("#totals .error")).to_have_count(1, timeout=PATIENCE)
    expect(preview.page.locator("#loose-findings")).to_contain_text("conflict")
    preview.page.keyboard.press("t")
    lock.write_bytes(kept)
    expect(preview.page.locator("#plan")).to_contain_text("1 updated", timeout=PATIENCE)
    assert lock.read_bytes() == kept


def test_a_hundred_saves_a_second_are_outlived(preview: Preview) -> None:
    for at in range(300):
        preview.save(FIRST.replace("first", f"{at}th"))
        time.sleep(0.01)
    preview.shows("It is the 299th text.")


def test_an_editor_that_renames_is_seen(preview: Preview) -> None:
    other = preview.folder / ".a.md.new"
    other.write_text(FIRST.replace("first", "renamed"), encoding="utf-8")
    other.replace(preview.folder / "a.md")
    preview.shows("It is the renamed text.")


def test_a_checkout_of_many_files_is_outlived(preview: Preview) -> None:
    made = {f"sub/{at}.md": f"## What is number {at}?\n\nAnswer {at}.\n" for at in range(500)}
    write(preview.folder, made)
    expect(preview.page.locator("#count")).to_contain_text("501 of 501", timeout=PATIENCE)
    # A busy machine may see the first few alone, and the page go there.
    preview.page.locator("#cards button", has_text="second schedule").click()
    preview.shows("It is the first text.")


# The editor


def test_a_project_names_no_editor(tmp_path: Path) -> None:
    for name, text in (
        ("obverse.toml", 'editor = "touch owned {path}"\n'),
        ("pyproject.toml", '[tool.obverse]\neditor = "touch owned {path}"\n'),
    ):
        folder = write(tmp_path / name, {name: text, "content/a.md": FIRST})
        with pytest.raises(ObverseError):
            find(folder)
        done = run(folder, "preview", "--port", "0")
        assert done.status == 2
        assert "editor" in done.err


@pytest.mark.parametrize("name", ["-x.md", "a b.md", "a;touch owned.md", "$(touch owned).md"])
def test_no_path_is_read_by_a_shell(tmp_path: Path, name: str) -> None:
    path = (tmp_path / name).resolve()
    assert editor_command("vi +{line} {path}", path, 3) == ["vi", "+3", str(path)]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('editor = "nano"\n', "there is no editor `nano`"),
        ("editor = 1\n", "`editor` is not a text"),
        ("editor", "cannot be used"),
    ],
)
def test_the_users_own_settings_name_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: str, said: str
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    write(tmp_path, {"settings/obverse/config.toml": settings, "p/content/a.md": FIRST})
    done = run(tmp_path / "p", "preview", "--port", "0")
    assert (done.status, said in done.err) == (2, True), done.err
