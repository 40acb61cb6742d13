"""`python -m obverse`, and the script `obverse`, which is gone sooner."""

import os
import sys
from contextlib import suppress

from obverse.cli import main


def script() -> None:
    """Run the command and end the process, without taking apart what is in its memory.

    Of 100,000 notes that takes a second, and the system does it at once. Nothing is left to be
    done then: files are closed where they are written, other processes where they are begun.
    """
    status = 0
    try:
        main()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # nobody reads it any more
            stream.flush()
    os._exit(status)


if __name__ == "__main__":
    main()
