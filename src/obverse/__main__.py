"""`python -m obverse`, and the script `obverse`, which exits faster."""

import gc
import os
import sys
from contextlib import suppress


def enter() -> None:
    """Run the command."""
    gc.disable()  # imports make no garbage, and looking for it takes 4 of 45 ms
    # Not where click is to say what a shell may complete.
    if sys.argv[1:2] != ["build"] or "_OBVERSE_COMPLETE" in os.environ:
        _run()
        return
    from obverse.machine.early_process import begin_early, dismiss_early

    if "--watch" not in sys.argv:  # which is for hours
        begin_early("obverse.compile.compiler", "obverse.incremental.make")
    try:
        if not _is_built():
            _run()
    finally:
        dismiss_early()


def _run() -> None:
    from obverse import cli

    gc.enable()
    cli.main()


def _is_built() -> bool:
    """Whether this was a plain build, which needs no click, and is done."""
    try:
        from obverse.commands.build.plain_build import plain_build

        asked = plain_build(sys.argv[1:])
        if asked:
            asked.build()
    except KeyboardInterrupt:
        sys.stderr.write("stopped\n")
        sys.exit(130)
    except Exception:  # noqa: BLE001  # the command finds it again, and tells of it
        return False
    return asked is not None


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
