"""Open a file with the program that the system has for it, without a shell."""

import os
import shutil
import sys
from pathlib import Path

_PATIENCE = 3.0  # seconds; an opener that still runs then has found a program


def open_file(path: Path) -> bool:
    """Whether the system found a program that opens the file."""
    absolute = str(path.absolute())
    if sys.platform == "win32":
        try:
            os.startfile(absolute)  # noqa: S606  # what `start` does, without its shell
        except OSError:
            return False
        return True
    opener = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
    return opener is not None and _started(opener, absolute)


def _started(opener: str, path: str) -> bool:
    """Start it, and wait for a moment whether it fails; it may run as long as the program does."""
    import subprocess  # takes longer to import than a build without it should pay

    nowhere = subprocess.DEVNULL
    try:
        started = subprocess.Popen(  # noqa: S603  # the system's own, and a path that is absolute
            [opener, path], stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True
        )
    except OSError:
        return False
    try:
        return started.wait(_PATIENCE) == 0
    except subprocess.TimeoutExpired:
        return True
