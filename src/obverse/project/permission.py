"""Permission: the commands and the places outside a project that its user allowed.

It is kept in the user's own configuration folder, where no repository can bring it along: the root
of each project, a digest of its commands and of the files that they name, and where it may reach.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from obverse.errors import ObverseError
from obverse.machine import files, paths
from obverse.project import drawing
from obverse.project.own_folder import own_folder
from obverse.project.settings import Settings

VARIABLE = "OBVERSE_ALLOW"
_NAME = "allowed.json"


class Allowed(NamedTuple):
    """What is allowed to a project: commands by their digest (empty: none), and real paths."""

    commands: str = ""
    outside: tuple[str, ...] = ()


def may_draw(root: Path, settings: Settings) -> bool:
    """Whether the project's commands may run: as they are now, and with the files they name now."""
    if _all_is_allowed():
        return True
    known = permitted().get(_key(root), Allowed()).commands
    return bool(known) and known == settings_digest(root, settings)


def covers(root: Path, path: str | Path) -> bool:
    """Whether the project in `root` may use what is outside of it at `path`, links followed."""
    if _all_is_allowed():
        return True
    known = permitted().get(_key(root))
    return known is not None and paths.stays_in(path, known.outside)


def settings_digest(root: Path, settings: Settings) -> str:
    """A digest of all commands of a project and of the files they name; empty without any."""
    commands = settings.diagrams
    if not commands:
        return ""
    return files.digest(
        f"{commands}{drawing.commands_digest(root, dict(commands).values())}".encode()
    )


def permitted() -> Mapping[str, Allowed]:
    """What is allowed to each project, by its root; nothing if the file cannot be used."""
    with suppress(ObverseError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        written = json.loads(files.read(_file()))
        return {
            str(root): Allowed(str(each["commands"]), tuple(map(str, each["outside"])))
            for root, each in written.items()
        }
    return {}


def allow(root: Path, settings: Settings, outside: tuple[str, ...]) -> None:
    """Allow what a project asks for, and nothing that it asked for before."""
    _keep({**permitted(), _key(root): Allowed(settings_digest(root, settings), outside)})


def revoke(root: Path) -> bool:
    """Allow nothing to the project in `root` any more; whether anything was."""
    known = dict(permitted())
    if known.pop(_key(root), None) is None:
        return False
    _keep(known)
    return True


def _keep(known: Mapping[str, Allowed]) -> None:
    written = {root: each._asdict() for root, each in sorted(known.items())}
    with files.replacing(_file()) as stream:
        stream.write(json.dumps(written, indent=2).encode())


def _file() -> Path:
    return own_folder() / _NAME


def _key(root: Path) -> str:
    return os.path.realpath(root)


def _all_is_allowed() -> bool:
    return os.environ.get(VARIABLE) == "1"
