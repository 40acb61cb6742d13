"""What a learner sees of a rendered field, as text that can be counted and compared."""

import re
from collections.abc import Mapping
from functools import lru_cache
from html import unescape

from obverse.languages import cloze
from obverse.values.note import HOLE

# Up to the next opening, or not far: what is never closed is looked through from every opening.
_UNSEEN = re.compile(
    r"<!--(?:(?!<!--).)*?-->|<pre\b(?:(?!<pre\b).)*?</pre>|\\\[.{0,1000}?\\\]",
    re.DOTALL,
)
_BLOCK = re.compile(r"</?(?:p|li|ul|ol|div|tr|td|th|table|h[1-6]|blockquote|hr|br)\b[^<>]*>")
_TAG = re.compile(r"<[^<>]*>")
_LIST = re.compile(r"<(/?)(ul|ol|li)\b")
_WORD = re.compile(r"\w+(?:['’.\-]\w+)*")
_PICTURE = re.compile(r"<img\b[^<>]*>")
_ALT = re.compile(r'\balt="([^"]*)"')
_MEDIA = re.compile("\ufdd0media([0-9]+)\ufdd1")


def prose(field: str) -> str:
    """The field as plain text, one line for each block, without code blocks and displayed math."""
    if "<" not in field and "&" not in field and "\\" not in field:
        return field.strip()
    blocks = _BLOCK.sub("\n", _UNSEEN.sub("\n", field))
    lines = (line.strip() for line in unescape(_TAG.sub("", blocks)).split("\n"))
    return "\n".join(line for line in lines if line)


def visible_words(text: str) -> list[str]:
    """The words of a text, as a person would count them."""
    return _WORD.findall(text)


def list_lengths(field: str) -> list[int]:
    """How many items each list of the field has; a list within an item is part of it."""
    lengths: list[int] = []
    depth = 0
    for closing, name in _LIST.findall(field):
        if name == "li":
            if depth == 1 and not closing:
                lengths[-1] += 1
            continue
        if not depth and not closing:
            lengths.append(0)
        depth += -1 if closing else 1
    return lengths


def without_alt(field: str) -> list[int]:
    """The numbers of the media uses that are pictures without an alternative text."""
    pictures = (tag for tag in _PICTURE.findall(field))
    bare = (tag for tag in pictures if not ((alt := _ALT.search(tag)) and alt[1].strip()))
    return [int(found[1]) for tag in bare if (found := _MEDIA.search(tag))]


@lru_cache(maxsize=1 << 10)  # several rules ask
def deletions(field: str) -> Mapping[int, tuple[str, str]]:
    """By number of a cloze deletion: what its card hides, and what it shows without hints."""
    text = HOLE.sub(lambda hole: str(int(hole[2]) + 1), field)
    sides = cloze.hidden(text)
    return {number: (prose(hides), prose(shows)) for number, (hides, shows) in sides.items()}
