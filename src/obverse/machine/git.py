"""Git: whether the content of a file could be recovered if it were overwritten."""

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
