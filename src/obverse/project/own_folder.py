"""The folders with what is the user's own, where no repository can bring it along."""

import tomllib
from pathlib import Path
from typing import Any

from obverse.errors import ObverseError
from obverse.machine import files

_SETTINGS = "config.toml"


def own_folder() -> Path:
    """Where the user allows and sets things, whether it exists or not."""
    from platformdirs import user_config_path

    return user_config_path("obverse", appauthor=False)


def own_state_folder() -> Path:
    """Where is kept what is known of this user's Anki, whether it exists or not."""
    from platformdirs import user_state_path

    return user_state_path("obverse", appauthor=False)


def own_settings() -> dict[str, Any]:
    """The settings of whoever runs this. Raises `ObverseError` if they cannot be read."""
    path = own_folder() / _SETTINGS
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(files.read(path).decode())
    except ValueError as fault:
        raise ObverseError(f"`{path}` cannot be used: {fault}") from None
