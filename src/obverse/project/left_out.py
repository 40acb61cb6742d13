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

# Both patterns are compiled where a name may match: that takes as long as to look at fifty folders.
_CONFLICT = (
    r"\.sync-conflict-\d{8}-\d{6}\b"  # Syncthing
    r"|\[conflicted\d*\]"  # pCloud
    r"|\([^()]*\b(?:conflicted copy|sfconflict|case conflict|conflict on \d{4}-\d\d-\d\d"
    # Dropbox in other languages
    r"|in konflikt stehende kopie|copie en conflit|copia en conflicto|copia in conflitto"
    r"|c[oó]pia em conflito|exemplaar met conflict)\b[^()]*\)"
)
_IN_CONFLICT = ("(", "[", ".sync-")
_ABOUT = (
    r"(?:readme|changelog|contributing|licen[cs]e|code[_-]of[_-]conduct)"
    r"(?:[._-][a-z]{2,3}(?:[_-][a-z]{2,4})?)?\.(?:md|markdown)"
)
_BEGINS_ABOUT = tuple("rclRCL")
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
    if is_in_root and name.startswith(_BEGINS_ABOUT) and re.fullmatch(_ABOUT, name, re.IGNORECASE):
        return ABOUT
    may_be = any(sign in name for sign in _IN_CONFLICT)
    return CONFLICT if may_be and re.search(_CONFLICT, name, re.IGNORECASE) else ""
