"""Lines of metadata in a card: its tags, and the `^name` that pins its identity."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from obverse import markdown, tags
from obverse.markdown import Token

_PIN = re.compile(r"\^([A-Za-z0-9][A-Za-z0-9-]*)")


@dataclass(frozen=True, slots=True)
class Lines:
    """A body without its lines of metadata, and what they said.

    `tags` are (name as written, line from zero); tags within a sentence count and stay.
    """

    tokens: Sequence[Token]
    tags: tuple[tuple[str, int], ...] = ()
    pin: str | None = None


def take(tokens: Sequence[Token]) -> Lines:
    """Take the metadata out of a run of block tokens, which are changed in place."""
    found: list[tuple[str, int]] = []
    pin = None
    emptied: list[int] = []
    last = max((index for index, each in enumerate(tokens) if each.type == "inline"), default=-1)
    for index, token in enumerate(tokens):
        if token.type != "inline":
            continue
        above = tokens[index - 1].type
        if "#" in token.content and above != "heading_open":
            found += _tags(token, own_lines=above == "paragraph_open")
        if index == last and "^" in token.content and above == "paragraph_open":
            pin = _take_pin(token)
        if not token.children and above == "paragraph_open":
            emptied.append(index)
    return Lines(_without_paragraphs(tokens, emptied), tuple(found), pin)


def _tags(inline: Token, *, own_lines: bool) -> list[tuple[str, int]]:
    """The tags in an inline token; with `own_lines` lines of nothing but tags are taken out."""
    first = (inline.map or (0,))[0]
    found: list[tuple[str, int]] = []
    kept: list[list[Token]] = []
    for offset, line in enumerate(markdown.lines(inline)):
        names = _only_tags(line) if own_lines else None
        if names is None:
            names = _within(line)
            kept.append(line)
        found += [(name, first + offset) for name in names]
    _keep(inline, kept)
    return found


def _take_pin(inline: Token) -> str | None:
    *before, last = markdown.lines(inline)
    text = last[-1]
    if len(last) <= 2 and text.type == "text" and (found := _PIN.fullmatch(text.content.strip())):  # noqa: PLR2004  # a break and a text
        _keep(inline, before)
        return found[1]
    return None


def _only_tags(line: list[Token]) -> list[str] | None:
    """The tags of a line that is one text of nothing but tags, a break before it aside."""
    if len(line) <= 1 + (line[0].type in markdown.BREAKS) and line[-1].type == "text":
        return tags.only_tags(line[-1].content)
    return None


def _within(line: list[Token]) -> list[str]:
    names: list[str] = []
    for index, child in enumerate(line):
        if child.type == "text" and "#" in child.content:
            # What stands before a text that is not the line's first is no white space.
            at_start = not index or line[index - 1].type in markdown.BREAKS
            names += [
                name for name, _ in tags.find(child.content if at_start else "x" + child.content)
            ]
    return names


def _keep(inline: Token, kept: list[list[Token]]) -> None:
    """Leave these lines; a break that now comes first goes."""
    children = [child for line in kept for child in line]
    while children and children[0].type in markdown.BREAKS:
        del children[0]
    inline.children = children


def _without_paragraphs(tokens: Sequence[Token], inlines: list[int]) -> Sequence[Token]:
    """Without the paragraphs round these inline tokens: an opening, it, a closing."""
    if not inlines:
        return tokens
    gone = {index + step for index in inlines for step in (-1, 0, 1)}
    return [token for index, token in enumerate(tokens) if index not in gone]
