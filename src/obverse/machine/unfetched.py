"""Files whose content is elsewhere: what Git LFS and git-annex leave in place of a large file.

- Git LFS: a text of at most 1024 bytes whose first line names the version of the specification
  (https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md).
- git-annex, locked: a link to `.git/annex/objects/..`, which is broken without the content. Where a
  file system has no links, git writes the link as a text file
  (https://git-annex.branchable.com/internals/).
- git-annex, unlocked: a text that begins with `/annex/objects/`
  (https://git-annex.branchable.com/internals/pointer_file/).
"""

import os
import re
from pathlib import Path

from obverse.machine import paths

Reason = tuple[str, str]
_LONGEST = 32768  # bytes of a pointer of git-annex; those of Git LFS are shorter
_FIRST = b"v/."  # the first bytes of pointers, and of few other files
# Compiled by `re` when they are first used: most projects have no such file.
_LFS = rb"version https?://(?:git-lfs\.github\.com|hawser\.github\.com|git-media\.io)/\S*\s"
_ANNEX = rb"(?:\S*\.git/(?:\S+/)?|/)annex/objects/\S"


def of_content(raw: bytes, path: str | Path) -> Reason | None:
    """(what a file is, what to do) if these, its bytes, are a pointer to other bytes.

    A path that is a text is as the author would type it.
    """
    if len(raw) > _LONGEST or raw[:1] not in _FIRST:
        return None
    if re.match(_LFS, raw):
        return "it is a Git LFS pointer, its content is not here", "run `git lfs pull`"
    if not re.match(_ANNEX, raw):
        return None
    return _annex(path if isinstance(path, str) else paths.shown(path), "pointer")


def of_link(path: str | Path, shown: str) -> Reason | None:
    """(what a file is, what to do) if it is a link of git-annex; for one that leads nowhere."""
    try:
        leads_to_annex = re.match(_ANNEX, os.fsencode(os.readlink(path)))  # noqa: PTH115  # raises only this
    except OSError:
        return None
    return _annex(shown, "link") if leads_to_annex else None


def is_of_annex(path: Path, root: Path) -> bool:
    """Whether a link below `root` leads to what git-annex keeps in the repository around it."""
    here = root.resolve()
    git = next((git for each in (here, *here.parents) if (git := each / ".git").exists()), None)
    return git is not None and path.resolve().is_relative_to(git.resolve() / "annex" / "objects")


def _annex(shown: str, what: str) -> Reason:
    from shlex import quote  # only what is missing has to be typed

    command = f"git annex get {quote(shown)}"
    return f"it is a git-annex {what}, its content is not here", f"run `{command}`"
