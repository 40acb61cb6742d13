"""Git: what it holds of a file that is changed, overwritten or lost."""

import os
from collections.abc import Iterable
from pathlib import Path

# A folder in a stranger's repository may itself look like a repository, whose settings name a
# command (https://git-scm.com/docs/git-config, `safe.bareRepository`), or a server to fetch from.
_SAFE = ("-c", "safe.bareRepository=explicit", "-c", "core.fsmonitor=false")
_OFFLINE = {"GIT_NO_LAZY_FETCH": "1"}
_SHA1 = 40  # digits; a repository that names its objects by SHA-256 has 64


def unsaved(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files whose content is in no commit: changed, new, ignored, or in no repository."""
    return tuple(path for path in paths if not _is_saved(path))


def committed(path: Path, commit: str = "HEAD") -> bytes | None:
    """The content that a commit has of a file; nothing where it has none, or without git."""
    return _asked(path, "cat-file", "blob", f"{commit}:./{path.name}")


def is_committed(path: Path, content: bytes) -> bool:
    """Whether the last commit has exactly this content of a file.

    Git says only its digest, and a lock of megabytes need not come through a pipe.
    """
    said = _asked(path, "rev-parse", "--verify", "--quiet", f"HEAD:./{path.name}")
    if not said:
        return False
    from hashlib import new as new_hash  # OpenSSL, which takes 2 ms

    digest = said.decode("ascii", "ignore").strip()
    hashed = new_hash("sha1" if len(digest) == _SHA1 else "sha256", usedforsecurity=False)
    hashed.update(b"blob %d\0" % len(content))
    hashed.update(content)
    return hashed.hexdigest() == digest


def commit(folder: Path, name: str) -> str | None:
    """The hash of the commit that a branch, a tag or anything else names, if there is one."""
    wanted = ("--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    said = _asked(folder / ".git", "rev-parse", *wanted)
    return said.decode("ascii", "ignore").strip() or None if said else None


def added_lines(path: Path) -> str | None:
    """The lines that commits ever added to a file; nothing without git."""
    wanted = ("--no-textconv", "--no-ext-diff", "--no-color", "--format=", "-p", "--unified=0")
    said = _asked(path, "log", *wanted, "--", path.name)
    if said is None:
        return None
    lines = said.decode("utf-8", "replace").split("\n")
    return "\n".join(line[1:] for line in lines if line.startswith("+"))


def _is_saved(path: Path) -> bool:
    said = _asked(path, "status", "--porcelain", "--ignored", "--", path.name)
    return said is not None and not said.strip()


def _asked(path: Path, *arguments: str) -> bytes | None:
    """What git says in the folder of a file; nothing if it fails or is not installed."""
    if not _may_be_in_repository(path.parent):
        return None  # which git would say too, after a process has begun
    import subprocess

    command = ["git", *_SAFE, "-C", str(path.parent), *arguments]
    environment = {**os.environ, **_OFFLINE}
    try:
        ran = subprocess.run(command, capture_output=True, check=False, env=environment)  # noqa: S603  # fixed
    except (OSError, ValueError):
        return None
    return ran.stdout if ran.returncode == 0 else None


def _may_be_in_repository(folder: Path) -> bool:
    """Whether some folder above has a `.git`, or a variable names one.

    No other variable of git's makes a repository of a folder; some name only a proxy.
    """
    if "GIT_DIR" in os.environ:
        return True
    try:
        here = folder.resolve()
        return any(os.path.lexists(each / ".git") for each in (here, *here.parents))
    except (OSError, ValueError, RuntimeError):
        return True
