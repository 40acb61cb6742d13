"""Paths as they are kept and shown: with `/`, in one Unicode form, from a folder where they can be.

macOS may give a name decomposed (`e` and an accent, NFD), and other systems as it was typed (NFC):
two texts, one name. What is kept or compared is always NFC.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_OF_GIT = (".git", "git~1")  # the second is its short name on Windows


def composed(text: str) -> str:
    """The text in NFC (Unicode Standard Annex 15), which is one for all spellings of a name."""
    if text.isascii():
        return text
    from unicodedata import normalize  # which a build that has nothing to do can do without

    return normalize("NFC", text)


def relative(path: str | Path, folder: str | Path = os.curdir) -> str:
    """A path as seen from a folder; the path itself where no way leads there.

    Between two drives of Windows there is none, nor from a current folder that was deleted.
    """
    with suppress(ValueError, OSError):
        path = os.path.relpath(path, folder)
    return Path(path).as_posix()


def is_below(relative: str) -> bool:
    """Whether what `relative` gave stays within its folder."""
    return not (relative == ".." or relative.startswith("../") or Path(relative).is_absolute())


def shown(path: str | Path) -> str:
    """A path as an author would type it: from the current folder where it is below it."""
    below = relative(path)
    return composed(below if is_below(below) else Path(path).as_posix())


def repository(folder: str | Path) -> str:
    """The git repository that a folder is in, or else the folder; links are followed."""
    here = real = os.path.realpath(folder)
    while not os.path.lexists(os.path.join(here, ".git")):  # noqa: PTH118  # before every build
        here, below = os.path.dirname(here), here  # noqa: PTH120
        if here == below:
            return real
    return here


def real_path(path: str | Path) -> str:
    """The path with its links followed; as it is if it cannot be one."""
    try:
        return os.path.realpath(path)
    except ValueError:
        return ascii(str(path)).strip("'")


def stays_in(path: str | Path, folders: Iterable[str]) -> bool:
    """Whether a path leads into one of these real folders, links followed, and not into `.git`."""
    try:
        real = os.path.realpath(path)
    except ValueError:  # a NUL character, which no name has
        return False
    for folder in folders:
        if real == folder:
            return True
        above = folder.rstrip(os.sep) + os.sep
        if real.startswith(above):
            below = Path(real.removeprefix(above))
            return not any(part.lower() in _OF_GIT for part in below.parts)
    return False
