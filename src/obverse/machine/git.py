"""Git: what it holds of a file that is changed, overwritten or lost."""

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path


def unsaved(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files whose content is in no commit: changed, new, ignored, or in no repository."""
    return tuple(path for path in paths if not _is_saved(path))


def _is_saved(path: Path) -> bool:
    # A folder in a stranger's repository may itself look like one, whose settings name a command.
    safe = ["-c", "safe.bareRepository=explicit", "-c", "core.fsmonitor=false"]
    asked = ["status", "--porcelain", "--ignored", "--", path.name]
    command = ["git", *safe, "-C", str(path.parent), *asked]
    try:
        ran = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  # fixed
    except OSError:
        return False
    return ran.returncode == 0 and not ran.stdout.strip()


def committed(path: Path) -> bytes | None:
    """The content that the last commit has of a file; nothing where it has none, or without git."""
    name = f"HEAD:./{path.name}"
    command = ["git", "-C", str(path.parent), "cat-file", "blob", name]
    environment = {**os.environ, "GIT_NO_LAZY_FETCH": "1"}
    try:
        ran = subprocess.run(command, capture_output=True, check=False, env=environment)  # noqa: S603  # fixed
    except (OSError, ValueError):
        return None
    return ran.stdout if ran.returncode == 0 else None
