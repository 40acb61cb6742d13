"""The streams that a command prints to."""

import io
import sys


def escape_what_is_missing() -> None:
    """Have characters escaped that an old terminal's encoding lacks: an author's text has them."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
