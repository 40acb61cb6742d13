"""Pins and block ids: `^name` alone on a card's last line names the card for good.

After the text of a paragraph it is Obsidian's id of that paragraph, which nobody is shown.
"""

import re

from obverse.machine.late import late

_NAME = r"\^([A-Za-z0-9][A-Za-z0-9-]*)"
_PIN = late(_NAME)
_AT_END = late(rf"(?:^|(?<=\s)){_NAME}\s*\Z", re.MULTILINE)
# `x ^nm` is a power, however it is meant: an id that follows so little text is longer.
_POWER = late(r"(?:(?:^|[\s(])\w|\))\s\^[a-z]{2}\s*\Z", re.IGNORECASE)
_DIGITS = 6  # an id without a letter has as many at least
_MADE = late(r"(?=.*[0-9])[0-9a-z]{6}|[0-9]+")
_LINE_END = late(rf"{_NAME}\s*(?:\n|\Z)")


def name_of(line: str) -> str | None:
    """The name on a line that is a pin, white space around it aside; `None` for any other line."""
    found = _PIN.fullmatch(line.strip())
    return found[1] if found else None


def is_id(name: str) -> bool:
    """Whether a name can be an id: `5 m ^2` and `^C` are text."""
    if name.isdigit():
        return len(name) >= _DIGITS
    return len(name) > 1 and any(map(str.isalpha, name))


def is_made(name: str) -> bool:
    """Whether Obsidian or a plug-in made the name, and no person."""
    return _MADE.fullmatch(name) is not None


def block_id(text: str) -> tuple[str, int] | None:
    """The id that a text ends with, and where its `^` is; `None` if there is none."""
    found = _AT_END.search(text)
    if not found or not is_id(found[1]) or _POWER.search(text):
        return None
    return found[1], found.start()


def may_be_in(text: str) -> bool:
    """Whether a line of a text may be a pin: one search, for most texts have none."""
    return "^" in text and _LINE_END.search(text) is not None
