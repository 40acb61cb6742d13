"""Diagrams: a fence drawn as SVG by a command that the project names, once for each text."""

import os
from hashlib import blake2b
from pathlib import Path

from obverse.machine import files
from obverse.machine.files import replacing

TIME_LIMIT = 30  # seconds; a Graphviz drawing takes a fraction of one, mermaid's browser a few
_CACHE = ".obverse_cache/diagrams"


class NotDrawnError(Exception):
    """A command that drew nothing; the message is the last line that it printed."""


def draw(command: str, code: str, root: Path) -> Path:
    """The SVG that `command` makes of `code`: read from standard input, written to its output.

    Runs in `root`, without a shell. The file is kept in a cache there and made again only if the
    command or the code changed. Raises `NotDrawnError`.
    """
    name = blake2b(f"{command}\0{code}".encode(), digest_size=12).hexdigest()
    path = root / _CACHE / f"{name}.svg"
    if not path.is_file():
        drawn = _run(command, code, root)
        with replacing(path) as stream:
            stream.write(drawn)
    return path


def command_words(command: str, *, is_windows: bool) -> list[str]:
    r"""The words of a command, quotes as in a shell. Raises `ValueError` for an open quote.

    On Windows `\` parts the names of a path and escapes nothing, and the program may be a script
    (`mmdc.cmd`), which is only found by its full name.
    """
    import shlex

    if not is_windows:
        return shlex.split(command)
    import shutil

    lexer = shlex.shlex(command, posix=True, punctuation_chars=False)
    lexer.whitespace_split, lexer.commenters, lexer.escape = True, "", ""
    program, *arguments = [*lexer] or [""]
    return [shutil.which(program) or program, *arguments]


def _run(command: str, code: str, root: Path) -> bytes:
    import subprocess  # takes longer to import than a project without diagrams should pay

    try:
        done = subprocess.run(  # noqa: S603  # the author's own command, without a shell
            command_words(command, is_windows=os.name == "nt"),
            input=code.encode(),
            capture_output=True,
            cwd=root,
            timeout=TIME_LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotDrawnError(f"it took longer than {TIME_LIMIT} seconds") from None
    except (OSError, ValueError) as fault:
        reason = files.why(fault)[0] if isinstance(fault, OSError) else f"{fault}".lower()
        raise NotDrawnError(reason) from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().split("\n")[-1]
        raise NotDrawnError(said or f"it exited with status {done.returncode}")
    if b"<svg" not in done.stdout:
        raise NotDrawnError("it wrote no SVG to its standard output")
    return done.stdout
