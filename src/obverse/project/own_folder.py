"""The folder with what the user allows and sets, where no repository can bring it along."""

import tomllib
from pathlib import Path
from typing import Any

from obverse.errors import ObverseError
from obverse.machine import files


def own_folder() -> Path:
    """Where it is, whether it exists or not."""
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
