"""Paths as they are kept and shown: with `/`, in one Unicode form, from a folder where they can be.

macOS may give a name decomposed (`e` and an accent, NFD), and other systems as it was typed (NFC):
two texts, one name. What is kept or compared is always NFC.
"""

import os
from contextlib import suppress
from pathlib import Path


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
