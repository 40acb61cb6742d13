"""Crash: a fault of ours, written to a file with what is needed to find its cause."""

import os
import platform
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

_LONGEST = 120  # characters of a message


def crash(fault: BaseException, version: str, arguments: Sequence[str]) -> Path | None:
    """The new file in the system's temporary folder; nothing if none can be written."""
    report = "".join(
        (
            f"obverse {version}, Python {platform.python_version()}, {platform.platform()}\n",
            f"{list(arguments)!r} in {_folder()!r}\n\n",
            *traceback.format_exception(fault),
        )
    )
    try:
        handle, name = tempfile.mkstemp(prefix="obverse-crash-", suffix=".txt")
        with open(handle, "wb") as stream:  # noqa: PTH123  # a file that is open
            stream.write(report.encode(errors="backslashreplace"))
    except OSError:
        return None
    return Path(name)


def in_a_line(fault: BaseException) -> str:
    """What the fault is called, and the beginning of what it says."""
    said = " ".join(str(fault).split())
    name = type(fault).__name__
    return f"{name}: {said[:_LONGEST]}" if said else name


def _folder() -> str:
    try:
        return os.getcwd()  # noqa: PTH109
    except OSError:
        return "a folder that is gone"
