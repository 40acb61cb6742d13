"""Git: whether the content of a file could be recovered if it were overwritten."""

import subprocess
from collections.abc import Iterable
from pathlib import Path


def unsaved(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files whose content is in no commit: changed, new, ignored, or in no repository."""
    return tuple(path for path in paths if not _is_saved(path))


def _is_saved(path: Path) -> bool:
    command = ["git", "-C", str(path.parent), "status", "--porcelain", "--ignored", "--", path.name]
    try:
        ran = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  # fixed
    except OSError:
        return False
    return ran.returncode == 0 and not ran.stdout.strip()
