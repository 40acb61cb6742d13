"""Editor: open the place of a card in what its author writes with.

The command comes from the command line, or the environment or the own settings of the user, never
from a project, and runs without a shell.
"""

import shlex
import subprocess
from pathlib import Path

from obverse.errors import ObverseError
from obverse.project.own_folder import own_settings, own_settings_fault

EDITORS = {
    "vscode": "code --goto {path}:{line}",
    "codium": "codium --goto {path}:{line}",
    "zed": "zed {path}:{line}",
    "sublime": "subl {path}:{line}",
    "idea": "idea --line {line} {path}",
    "emacs": "emacsclient --no-wait +{line} {path}",
}


def own_editor() -> str:
    """The editor in the user's own settings; empty where none is named. Raises `ObverseError`."""
    name = own_settings().get("editor", "")
    if not isinstance(name, str):
        raise own_settings_fault("`editor` is not a text")
    return name


def editor_command(written: str, path: Path, line: int) -> list[str]:
    """The arguments that open a line of a file. Raises `ObverseError`."""
    template = EDITORS.get(written, written)
    if "{path}" not in template:
        names = ", ".join(f"`{each}`" for each in EDITORS)
        message = f"there is no editor `{written}`"
        raise ObverseError(
            message, f"known are {names}; or a command such as `vi +{{line}} {{path}}`"
        )
    words = shlex.split(template)
    return [each.replace("{line}", str(line)).replace("{path}", str(path)) for each in words]


def open_editor(arguments: list[str]) -> None:
    """Start it, and wait for nothing. Raises `ObverseError`."""
    try:
        subprocess.Popen(  # noqa: S603  # the user's own words, without a shell
            arguments,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except (OSError, ValueError) as fault:
        raise ObverseError(f"`{arguments[0]}` could not be started: {fault}") from None
