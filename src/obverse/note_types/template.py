"""Card templates as Anki reads them (rslib, `template.rs`): which fields a front shows."""

import re
from functools import lru_cache

_TAG = re.compile(r"\{\{\s*+([#^/]?)\s*+((?:[^{}\s]|\s++(?!\}))*+)\s*+\}\}")
# What Anki calls blank: only white space and empty line or block elements.
_BLANK = re.compile(r"(?:\s|</?(?:br|div) ?/?>)*", re.IGNORECASE)


def is_blank(field: str) -> bool:
    """Whether a field counts as empty."""
    return not field or (field[0] in "< \n\t" and _BLANK.fullmatch(field) is not None)


@lru_cache(maxsize=1024)
def shows(template: str, filled: frozenset[str]) -> bool:
    """Whether the template shows any of the filled fields, taking sections into account."""
    hidden: list[bool] = []
    for sign, name in _TAG.findall(template):
        if sign == "#":
            hidden.append(name not in filled)
        elif sign == "^":
            hidden.append(name in filled)
        elif sign == "/":
            hidden[-1:] = []
        # What Anki fills in by itself (`{{Subdeck}}`) is not a field of the note and does not
        # count.
        elif not any(hidden) and name.rpartition(":")[2].strip() in filled:
            return True
    return False


@lru_cache(maxsize=64)
def cloze_fields(template: str) -> frozenset[str]:
    """The fields that the template shows through the `cloze` filter."""
    return frozenset(
        name.rpartition(":")[2].strip()
        for sign, name in _TAG.findall(template)
        if not sign and "cloze" in name.split(":")[:-1]
    )
