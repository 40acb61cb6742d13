"""Cloze deletions: in a field exactly as Anki reads them (rslib, `cloze.rs`), in a source as meant.

Anki ends a deletion at the first `}}`, whatever it stands in, and parts text from hint at the
first `::`. An author means the `}}` that is not a part of balanced braces.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

MOST = 500  # a card's number in Anki; deletions above it get no card
OPENING = re.compile(r"\{\{c[0-9]+(?:,[0-9]+)*::")
_TRIES = 20  # deletions of one text with a lone brace in them, before balance is given up
_DEEPEST = 10  # Anki ignores what is opened deeper
_DELETION = re.compile(r"\{\{c([0-9,]*)[^:]*::(.*?)\}\}", re.DOTALL)
_TOKEN = re.compile(r"\{\{c([0-9,]+)::|\}\}")
_SIGN = re.compile(r"\{\{c[0-9,]+::|\}\}|::")
_SCAN = re.compile(
    # Escaped signs and code spans hold no brace that counts.
    r"\\.|(?P<ticks>(?<!`)`+)(?!`).+?(?<!`)(?P=ticks)(?!`)"
    rf"|{OPENING.pattern}|[{{}}]",
    re.DOTALL,
)


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


def signs(field: str) -> Iterator[str]:
    """The signs of a field in order as Anki reads them: openings, the `::` of hints, closings."""
    opened = 0
    in_text = False  # Anki parts text at its first `::`, between any two signs
    for found in _SIGN.finditer(field):
        sign = found[0]
        if sign == "::":
            if not opened or in_text:
                continue
            in_text = True
        elif sign == "}}":
            in_text = False
            if not opened:
                continue
            opened -= 1
        else:
            in_text = False
            opened += 1
        yield sign


@lru_cache(maxsize=64)
def closings(text: str) -> frozenset[int]:
    """Where in an author's text the `}}` stand that close a deletion, braces in it balanced.

    A deletion that balance would leave open is closed by the first `}}`, as in Anki.
    """
    unbalanced: set[int] = set()
    while True:
        found, left = _balanced(text, unbalanced)
        first = next((at for at in left if at not in unbalanced), None)
        if first is None or len(unbalanced) >= _TRIES:
            return frozenset(found)
        unbalanced.add(first)


def _balanced(text: str, unbalanced: set[int]) -> tuple[list[int], list[int]]:
    """(closings, openings left open); a `{` in a deletion that opens in `unbalanced` is text."""
    found: list[int] = []
    opened: list[int] = []
    braces = [0]  # those open, in the text outside and in each open deletion
    beyond = 0
    for match in _SCAN.finditer(text):
        sign, at = match[0], match.start()
        if at < beyond or sign[0] not in "{}":
            continue
        if len(sign) > 1:
            opened.append(at)
            braces.append(0)
        elif sign == "{":
            braces[-1] += 0 if opened and opened[-1] in unbalanced else 1
        elif braces[-1]:
            braces[-1] -= 1
        elif text.startswith("}}", at):
            found.append(at)
            beyond = at + 2
            if opened:
                opened.pop()
                braces.pop()
    return found, opened


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """(sign, text) of an author's text; the sign is empty for what stands between signs."""
    closes = closings(text)
    position = start = 0
    depth = 0
    while position < len(text):
        opening = OPENING.match(text, position)
        if opening:
            sign = opening[0]
            depth += 1
        elif position in closes:
            sign = "}}"
            depth -= 1
        elif depth > 0 and text.startswith("::", position):
            sign = "::"
        else:
            position += 1
            continue
        if start < position:
            yield "", text[start:position]
        yield sign, sign
        position += len(sign)
        start = position
    if start < len(text):
        yield "", text[start:]
