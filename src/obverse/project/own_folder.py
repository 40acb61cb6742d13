"""The folder with what the user allows and sets, where no repository can bring it along."""

from pathlib import Path


def own_folder() -> Path:
    """Where it is, whether it exists or not."""
    from platformdirs import user_config_path

    return user_config_path("obverse", appauthor=False)
