"""`python -m obverse`, and the script `obverse`, which exits faster."""

import os
import sys
from contextlib import suppress

from obverse.cli import main


def script() -> None:
    """Run the command and end the process without freeing its memory object by object.

    With 100,000 notes that takes a second; the system does it at once. Nothing else is left to do:
    files are closed where they are written, and other processes ended where they are started.
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
