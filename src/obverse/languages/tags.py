"""Tags: Obsidian's grammar in a text, Anki's form in a note.

A tag of Anki's that this grammar cannot spell is written in quotes: `#"c++"`. Everywhere outside
this module a tag is its name as it is written after `#`, with its quotes, or Anki's form of it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from obverse.machine.late import late

# Obsidian: letters and digits of any script, `_`, `-`, `/`. Python's \w lacks the combining marks
# that Indic scripts, Thai, Hebrew and Arabic write vowels with, and the two joiners.
_MARKS = (
    "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u0900-\u0963\u0971-\u0df3\u0e31-\u0e4e\u0eb1-\u0ece\u0f71-\u0f84\u102b-\u103e\u17b4-\u17d3"
    "\u200c\u200d\u20d0-\u20f0"
)
_CHARACTER = rf"[\w\-/{_MARKS}]"
# In quotes a `\` is one before a `"` or another `\`. Swift's `#"text"#` is not a tag.
_LONGEST = 1000  # characters in quotes
_QUOTED = rf'"(?:[^"\\\n]|\\[^\n]){{1,{_LONGEST}}}"(?![\w"#])'
_UNCLOSED = r'"(?!"|[^"\n]*"#)(?=\S*\w)\S++'
# A `#` within a word (`C#`, `a#b`) or before a directive (`#include <x>`) is not a tag.
_TAG = late(rf"(?<!\S)#({_CHARACTER}++(?!#)|{_QUOTED}|{_UNCLOSED})")
_IN_QUOTES = late(rf"#{_QUOTED}")
_ESCAPED = late(r'\\(["\\])')
_TO_ESCAPE = late(r'"|\\(?=["\\]|$)')
_DIRECTIVE = late(r"(?:include|import)\s*[<\"]")
# A colour of the web: 3, 4, 6 or 8 hexadecimal digits. `#b2b` and `#2fa` are words, and so are
# `#cafe` and `#decade`: of letters alone it is a colour if no word is written so.
_COLOUR = late(
    r"(?![a-f]2[a-f]$|2fa$)(?=.*[0-9]|[bcdf]+$|(?:([a-f])\1)+$|(.)\2+$|abc(?:def)?$)"
    r"(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})",
    re.IGNORECASE,
)
_WORD = late(rf"(?<!\S)#{_QUOTED}[,;]*(?!\S)|\S+")
_BRANCH = "card/"  # ours, which does not reach Anki
# What Anki itself changes in a tag: it separates tags with blanks (two kinds of them), and drops
# control characters. Four noncharacters are the compiler's own (`values.source`).
_BLANKS = late("[ \u3000]+")
_DROPPED = late("[\x00-\x1f\x7f\ufdd0-\ufdd3]+")
_EMPTY = "blank"  # what Anki calls a level without a name
_NOT_IN_ANKI = late(rf"[^\w\-/:{_MARKS}.&+@()]+")


def find_tags(text: str) -> Iterator[tuple[str, int]]:
    """Every tag in a text with the offset of its `#`; one whose quote `is_unclosed` too."""
    for found in _TAG.finditer(text):
        if _is_tag(found[1]) and not _DIRECTIVE.match(text, found.start(1)):
            yield found[1], found.start()


def offset(line: str, name: str) -> int:
    """The place of the `#` of a tag in a line; 0 if it is not there."""
    found = re.search(rf"#{re.escape(name)}(?!{_CHARACTER})", line)
    return found.start() if found else 0


def tag_words(line: str) -> list[str]:
    """The words of a line; blanks in the quotes of a tag separate none."""
    return _WORD.findall(line) if '#"' in line else line.split()


def only_tags(line: str) -> list[str] | None:
    """The tags of a line that has only tags and commas; `None` for any other line."""
    words = tag_words(line)
    names = [name for word in words if (name := _name_of(word))]
    return names if names and len(names) == len(words) else None


@lru_cache(maxsize=4096)
def _name_of(word: str) -> str:
    """The name of the tag that a word is, commas after it aside; nothing if it is none."""
    found = _TAG.fullmatch(word.rstrip(",;"))
    return found[1] if found and _is_tag(found[1]) and not is_unclosed(found[1]) else ""


def in_quotes(text: str, at: int) -> str:
    """The tag in quotes that begins at a `#`; nothing if none does."""
    found = _IN_QUOTES.match(text, at)
    return found[0] if found else ""


def outside_quotes(line: str, pattern: re.Pattern[str]) -> str:
    """The line without what a pattern finds outside its tags in quotes."""
    either = re.compile(f"({_IN_QUOTES.pattern})|{pattern.pattern}")
    return either.sub(lambda found: found[1] or "", line)


def without_quoted(line: str) -> str:
    """The line with spaces in place of its tags in quotes, which are never read as Markdown."""
    return _IN_QUOTES.sub(lambda found: " " * len(found[0]), line) if '#"' in line else line


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


def is_in_quotes(tag: str) -> bool:
    """Whether a tag is written in quotes."""
    return tag.startswith('"') and not is_unclosed(tag)


def is_unclosed(tag: str) -> bool:
    """Whether a tag begins with a quote that is not closed at its end."""
    return tag.startswith('"') and not _IN_QUOTES.fullmatch(f"#{tag}")


def put_in_quotes(tag: str) -> str:
    """A tag of Anki's in quotes."""
    return '"' + _TO_ESCAPE.sub(r"\\\g<0>", tag) + '"'


def with_closing_quote(tag: str) -> str:
    """What was meant by a tag whose quote is not closed."""
    return put_in_quotes(tag[1:].rstrip('",;') or "tag")


def spelt(tag: str) -> str:
    """A tag of Anki's as it is written after `#`: in quotes only where it has to be."""
    name = tag.replace("::", "/")
    is_ours = name.casefold().startswith(_BRANCH)
    if not is_ours and only_tags(f"#{name}") == [name] and to_anki(name) == tag:
        return name
    return put_in_quotes(tag)


def as_written(name: str) -> str:
    """A tag of a file that may have it in Anki's form or as it is written, without `#`."""
    return name if only_tags(f"#{name}") == [name] else spelt(name)


def on_a_line(name: str) -> str:
    """A tag of front matter as it is written after `#`."""
    return name if only_tags(f"#{name}") == [name] else spelt(to_anki(name))


def split(tags: str) -> tuple[str, ...]:
    """The tags of a note as Anki stores them; other white space may be in one of them."""
    return tuple(tag for tag in _BLANKS.split(tags) if tag)


@lru_cache(maxsize=4096)
def to_anki(tag: str) -> str:
    """Anki's form: `::` for `/`, without anything Anki would change; empty if nothing is left.

    In quotes only that is changed which Anki does not store.
    """
    if is_in_quotes(tag):
        return stored(_ESCAPED.sub(r"\1", tag[1:-1]))
    parts = (_NOT_IN_ANKI.sub("-", part).strip("-:") or "" for part in re.split(r"/|::", tag))
    return "::".join(part for part in parts if part)


@lru_cache(maxsize=4096)
def is_plain(tag: str) -> bool:
    """Whether the author's tag reaches Anki as written, except for the `/` and its quotes."""
    if is_in_quotes(tag):
        return to_anki(tag) == _ESCAPED.sub(r"\1", tag[1:-1])
    return to_anki(tag) == tag.replace("/", "::")


def stored(tag: str) -> str:
    """A tag as Anki stores it, once blanks in it are hyphens."""
    tag = _DROPPED.sub("", unicodedata.normalize("NFC", _BLANKS.sub("-", tag.strip())))
    return "::".join(part.strip() or _EMPTY for part in tag.split("::"))


def how_to_keep(tag: str) -> str:
    """What to write for a tag that does not reach Anki as it is written."""
    if is_in_quotes(tag) or "/" in tag or not is_plain(as_quoted := put_in_quotes(tag)):
        return "tags may have letters, digits, `_`, `-`, and `/` between levels"
    return f"to keep it as it is, write `'#{as_quoted}'`"


def join(*groups: Iterable[str]) -> tuple[str, ...]:
    """Each tag once, the first spelling and the first place winning: Anki ignores their case."""
    seen: dict[str, str] = {}
    for group in groups:
        for tag in group:
            seen.setdefault(tag.casefold(), tag)
    return tuple(seen.values())
