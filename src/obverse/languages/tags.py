"""Tags: Obsidian's grammar in a text, Anki's form in a note."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

# Obsidian: letters and digits of any script, `_`, `-`, `/`. Python's \w lacks the combining marks
# that Indic scripts, Thai, Hebrew and Arabic write vowels with, and the two joiners.
_MARKS = (
    "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u0900-\u0963\u0971-\u0df3\u0e31-\u0e4e\u0eb1-\u0ece\u0f71-\u0f84\u102b-\u103e\u17b4-\u17d3"
    "\u200c\u200d\u20d0-\u20f0"
)
_CHARACTER = rf"[\w\-/{_MARKS}]"
# A `#` within a word (`C#`, `a#b`) or before a directive (`#include <x>`) is not a tag.
_TAG = re.compile(rf"(?<!\S)#({_CHARACTER}++)(?!#)")
_DIRECTIVE = re.compile(r"(?:include|import)\s*[<\"]")
# A colour of the web: 3, 4, 6 or 8 hexadecimal digits. `#b2b` and `#2fa` are words, and so are
# `#cafe` and `#decade`: of letters alone it is a colour if no word is written so.
_COLOUR = re.compile(
    r"(?![a-f]2[a-f]$|2fa$)(?=.*[0-9]|[bcdf]+$|(?:([a-f])\1)+$|(.)\2+$|abc(?:def)?$)"
    r"(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})",
    re.IGNORECASE,
)
_WORD = re.compile(r"\S+")
_NOT_IN_ANKI = re.compile(rf"[^\w\-/:{_MARKS}.&+@()]+")


def find_tags(text: str) -> Iterator[tuple[str, int]]:
    """Every tag in a text with the offset of its `#`."""
    for found in _TAG.finditer(text):
        if _is_tag(found[1]) and not _DIRECTIVE.match(text, found.start(1)):
            yield found[1], found.start()


def offset(line: str, name: str) -> int:
    """The place of the `#` of a tag in a line; 0 if it is not there."""
    found = re.search(rf"#{re.escape(name)}(?!{_CHARACTER})", line)
    return found.start() if found else 0


def only_tags(line: str) -> list[str] | None:
    """The tags of a line that has only tags and commas; `None` for any other line."""
    found = [_TAG.fullmatch(part.rstrip(",;")) for part in line.split()]
    names = [each[1] for each in found if each and _is_tag(each[1])]
    return names if names and len(names) == len(found) else None


def run_at_end(text: str) -> tuple[int, list[str]]:
    """Where the tags begin that a text ends with, and their names; its end and none without any."""
    start, names = len(text), list[str]()
    for word in reversed(list(_WORD.finditer(text))):
        written = only_tags(word[0])
        if written is None:
            break
        start = word.start()
        names += written  # of one word there is one
    return start, names[::-1]


def _is_tag(name: str) -> bool:
    """Whether it is neither a number (`#42`) nor a colour (`#ff8800`)."""
    return not name.isdigit() and not _COLOUR.fullmatch(name)


@lru_cache(maxsize=4096)
def to_anki(tag: str) -> str:
    """Anki's form: `::` for `/`, without anything Anki would change; empty if nothing is left."""
    parts = (_NOT_IN_ANKI.sub("-", part).strip("-:") or "" for part in re.split(r"/|::", tag))
    return "::".join(part for part in parts if part)


@lru_cache(maxsize=4096)
def is_plain(tag: str) -> bool:
    """Whether the author's tag reaches Anki as written, except for the `/`."""
    return to_anki(tag) == tag.replace("/", "::")


def join(*groups: Iterable[str]) -> tuple[str, ...]:
    """Each tag once, the first spelling and the first place winning: Anki ignores their case."""
    seen: dict[str, str] = {}
    for group in groups:
        for tag in group:
            seen.setdefault(tag.casefold(), tag)
    return tuple(seen.values())
