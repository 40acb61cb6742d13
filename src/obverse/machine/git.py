"""Git: whether what a file says could be had back, if it is written over."""

import subprocess
from collections.abc import Iterable
from pathlib import Path


def unsaved(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files that no commit holds as they are: changed, new, ignored, or in no repository."""
    return tuple(path for path in paths if not _is_saved(path))


def _is_saved(path: Path) -> bool:
    command = ["git", "-C", str(path.parent), "status", "--porcelain", "--ignored", "--", path.name]
    try:
        ran = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  # fixed
    except OSError:
        return False
    return ran.returncode == 0 and not ran.stdout.strip()
