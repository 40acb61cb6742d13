"""Pins: `^name` alone on a line names a card for good (Obsidian's block id)."""

import re

_NAME = r"\^([A-Za-z0-9][A-Za-z0-9-]*)"
_PIN = re.compile(_NAME)
_LINE_END = re.compile(rf"{_NAME}\s*(?:\n|\Z)")


def name_of(line: str) -> str | None:
    """The name on a line that is a pin, white space around it aside; `None` for any other line."""
    found = _PIN.fullmatch(line.strip())
    return found[1] if found else None


def may_be_in(text: str) -> bool:
    """Whether a line of a text may be a pin: one search, for most texts have none."""
    return _LINE_END.search(text) is not None
