"""Cloze deletions in a field, read exactly as Anki reads them (rslib, `cloze.rs`)."""

import re
from collections.abc import Iterable, Iterator

MOST = 500  # a card's number in Anki; deletions above it get no card
_DEEPEST = 10  # Anki ignores what is opened deeper
_DELETION = re.compile(r"\{\{c([0-9,]*)[^:]*::(.*?)\}\}", re.DOTALL)
_TOKEN = re.compile(r"\{\{c([0-9,]+)::|\}\}")


def numbers(field: str) -> frozenset[int]:
    """The numbers of the field's deletions: each is a card.

    Nested deletions count, `{{c1,2::..}}` counts for both; an opening without its end does not,
    nor does anything inside it.
    """
    if "{{c" not in field:
        return frozenset()
    found: set[int] = set()
    opened: list[set[int]] = []
    for token in _TOKEN.finditer(field):
        if token[1]:
            if len(opened) < _DEEPEST:
                opened.append({int(number) for number in token[1].split(",") if number})
        elif opened:
            inner = opened.pop()
            (opened[-1] if opened else found).update(inner)
    return frozenset(found - {0})


def deleted(fields: Iterable[str]) -> Iterator[str]:
    """Number and text of each deletion: one sentence can be asked for each of its words in turn."""
    for field in fields:
        yield from (f"{{{{c{number}::{text}" for number, text in _DELETION.findall(field))


def unclosed(field: str) -> int:
    """How many deletions are opened and never closed."""
    depth = 0
    for token in _TOKEN.finditer(field):
        depth = depth + 1 if token[1] else max(depth - 1, 0)
    return depth
