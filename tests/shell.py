"""The command `obverse` as an author runs it: in this process, or in one of its own."""

import gc
import os
import subprocess
import sys
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from click.testing import CliRunner

from obverse.cli import main

# A command that starts another which Ctrl-C reaches. A shell hands SIGINT down ignored to what it
# runs in the background (POSIX 2.11, Signals and Error Handling), and a test may run there.
REACHED_BY_CTRL_C: Final = (
    sys.executable,
    "-c",
    """
import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])
""",
)


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left behind: its exit status, and what it said."""

    status: int
    out: str
    err: str


def run(folder: Path, *arguments: str, **environment: str) -> Ran:
    """Run the command in this process, with FOLDER as the current one; no traceback is told."""
    try:
        with chdir(folder):
            result = CliRunner(env=environment).invoke(main, arguments)
    finally:
        gc.enable()  # a build switches it off for the rest of its process
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ran(result.exit_code, result.stdout, result.stderr)


def spawn(
    folder: Path,
    *arguments: str,
    before: tuple[str, ...] = (),
    **environment: str,
) -> Ran:
    """Run the command in a process of its own; BEFORE is a command that starts it."""
    done = subprocess.run(
        [*before, sys.executable, "-m", "obverse", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **environment},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        timeout=120,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def write(folder: Path, **sources: str | bytes) -> Path:
    """Write Markdown files into a folder, which is made: `write(folder, adr="..")` is adr.md."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in sources.items():
        raw = text if isinstance(text, bytes) else text.encode()
        (folder / f"{name}.md").write_bytes(raw)
    return folder


def made(folder: Path) -> dict[str, bytes]:
    """The packages and locks below a folder, and whatever a write may have left half done."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and (path.suffix in (".apkg", ".lock", ".part"))
    }


def let_a_tick_pass(folder: Path) -> None:
    """Wait, some milliseconds at most, until files that are there are older than new ones."""
    probe = folder / "probe"
    probe.touch()
    first = probe.stat().st_mtime_ns
    while probe.stat().st_mtime_ns == first:
        probe.touch()
    probe.unlink()
