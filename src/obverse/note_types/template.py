"""Card templates as Anki reads them (rslib, `template.rs`): which fields a front shows."""

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import lru_cache

from obverse.machine.late import late

# (sign, name): a field, where a section begins (`#`, `^`) or ends (`/`).
TAG = late(r"\{\{\s*+([#^/]?)\s*+((?:[^{}\s]|\s++(?!\}))*+)\s*+\}\}")
# What Anki calls blank: only white space and empty line or block elements.
_BLANK = late(r"(?:\s|</?(?:br|div) ?/?>)*", re.IGNORECASE)


def is_blank(field: str) -> bool:
    """Whether a field counts as empty."""
    return not field or (field[0] in "< \n\t" and _BLANK.fullmatch(field) is not None)


@lru_cache(maxsize=1024)
def shows(template: str, filled: frozenset[str]) -> bool:
    """Whether the template shows any of the filled fields, taking sections into account."""
    return show_one_of(TAG.findall(template), filled)


def show_one_of(
    tags: Iterable[tuple[str, str]], filled: AbstractSet[str], *, through_filters: bool = True
) -> bool:
    """Whether the tags of a template show any of the filled fields.

    What Anki fills in by itself (`{{Subdeck}}`) is not a field of the note and does not count;
    a field behind a filter (`{{text:Front}}`) counts if it may show `through_filters`.
    """
    hidden: list[bool] = []
    for sign, name in tags:
        if sign == "/":
            hidden[-1:] = []
        elif sign:
            hidden.append((name in filled) is (sign == "^"))
        elif not any(hidden):
            shown = name.rpartition(":")[2].strip() if through_filters else name
            if shown in filled:
                return True
    return False


@lru_cache(maxsize=64)
def cloze_fields(template: str) -> frozenset[str]:
    """The fields that the template shows through the `cloze` filter."""
    return frozenset(
        name.rpartition(":")[2].strip()
        for sign, name in TAG.findall(template)
        if not sign and "cloze" in name.split(":")[:-1]
    )
