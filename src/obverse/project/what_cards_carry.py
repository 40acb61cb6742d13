"""What cards carry besides their text: the settings `breaks`."""

from typing import Any

from obverse.errors import TextError


def carried(key: str, value: Any) -> bool:  # noqa: ANN401  # TOML's values
    """The value of one of these settings. Raises `TextError` for what it cannot be."""
    if isinstance(value, bool):
        return value
    hint = "`breaks = true` makes the end of a line a line break on the card"
    raise TextError("config-wrong-type", f"`{key}` is not `true` or `false`", 1, hint=hint)
