"""Globs: which paths the settings `include`, `exclude` and `tables` mean, as in `.gitignore`.

A glob without a `/` is a name anywhere below the folder; with one it is a path from the folder.
`*`, `?` and `[ab]` stand for characters of one name, `**` for any number of folders. A glob that
ends in `/` is only a folder. Whatever is in a folder that a glob matches is matched too. `!` has no
meaning. Names are compared in NFC, and case counts, on every system.

A path is matched name by name on the way down, so that each name is looked at once, and no glob of
a stranger takes long.
"""

import re
from collections.abc import Iterable, Sequence
from fnmatch import translate
from functools import cache
from typing import NamedTuple

from obverse.machine.late import late
from obverse.machine.paths import composed

_WILD = late(r"[*?\[\\]")
_UNLIKE_FNMATCH = late(r"\\(.)|\[\^")
_ANY = "**"


class Glob(NamedTuple):
    """One glob: a pattern for each name of a path, `None` for any number of folders.

    `literals` are the names without wildcards, with empty texts for the others. With `is_folder`
    only a folder is meant.
    """

    names: tuple[re.Pattern[str] | None, ...]
    literals: tuple[str, ...]
    is_folder: bool


# For each glob how many of its names may have matched so far, one more than it has below a folder
# that it matches; empty where none can any more.
States = tuple[frozenset[int], ...]


class Globs:
    """Some globs, matched together against the names of a path."""

    def __init__(self, written: Iterable[str]) -> None:
        """Read the globs as they are written."""
        self._globs = tuple(map(_glob, written))
        self.start: States = tuple(_closed(each, {0}) for each in self._globs)

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._globs)

    def step(self, states: States, name: str) -> States:
        """The states below a folder or file of this name."""
        pairs = zip(self._globs, states, strict=True)
        return tuple(_step(glob, state, name) if state else state for glob, state in pairs)

    def match(self, states: States, *, is_folder: bool) -> bool:
        """Whether a path that led to these states is matched, or a folder that it is in."""
        return any(
            len(glob.names) + 1 in state
            or (len(glob.names) in state and (is_folder or not glob.is_folder))
            for glob, state in zip(self._globs, states, strict=True)
        )

    def match_itself(self, states: States) -> bool:
        """Whether the file that led to these states is matched, and not only a folder it is in."""
        pairs = zip(self._globs, states, strict=True)
        return any(len(glob.names) in state and not glob.is_folder for glob, state in pairs)

    def name(self, states: States, name: str) -> bool:
        """Whether a glob names this file or folder itself, without a wildcard."""
        pairs = zip(self._globs, states, strict=True)
        return any(
            at < len(glob.literals) and glob.literals[at] == name
            for glob, state in pairs
            for at in state
        )

    def at(self, path: Iterable[str]) -> States:
        """The states at a folder or file, by the names of its path."""
        states = self.start
        for name in path:
            states = self.step(states, name)
        return states

    def spell_out(self, path: Sequence[str]) -> bool:
        """Whether a glob names the last of these names without a wildcard."""
        return self.name(self.at(path[:-1]), path[-1])


@cache
def _glob(written: str) -> Glob:
    text = composed(written)
    is_folder = text.endswith(("/", f"/{_ANY}"))
    names = [name for name in text.removesuffix(f"/{_ANY}").split("/") if name not in {"", "."}]
    if "/" not in text.removesuffix("/"):
        names = [_ANY, *names]
    if text == _ANY:
        names, is_folder = [_ANY], False
    return Glob(
        tuple(None if name == _ANY else _pattern(name) for name in names),
        tuple("" if _WILD.search(name) else name for name in names),
        is_folder,
    )


def _pattern(name: str) -> re.Pattern[str]:
    """The pattern of one name; a backslash takes its meaning from the next character.

    `[^a]` is `[!a]`, as for git.
    """
    return re.compile(translate(_UNLIKE_FNMATCH.sub(_as_fnmatch, name)))


def _as_fnmatch(found: re.Match[str]) -> str:
    if not found[1]:
        return "[!"
    return f"[{found[1]}]" if found[1] in "*?[" else found[1]


def _closed(glob: Glob, states: Iterable[int]) -> frozenset[int]:
    """With the states that are reached where `**` is no folder at all."""
    reached = set(states)
    for at in sorted(reached):
        while at < len(glob.names) and glob.names[at] is None:
            at += 1  # noqa: PLW2901
            reached.add(at)
    return frozenset(reached)


def _step(glob: Glob, states: frozenset[int], name: str) -> frozenset[int]:
    reached = set()
    for at in states:
        pattern = glob.names[at] if at < len(glob.names) else None
        if at >= len(glob.names):
            reached.add(len(glob.names) + 1)
        elif pattern is None:
            reached.add(at)
        elif pattern.match(name):
            reached.add(at + 1)
    return _closed(glob, reached)
