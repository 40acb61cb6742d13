"""Cloze deletions: in a field exactly as Anki reads them (rslib, `cloze.rs`), in a source as meant.

All of obverse reads them here. An opening has numbers, parted by commas: `{{c1::`, `{{c1,2::`.
Deletions may be nested, and a hint may follow the text after `::`. Anki ends a deletion at the
first `}}`, whatever it stands in, and its text at the first `::`. An author means the `}}` that is
not a part of balanced braces.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from obverse.machine.late import late
from obverse.values.note import HOLE

MOST = 500  # a card's number in Anki; deletions above it get no card
START = "{{c"  # what every opening begins with: a text without it has none
OPENING = late(r"\{\{c,*[0-9][0-9,]*::")
BEGUN = r"\{\{c"  # the same for a pattern
PLAIN = r"\{\{c[1-9][0-9]?::"  # an opening as people write it, for a pattern
LOGSEQ = "{{cloze"  # what a deletion of Logseq begins with
EXPLICIT = late(r"\{\{c([1-9][0-9]{0,8})::")
BEGINNING = r"\{\{c(?=[0-9,])"  # what may become an opening when more is written after it
_MET = late(r"(?<=\})(?=\})|(?<=\{)(?=\{c[0-9,])")
_TRIES = 20  # deletions of one text with a lone brace in them, before balance is given up
_DEEPEST = 10  # Anki ignores what is opened deeper
_DELETION = late(r"\{\{c([0-9,]*)[^:{}]*+::(.*?)\}\}", re.DOTALL)
_CLOSING = "}}"
_HIGHEST = 10**9  # stands for every number with more digits
# In a field a number may be yet to come: a hole.
_TOKEN = late(rf"{OPENING.pattern}|\{{\{{c{HOLE.pattern}::|\}}\}}")
_SIGN = late(rf"{OPENING.pattern}|\}}\}}|::")
_SIGN_OR_HINT = late(rf"{OPENING.pattern}|(?P<hint>::[^}}]*+)|\}}\}}")
_SCAN = late(
    # Escaped signs and code spans hold no brace that counts.
    r"\\.|(?P<ticks>(?<!`)`+)(?!`).+?(?<!`)(?P=ticks)(?!`)"
    rf"|{OPENING.pattern}|[{{}}]",
    re.DOTALL,
)

# What a hand or another program writes for `{{c1::text}}`.
_MISSPELLED = late(
    # Any bracket comes first, so that the text between is skipped at the speed of a search.
    r"[{(\[\uff5b](?<![{\\$].)(?:"
    r"(?<=\{)\{[ ]*[cC][ ]*(?P<zero>0+)::"
    r"|(?<=\{)\{[ ]*c[ ]*(?P<one>[0-9]+)[ ]*(?::(?!:)|;;?|[ ]::)"
    r"|(?<=\{)\{[ ]*C(?P<two>[0-9]+)[ ]*::?"
    r"|(?<=\{)\{[ ]+c(?P<three>[0-9]+)::"
    r"|(?<=\{)\{c::"
    r"|(?<=\{)\{(?P<four>[0-9]+)::"
    r"|(?<=\{)\{c[ ]+(?P<five>[0-9]+)[ ]*::"
    r"|(?<=\{)c(?P<six>[0-9]+)::"
    r"|(?<=[(\[])[(\[]c(?P<seven>[0-9]+)::"
    r"|(?<=[\uff5b{])[\uff5b{]c(?P<eight>[0-9]+)(?!::)[:\uff1a]{2}"
    r"|(?<=\uff5b)\uff5b?c(?P<nine>[0-9]+)[:\uff1a]{2}"
    r")(?P<text>[^{}()\[\]\uff5b\uff5d\n]++)[})\]\uff5d]{1,2}"
)


def numbers(field: str) -> frozenset[int]:
    """The numbers of the field's deletions: each is a card.

    Nested deletions count, `{{c1,2::..}}` counts for both; an opening without its end does not,
    nor does anything inside it.
    """
    if START not in field:
        return frozenset()
    found: set[int] = set()
    opened: list[set[int]] = []
    for token in _TOKEN.finditer(field):
        if token[0] != _CLOSING:
            if len(opened) < _DEEPEST:
                opened.append(_numbers(token[0]))
        elif opened:
            inner = opened.pop()
            (opened[-1] if opened else found).update(inner)
    return frozenset(found)


def _numbers(opening: str) -> set[int]:
    """The numbers of an opening; a hole has none."""
    digits = (each.lstrip("0") for each in opening[len(START) : -2].split(","))
    return {int(each) if len(each) < 10 else _HIGHEST for each in digits if each.isdecimal()}  # noqa: PLR2004


def opening(number: int | str) -> str:
    """The opening of a deletion with a number, or with the hole that it is to be filled in."""
    return f"{START}{number}::"


def deletion(number: int, text: str) -> str:
    """A whole deletion."""
    return f"{opening(number)}{text}{_CLOSING}"


def spaced(tex: str) -> str:
    """Math in which no brace reads as a part of a deletion: a space changes no math."""
    return _MET.sub(" ", tex)


def deleted(fields: Iterable[str]) -> Iterator[str]:
    """Number and text of each deletion: one sentence can be asked for each of its words in turn.

    Notes are known again by this text: a change of it is a change of their keys.
    """
    for field in fields:
        # No deletion begins after the last end: looking for its end from each beginning takes long.
        found = _DELETION.findall(field, 0, field.rfind(_CLOSING) + len(_CLOSING))
        yield from (f"{opening(number)}{text}" for number, text in found)


def replaced(field: str, made: Callable[[str, str], str]) -> str:
    """The field with what is made of the text and the hint of each deletion, inner ones first.

    An opening that is never closed is text.
    """
    return replaced_by_number(field, lambda _, text, hint: made(text, hint))


def replaced_by_number(field: str, made: Callable[[str, str, str], str]) -> str:
    """The same, where what is made depends on the numbers too: `1`, or `1,2`."""
    if START not in field:
        return field
    # What is written so far outside any deletion, and inside each that is open.
    texts: list[str] = [""]
    opened: list[str] = []
    at = 0
    for token in _TOKEN.finditer(field):
        texts[-1] += field[at : token.start()]
        at = token.end()
        if token[0] != _CLOSING:
            opened.append(token[0])
            texts.append("")
        elif opened:
            text, _, hint = texts.pop().partition("::")
            texts[-1] += made(opened.pop()[len(START) : -2], text, hint)
        else:
            texts[-1] += token[0]
    texts[-1] += field[at:]
    while opened:
        text = texts.pop()
        texts[-1] += opened.pop() + text
    return texts[0]


def hidden(field: str) -> dict[int, tuple[str, str]]:
    """By number: the text that its card hides, and the text that it shows; without hints."""
    parts: list[tuple[str, frozenset[int]]] = []
    opened: list[frozenset[int]] = []
    at = 0
    for token in _TOKEN.finditer(field):
        inside = frozenset[int]().union(*opened[:_DEEPEST])
        parts.append((field[at : token.start()], inside))
        at = token.end()
        if token[0] != _CLOSING:
            opened.append(frozenset(_numbers(token[0])))
        elif opened:
            text, inside = parts[-1]
            parts[-1] = (text.partition("::")[0], inside)
            opened.pop()
    parts.append((field[at:], frozenset()))
    sides: defaultdict[int, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for number in sorted(frozenset[int]().union(*(inside for _, inside in parts))):
        for text, inside in parts:
            sides[number][number not in inside].append(text)
    return {number: ("".join(hides), "".join(shows)) for number, (hides, shows) in sides.items()}


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


def empty(field: str) -> int | None:
    """Which opening of a field, from zero, has nothing behind it but its end, if one does."""
    ends = (found.end() for found in OPENING.finditer(field))
    return next((at for at, end in enumerate(ends) if field.startswith(_CLOSING, end)), None)


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


def without_halves(fragment: str) -> str:
    """A part of a field without the signs and the hints of its deletions, which may be halves."""

    def without(found: re.Match[str]) -> str:
        hint = found["hint"]
        is_text = hint and not fragment.startswith(_CLOSING, found.end())
        return OPENING.sub("", hint) if is_text else ""

    return _SIGN_OR_HINT.sub(without, fragment)


def misspelled(text: str) -> Iterator[tuple[int, str, str]]:
    """Where a text has what is meant as a deletion and is none, how it is written, how it is right.

    Anki and `numbers` do not read these.
    """
    for found in _MISSPELLED.finditer(text):
        *written, inner = found.groups()
        number = next(filter(None, written), "1").lstrip("0")
        yield found.start(), found[0], deletion(int(number or 1), inner.strip(" ") or " ")


def in_html(text: str) -> Iterator[tuple[int, int]]:
    """Where all signs stand in an HTML block without its markup; not all of them need count."""
    # Backslashes and backticks, which mean nothing in HTML, would hide braces.
    text = text.replace("\\", " ").replace("`", " ")
    closes = closings(text)
    position = 0
    while found := _SIGN.search(text, position):
        position = found.start() + 1
        if found[0] != _CLOSING or found.start() in closes:
            position = found.end()
            yield found.span()
