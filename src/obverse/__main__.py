"""`python -m obverse`, and the script `obverse`, which exits faster."""

import os
import sys
from contextlib import suppress


def enter() -> None:
    """Run the command, unless it is a build with nothing to do."""
    # Not where click is to say what a shell may complete.
    if sys.argv[1:2] != ["build"] or "_OBVERSE_COMPLETE" in os.environ:
        _run()
    elif not _is_done():
        from obverse.machine.early_process import begin_early, dismiss_early

        begin_early("obverse.compile.compiler")
        try:
            _run()
        finally:
            dismiss_early()


def _run() -> None:
    from obverse import cli

    cli.main()


def _is_done() -> bool:
    """Whether a build has nothing to do, which is said then."""
    from obverse.unchanged import unchanged

    try:
        said = unchanged(sys.argv[1:])
        if said is None:
            return False
        sys.stdout.write(f"{said}\n")
        sys.stdout.flush()
    except KeyboardInterrupt:
        sys.stderr.write("stopped\n")
        sys.exit(130)
    # Nobody reads it, or an old terminal lacks a character: the command knows what to do.
    except (OSError, ValueError, AttributeError):
        return False
    return True


def script() -> None:
    """Run the command and end the process without freeing its memory object by object.

    With 100,000 notes that takes a second; the system does it at once. Nothing else is left to do:
    files are closed where they are written, and other processes ended where they are started.
    """
    status = 0
    try:
        enter()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):  # nobody reads it any more, or ever did
            stream.flush()
    os._exit(status)


if __name__ == "__main__":
    enter()
