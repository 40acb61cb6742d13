"""Outside: a path of a project that leads out of it."""

from pathlib import Path

from obverse.errors import ObverseError
from obverse.machine.paths import real_path


class OutsideError(ObverseError):
    """A path of a project that leads out of it, where nobody allowed that."""

    def __init__(self, what: str, path: str | Path) -> None:
        """`what` leads to `path`, its links followed."""
        real = real_path(path)
        hint = (
            f"if you want files outside the project, run `obverse allow` or add `--outside {real}`"
        )
        super().__init__(f"{what} leads out of the project, to `{real}`", hint)
