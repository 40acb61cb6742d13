"""What is written lasts, in one go where there are many files, and leaves no halves."""

import os
import signal
import stat
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from obverse.errors import ObverseError
from obverse.machine import files, parts
from obverse.machine.batch import batch
from shell import run, write

DECK: Final = "# Deck\n\n## What is it?\n\nThat and more.   \n\n\n\n## Who?\n\n![](p.png)\n"
needs_posix = pytest.mark.skipif(os.name == "nt", reason="a folder cannot be opened there")


@pytest.fixture(name="synced")
def _synced(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often a file, a folder, and everything was flushed to the disk."""
    counts: Counter[str] = Counter()

    def fsync(handle: int) -> None:
        counts["folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file"] += 1

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "sync", lambda: counts.update(["all"]), raising=False)
    return counts


@needs_posix
def test_the_folder_of_a_replaced_file_is_flushed_too(tmp_path: Path, synced: Counter[str]) -> None:
    with files.replacing(tmp_path / "a") as stream:
        stream.write(b"a")
    assert synced == {"file": 1, "folder": 1}
    with files.replacing(tmp_path / "b", lasting=False) as stream:
        stream.write(b"b")
    assert synced == {"file": 1, "folder": 1}


@needs_posix
def test_a_batch_is_flushed_once_and_not_once_a_file(tmp_path: Path, synced: Counter[str]) -> None:
    with batch() as put:
        for number in range(1000):
            put(tmp_path / f"folder{number % 2}" / f"{number}", b"content")
    assert synced == {"all": 1, "folder": 2}
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1000


@needs_posix
def test_an_import_of_many_media_is_flushed_a_few_times(
    tmp_path: Path, synced: Counter[str]
) -> None:
    shown = "".join(f"![]({n}.png)" for n in range(100))
    folder = write(tmp_path / "d", deck=f"# Deck\n\n## What?\n\n{shown}\n")
    for number in range(100):
        (folder / f"{number}.png").write_bytes(b"picture %d" % number)
    assert run(folder, "build").status == 0
    synced.clear()
    assert run(tmp_path, "import", "d/build/d.apkg", "other").status == 0
    assert len([*(tmp_path / "other").rglob("*.png")]) == 100
    assert synced.total() < 10


def test_a_batch_that_fails_replaces_nothing(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"old")

    def failing() -> None:
        with batch() as put:
            put(tmp_path / "old", b"new")
            put(tmp_path / "new", b"new")
            put(tmp_path / "old" / "below", b"new")

    with pytest.raises(ObverseError, match="cannot write"):
        failing()
    assert [path.name for path in tmp_path.iterdir()] == ["old"]
    assert (tmp_path / "old").read_bytes() == b"old"


@pytest.mark.parametrize(
    ("below", "words"),
    [
        ("build", ("build",)),
        (".", ("build",)),
        ("media", ("build",)),
        ("media", ("import", "--fresh", "old.apkg", "--force")),
        (".", ("import", "cards.csv")),
        (".", ("lock", "--restore", "old.apkg")),
        (".", ("lock", "--renew")),
        ("out", ("export", "-o", "out/sheet.html")),
        ("out", ("export", "-o", "out/deck.apkg")),
        (".", ("check", "--fix", "--allow-dirty")),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_what_a_killed_command_left_is_swept(
    below: str, words: tuple[str, ...], tmp_path: Path
) -> None:
    folder = write(tmp_path / "d", deck=DECK)
    (folder / "p.png").write_bytes(b"picture")
    (folder / "cards.csv").write_text("front,back\nWhat else?,That.\n")
    assert run(folder, "build").status == 0
    (folder / "old.apkg").write_bytes((folder / "build" / "d.apkg").read_bytes())
    write(folder, other="# Other\n\n## Else?\n\nThat.\n")
    (folder / below).mkdir(exist_ok=True)
    left = folder / below / ".any name.txt.0123abcd.part"
    others = [folder / below / name for name in (".a.part", "b.0123abcd.part", ".c.xyz.part")]
    for path in (left, *others):
        path.write_bytes(b"half")
    if words[:2] == ("lock", "--renew"):
        lock = folder / "obverse.lock"
        lock.write_text(lock.read_text().replace("Who?", "Whom?"))
    assert run(folder, *words).status in {0, 1}
    assert not left.exists()
    assert all(path.exists() for path in others)


@needs_posix
def test_a_file_that_another_process_writes_is_not_swept(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from obverse.machine import files\n"
        "with files.replacing(Path(sys.argv[1])) as stream:\n"
        "    print('writing', flush=True)\n"
        "    time.sleep(600)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "a")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as other:
        assert other.stdout
        assert other.stdout.readline() == b"writing\n"
        [part] = tmp_path.iterdir()
        parts.sweep(tmp_path)
        assert part.exists()
        other.send_signal(signal.SIGKILL)
        other.wait()
    parts.sweep(tmp_path)
    assert not part.exists()
