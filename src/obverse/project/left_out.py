"""Left out: the files and folders that a project does not read, each with the reason."""

import re
from typing import NamedTuple

HIDDEN = "hidden"
BUILD = "the build folder"
TOOLS = "installed by a tool"
BACKUP = "Logseq backup"
TEMPLATE = "template"
IGNORED = "excluded in Obsidian"
EXCLUDED = "excluded"
NOT_INCLUDED = "not included"
CONFLICT = "sync conflict"
ABOUT = "about the project"
UNREADABLE = "unreadable"
# Those that nobody takes for sources, so a summary does not count them.
UNCOUNTED = frozenset((HIDDEN, BUILD, TOOLS))

_CONFLICT = re.compile(
    r"\.sync-conflict-\d{8}-\d{6}\b"  # Syncthing
    r"|\[conflicted\d*\]"  # pCloud
    r"|\([^()]*\b(?:conflicted copy|sfconflict|case conflict|conflict on \d{4}-\d\d-\d\d"
    # Dropbox in other languages
    r"|in konflikt stehende kopie|copie en conflit|copia en conflicto|copia in conflitto"
    r"|c[oó]pia em conflito|exemplaar met conflict)\b[^()]*\)",
    re.IGNORECASE,
)
_MAYBE_CONFLICT = re.compile(r"[(\[]|\.sync-")
_ABOUT = re.compile(
    r"(?:readme|changelog|contributing|licen[cs]e|code[_-]of[_-]conduct)"
    r"(?:[._-][a-z]{2,3}(?:[_-][a-z]{2,4})?)?\.(?:md|markdown)",
    re.IGNORECASE,
)
_LOGSEQ, _COPIES = "logseq", ("bak", "version-files")


def is_counted(reason: str) -> bool:
    """Whether a summary counts what is left out for this reason."""
    return reason not in UNCOUNTED


class LeftOut(NamedTuple):
    """A file that is not read, or a folder (its path ends with `/`), and why."""

    path: str
    reason: str


def of_folder(name: str, above: str) -> str:
    """Why a folder of this name, in a folder of the name `above`, is left out; empty if it is not.

    What the settings of a project or a vault say is not asked here.
    """
    if name.startswith("."):
        return HIDDEN
    if name == "node_modules":
        return TOOLS
    return BACKUP if above == _LOGSEQ and name in _COPIES else ""


def of_file(name: str, *, is_in_root: bool) -> str:
    """Why a source of this name is left out; empty if it is not."""
    if name.startswith("."):
        return HIDDEN
    if is_in_root and _ABOUT.fullmatch(name):
        return ABOUT
    return CONFLICT if _MAYBE_CONFLICT.search(name) and _CONFLICT.search(name) else ""
