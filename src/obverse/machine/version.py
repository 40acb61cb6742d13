"""The program itself, on which every result depends: its files and its libraries."""

import os
import sys
from collections.abc import Iterator
from functools import cache

LIBRARIES = ("markdown_it", "mdit_py_plugins", "nh3", "pygments", "yaml")
_SHAPING = (".py", ".html", ".css", ".js", ".toml")


@cache
def listing() -> str:
    """A line for each file that affects the results: size, time in nanoseconds, path.

    For a library it is `__init__.py`, which an installer rewrites. Nothing is imported or read.
    """
    own = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120  # of 340 files
    told = [_told(each.path, each.stat()) for each in _files(own)]
    told += filter(None, map(_library, LIBRARIES))
    return "\n".join(sorted(told))


def version() -> str:
    """A digest of the program."""
    from obverse.machine.blake2 import blake2b  # takes longer than all files of the program

    return blake2b(listing().encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _files(folder: str) -> Iterator["os.DirEntry[str]"]:
    with os.scandir(folder) as found:
        for each in found:
            if each.name.endswith(_SHAPING):
                yield each
            elif each.name != "__pycache__" and each.is_dir():
                yield from _files(each.path)


def _library(name: str) -> str:
    """The line of a library, which is a folder on `sys.path`, as all of them are."""
    for folder in sys.path:
        path = os.path.join(folder, name, "__init__.py")  # noqa: PTH118
        try:
            return _told(path, os.stat(path))  # noqa: PTH116
        except OSError:
            continue
    return ""


def _told(path: str, about: os.stat_result) -> str:
    return f"{about.st_size} {about.st_mtime_ns} {path}"
