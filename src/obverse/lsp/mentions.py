"""Mentions: where in the lines of a source its tags, names, pages and pictures stand.

Blocks of code and code spans are left out. What is found is what an editor may rename or follow;
what it means is asked of who reads it in a build.
"""

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from obverse.compile.masks import masked
from obverse.errors import TextError
from obverse.languages import front_matter, media, pin, tags
from obverse.values.outline import Outline

_LONGEST = 10_000  # characters of a line that is looked at
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]")
_TICKS = re.compile("`+")
_IN_BRACKETS = re.compile(r"!?\[\[([^\[\]|\n]++)")
_IN_PARENTHESES = re.compile(r"\]\((?:<([^<>\n]++)>|([^\s()<>]++))")
_DEFINED = re.compile(r" {0,3}\[[^\[\]\n]++\]:[ \t]*+(?:<([^<>\n]++)>|([^\s<>]++))")
_IN_HTML = re.compile(r"""\bsrc=["']([^"'<>\n]++)""")
_KIND = "card/"


class MentionOf(Enum):
    """What a mention is of."""

    TAG = "tag"
    KIND = "kind"
    NAME = "name"
    PAGE = "page"
    MEDIA = "media"


class Mention(NamedTuple):
    """What stands in a line, from its first character to the one after its last, all from zero.

    `name` is a tag without its `#`, a name without its `^`, a path or page as it is written.
    With `is_embed` a path stands in double brackets, and may lack its folder.
    """

    what: MentionOf
    name: str
    line: int
    first: int
    end: int
    is_embed: bool = False

    def covers(self, line: int, column: int) -> bool:
        """Whether a place is in it, or right after it."""
        return self.line == line and self.first <= column <= self.end


def mentions_in(lines: Sequence[str], outline: Outline) -> Iterator[Mention]:
    """All that is written in a source, the front matter first."""
    yield from _front_matter_tags(lines)
    for number in range(outline.front_matter, len(lines)):
        line = lines[number]
        if line and len(line) <= _LONGEST and not outline.is_code(number + 1):
            yield from mentions_on(line, number)


def mentions_on(line: str, number: int) -> Iterator[Mention]:
    """What is written on a line that is neither front matter nor code."""
    if "#" in line:
        for name, at in _tags(line):
            what = MentionOf.KIND if name.casefold().startswith(_KIND) else MentionOf.TAG
            yield Mention(what, name, number, at + 1, at + 1 + len(name))
    text = without_code(line)
    if "^" in text and (found := _name(text)):
        yield Mention(MentionOf.NAME, found[0], number, found[1] + 1, found[1] + 1 + len(found[0]))
    if "[" in text or "src=" in text:
        yield from _references(text, number)


def _references(text: str, number: int) -> Iterator[Mention]:
    patterns = (_IN_BRACKETS, _IN_PARENTHESES, _IN_HTML)
    found = [each for pattern in patterns for each in pattern.finditer(text)]
    if defined := _DEFINED.match(text):
        found.append(defined)
    for each in found:
        group = next(at for at in range(1, 3) if at <= len(each.groups()) and each[at])
        name, start = each[group].rstrip(), each.start(group)
        if name and not media.is_remote(name):
            what = MentionOf.MEDIA if media.is_media(name.partition("#")[0]) else MentionOf.PAGE
            if what is MentionOf.MEDIA:
                name = name.partition("#")[0]
            in_brackets = each.re is _IN_BRACKETS
            yield Mention(what, name, number, start, start + len(name), in_brackets)


def _tags(line: str) -> Iterator[tuple[str, int]]:
    if not _HEADING.match(line):
        yield from tags.find_tags(masked(line))
        return
    start, _ = tags.run_at_end(line)
    yield from ((name, start + at) for name, at in tags.find_tags(line[start:]))


def _name(text: str) -> tuple[str, int] | None:
    if name := pin.name_of(text):
        return name, text.index("^")
    return pin.block_id(text)


def _front_matter_tags(lines: Sequence[str]) -> Iterator[Mention]:
    if not lines or not front_matter.is_fence(lines[0]):
        return
    try:
        found = front_matter.read("\n".join(lines)).tags
    except TextError:
        return
    for name, line, column in found:
        at = lines[line - 1].find(name, column - 1)
        if at >= 0:
            yield Mention(MentionOf.TAG, name.removeprefix("#"), line - 1, at, at + len(name))


def without_code(line: str) -> str:
    """The line with spaces in place of its code spans."""
    runs = list(_TICKS.finditer(line))
    if len(runs) < 2:  # noqa: PLR2004  # a span has two ends
        return line
    after: dict[int, int] = {}
    closes: dict[int, int] = {}
    for at in range(len(runs) - 1, -1, -1):
        size = len(runs[at][0])
        if size in after:
            closes[at] = after[size]
        after[size] = at
    parts: list[str] = []
    position = at = 0
    while at < len(runs):
        if at in closes:
            start, end = runs[at].start(), runs[closes[at]].end()
            parts += (line[position:start], " " * (end - start))
            position, at = end, closes[at]
        at += 1
    return "".join((*parts, line[position:]))
