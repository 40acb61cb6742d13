"""A vault: what the settings that Obsidian keeps in `.obsidian` leave out of its notes.

Its files may be a stranger's: each is read only within bounds, and what cannot be read is said and
leaves nothing out.
"""

import json
import os
import re
import stat
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from obverse.machine import files
from obverse.machine.late import late
from obverse.machine.paths import composed

VAULT = ".obsidian"
_LARGEST = 1 << 20  # bytes of a file of settings
_MOST = 1000  # filters
_LONGEST = 255  # characters of a pattern and of a path
_APP = "app.json"
# Where the core plug-in and Templater keep the folder of templates: file, key.
_TEMPLATES = (
    ("templates.json", "folder"),
    ("plugins/templater-obsidian/data.json", "templates_folder"),
)
# A pattern that any path is matched with in a short time: no group that is repeated, no reference
# to what a group matched, and no more than two places that can match more or fewer characters.
_QUANTIFIED_GROUP = late(r"\)[*+?{]|\\[1-9]|\(\?")
_REPEATED = late(r"(?<!\\)[*+?{]")
_REPEATS = 2


class Vault(NamedTuple):
    """What one vault leaves out, by paths below it: folders, beginnings of paths, patterns.

    `shows_line_ends` says that Obsidian shows the end of a line as one, as Markdown does not.
    """

    templates: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()
    patterns: tuple[re.Pattern[str], ...] = ()
    shows_line_ends: bool = False

    def is_template(self, path: str) -> bool:
        """Whether a folder or file is in a folder of templates."""
        return any(path == each or path.startswith(f"{each}/") for each in self.templates)

    def ignores(self, path: str) -> bool:
        """Whether Obsidian leaves out a file."""
        if self.beginnings and path.startswith(self.beginnings):
            return True
        return any(each.search(path[:_LONGEST]) for each in self.patterns)

    def meaning(self, folder: str) -> "Vault":
        """The same without the filters that leave out a whole folder; its path ends in `/`."""
        return self._replace(
            beginnings=tuple(each for each in self.beginnings if not folder.startswith(each)),
            patterns=tuple(each for each in self.patterns if not each.search(folder)),
        )


class VaultFault(NamedTuple):
    """Something in a file of settings that cannot be read: its path, and what is wrong."""

    path: str
    message: str


def read_vault(
    folder: str, is_inside: Callable[[str], bool]
) -> tuple[Vault, tuple[VaultFault, ...]]:
    """What the vault in `folder` leaves out, and what of its settings cannot be read.

    `is_inside` says whether a path may be read. Raises nothing.
    """
    faults: list[VaultFault] = []

    def read(name: str) -> dict[str, Any]:
        path = os.path.join(folder, VAULT, name)  # noqa: PTH118  # before every build
        try:
            found = _read(path, is_inside)
        except (OSError, ValueError, RecursionError) as fault:
            faults.append(VaultFault(path, _why(fault)))
            return {}
        if found is not None and not isinstance(found, dict):
            faults.append(VaultFault(path, "it is not a JSON object"))
        return found if isinstance(found, dict) else {}

    templates = []
    for name, key in _TEMPLATES:
        written = read(name).get(key)
        if isinstance(written, str) and (path := composed(written).strip("/ ")) not in {"", "."}:
            templates.append(path)
    beginnings, patterns = [], []
    of_app = read(_APP)
    for each in _filters(of_app.get("userIgnoreFilters"), folder, faults):
        if isinstance(each, str):
            beginnings.append(each)
        else:
            patterns.append(each)
    shows = of_app.get("strictLineBreaks") is not True
    vault = Vault(tuple(templates), tuple(beginnings), tuple(patterns), shows)
    return vault, tuple(faults)


def _filters(
    written: object, folder: str, faults: list[VaultFault]
) -> Iterator[str | re.Pattern[str]]:
    """Obsidian's filters: the beginning of a path, or a pattern between two `/`."""
    path = os.path.join(folder, VAULT, _APP)  # noqa: PTH118
    if written is None:
        return
    if not isinstance(written, list) or len(written) > _MOST:
        faults.append(VaultFault(path, "`userIgnoreFilters` is not a list of filters"))
        return
    for each in written:
        text = composed(each).strip() if isinstance(each, str) else ""
        if len(text) > 2 and text.startswith("/") and text.endswith("/"):  # noqa: PLR2004
            try:
                yield _pattern(text[1:-1])
            except (re.error, ValueError, OverflowError, RecursionError):
                shown = f"{text[:_LONGEST]!a}"[1:-1]
                faults.append(VaultFault(path, f"the filter `{shown}` cannot be used"))
        elif text.lstrip("/"):
            yield text.lstrip("/")


def _pattern(written: str) -> re.Pattern[str]:
    """A pattern that is matched in a short time. Raises `ValueError` for one that may not be."""
    repeats = len(_REPEATED.findall(written))
    if len(written) > _LONGEST or repeats > _REPEATS or _QUANTIFIED_GROUP.search(written):
        raise ValueError
    return re.compile(written)


def _read(path: str, is_inside: Callable[[str], bool]) -> object:
    """The JSON in a file; `None` if there is no such file."""
    try:
        about = os.stat(path)  # noqa: PTH116  # before every build
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not stat.S_ISREG(about.st_mode):
        raise OSError(0, "it is not a file")
    if about.st_size > _LARGEST:
        raise OSError(0, "it is too large")
    if not is_inside(path):
        raise OSError(0, "it leads out of the project")
    with open(path, "rb") as stream:  # noqa: PTH123
        return json.loads(stream.read(_LARGEST + 1).decode("utf-8-sig"))


def _why(fault: Exception) -> str:
    if isinstance(fault, OSError):
        return files.why(fault)[0]
    return "it is nested too deep" if isinstance(fault, RecursionError) else "it is not JSON"
