"""The folders with what is the user's own, where no repository can bring it along."""

import tomllib
from pathlib import Path
from typing import Any

from obverse.errors import ObverseError
from obverse.machine import files


def own_folder() -> Path:
    """Where the user allows and sets things, whether it exists or not."""
    from platformdirs import user_config_path

    return user_config_path("obverse", appauthor=False)


def own_settings_file() -> Path:
    """Where the settings of whoever runs this are, whether they exist or not."""
    return own_folder() / "config.toml"


def own_settings() -> dict[str, Any]:
    """What they are, unchecked; none where there is no file. Raises `ObverseError`."""
    path = own_settings_file()
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(files.read(path).decode())
    except ValueError as fault:
        raise own_settings_fault(fault) from None


def own_settings_fault(why: object) -> ObverseError:
    """The fault of settings that cannot be used."""
    return ObverseError(f"`{own_settings_file()}` cannot be used: {why}")


def own_state_folder() -> Path:
    """Where is kept what is known of this user's Anki, whether it exists or not."""
    from platformdirs import user_state_path

    return user_state_path("obverse", appauthor=False)
