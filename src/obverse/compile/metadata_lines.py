"""Lines of metadata in a card: its tags, and the `^name` that pins its identity."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from obverse.compile.block_ids import BlockId, take_block_ids
from obverse.languages import markdown, pin, tags
from obverse.languages.markdown import Token

_SPAN = 8  # lines of one code span that the line of a tag after it is looked for beyond


class Metadata(NamedTuple):
    """A body without its lines of metadata (`tokens`), and what they said.

    `tags` are (name as written, line), tags within a sentence too, which stay. `lines` are the
    lines that were taken out. Lines count from zero. `block_ids` were taken out of its text, and
    `last` is the index that its last text had.
    """

    tokens: Sequence[Token]
    tags: tuple[tuple[str, int], ...] = ()
    pin: str | None = None
    lines: frozenset[int] = frozenset()
    block_ids: tuple[BlockId, ...] = ()
    last: int | None = None


class _Found(NamedTuple):
    """What was found in one inline token: what it says, the lines and indexes of tokens to go."""

    tags: Sequence[tuple[str, int]] = ()
    lines: Sequence[int] = ()
    gone: Sequence[int] = ()
    pin: str | None = None


_NOTHING = _Found()


def take(tokens: Sequence[Token], source: Sequence[str], *, pins: bool = True) -> Metadata:
    """Take the metadata out of a run of block tokens, which are changed in place.

    `source` are the lines of the file: what stands after a bullet or a `>` is not a line of its
    own, and a table ends only at an empty line, so that a line of tags below one is a row of it.
    Without `pins` no pin and no block id is looked for.
    """
    said: list[tuple[str, int]] = []
    lines: list[int] = []
    gone: set[int] = set()
    for index, token in enumerate(tokens):
        if token.type == "inline" and "#" in token.content:
            found = _in_text(tokens, index, source)
            said += found.tags
            lines += found.lines
            gone.update(found.gone)
    if not pins and not said:
        return Metadata(tokens)
    if not pins:
        return Metadata(_left(tokens, gone), tuple(said), None, frozenset(lines))
    pinned = _pin(tokens, source, gone)
    gone.update(pinned.gone)
    ids = tuple(take_block_ids(tokens, gone))
    last = _last(tokens, gone) if ids else None
    gone.update(at for each in ids if each.gone for at in range(each.at - 1, each.at + 2))
    lines += pinned.lines
    return Metadata(_left(tokens, gone), tuple(said), pinned.pin, frozenset(lines), ids, last)


def _left(tokens: Sequence[Token], gone: Collection[int]) -> Sequence[Token]:
    if not gone:
        return tokens
    return [token for index, token in enumerate(tokens) if index not in gone]


def _in_text(tokens: Sequence[Token], index: int, source: Sequence[str]) -> _Found:
    """The tags in the text at `index`."""
    token, above = tokens[index], tokens[index - 1].type
    paragraph = range(index - 1, index + 2)
    if above != "paragraph_open":
        names, _ = _tags(token, source, own_lines=False)
        if above == "td_open" and (alone := tags.only_tags(source[_first(token)])):
            first = _first(token)
            return _Found([(name, first) for name in alone], (first,), tuple(_row(tokens, index)))
        return _Found(names)
    if alone := _line_of_tags(token, source):
        first = _first(token)
        return _Found([(name, first) for name in alone], (first,), paragraph)
    names, taken = _tags(token, source, own_lines=True)
    return _Found(names, taken, () if token.children else paragraph)


def _line_of_tags(inline: Token, source: Sequence[str]) -> list[str] | None:
    """The tags of a paragraph that is a line of nothing else: what most lines of tags are."""
    content = inline.content
    if content[0] != "#" or source[_first(inline)] != content:
        return None
    return tags.only_tags(content)


def _tags(
    inline: Token, source: Sequence[str], *, own_lines: bool
) -> tuple[list[tuple[str, int]], list[int]]:
    """The tags in an inline token; with `own_lines` lines of nothing but tags are taken out."""
    content = inline.content.split("\n")
    found: list[tuple[str, int]] = []
    taken: list[int] = []
    kept: list[list[Token]] = []
    offset = -1
    for line in markdown.split_lines(inline):
        offset = min(offset + 1, len(content) - 1)
        names = _within(line)
        if names:
            offset = _offset(content, offset, names[0])
        if "\\#" in content[offset]:
            names = [name for name in names if _unescaped(name, content[offset])]
        number = _first(inline) + offset
        found += [(name, number) for name in names]
        if names and own_lines and _is_text(line) and _is_metadata(source[number]):
            taken.append(number)
        else:
            kept.append(line)
    if own_lines:
        _keep(inline, kept)
    return found, taken


def _within(line: list[Token]) -> list[str]:
    names: list[str] = []
    for index, child in enumerate(line):
        if child.type == "text" and "#" in child.content:
            before = "" if _after_space(line, index) else "x"
            text = f"{before}{child.content}{_before_bracket(line[index + 1 : index + 2])}"
            names += [name for name, _ in tags.find_tags(text)]
    return names


def _after_space(line: list[Token], index: int) -> bool:
    """Whether a child begins where a tag may: at the start, or after white space."""
    for before in reversed(line[:index]):
        if before.type in (*markdown.BREAKS, "task"):
            return True
        if before.nesting != 1 and before.content:
            return before.type == "text" and before.content[-1].isspace()
        if before.nesting < 1 and before.type != "text":
            return False
    return True


def _before_bracket(following: list[Token]) -> str:
    """The `<` of what was read as HTML or as an address: `#include <x>` is no tag."""
    if any(each.type == "html_inline" or each.markup == "autolink" for each in following):
        return "<"
    return ""


def _offset(content: list[str], expected: int, name: str) -> int:
    """The line of a tag: a code span over several lines has no breaks that could be counted."""
    sign = f"#{name}"
    for offset in range(expected, min(expected + _SPAN, len(content))):
        if sign in content[offset]:
            return offset
    return expected


def _unescaped(name: str, line: str) -> bool:
    r"""Whether the tag stands in the line without a `\` before it."""
    return any(line.startswith(name, start) for start in _unescaped_starts(line))


@lru_cache(maxsize=8)
def _unescaped_starts(line: str) -> tuple[int, ...]:
    """Where names follow a `#` without a backslash; a line is asked about for each of its tags."""
    return tuple(found.end() for found in re.finditer(r"(?<!\\)#", line))


def _is_text(line: list[Token]) -> bool:
    """Whether a line is one text, a break before it aside."""
    return len(line) <= 1 + (line[0].type in markdown.BREAKS) and line[-1].type == "text"


def _is_metadata(written: str) -> bool:
    # A hard break at the end of the line breaks nothing once the line is gone.
    return tags.only_tags(written.rstrip().removesuffix("\\")) is not None


def _pin(tokens: Sequence[Token], source: Sequence[str], gone: Collection[int]) -> _Found:
    """The name on the last line that is left, which goes too."""
    index = _last(tokens, gone)
    if not index or tokens[index].type != "inline" or "^" not in tokens[index].content:
        return _NOTHING
    token, above = tokens[index], tokens[index - 1].type
    *before, last = markdown.split_lines(token)
    name = pin.name_of(last[-1].content) if last and _is_text(last) else None
    first, end = token.map or (0, 0)
    written = [at for at in range(first, end) if name and pin.name_of(source[at]) == name]
    if not written or not name or _is_answer(name, before, tokens[: index - 1], gone):
        return _NOTHING
    if above == "td_open":
        return _Found((), written[-1:], tuple(_row(tokens, index)), name)
    if above != "paragraph_open":
        return _NOTHING
    _keep(token, before)
    gone_too = () if token.children else range(index - 1, index + 2)
    return _Found((), written[-1:], gone_too, name)


def _is_answer(
    name: str, before: Sequence[object], above: Sequence[Token], gone: Collection[int]
) -> bool:
    """Whether it is what the card says: `^2` below a line of text, `^C` with nothing above."""
    if pin.is_id(name):
        return False
    last = _last(above, gone)
    return bool(before) or not above or not _stands(above, last, gone) or above[last].type == "hr"


def _last(tokens: Sequence[Token], gone: Collection[int]) -> int:
    """The index of the last token that is left and shows something; 0 if there is none."""
    return next((at for at in range(len(tokens) - 1, -1, -1) if _stands(tokens, at, gone)), 0)


def _stands(tokens: Sequence[Token], index: int, gone: Collection[int]) -> bool:
    """Whether a token is left and shows something: no ending, no cell that fills up a row."""
    token = tokens[index]
    empty = token.type == "td_open" or (token.type == "inline" and not token.content)
    return index not in gone and token.nesting >= 0 and not empty


def _row(tokens: Sequence[Token], index: int) -> Iterator[int]:
    """The indexes of the table row that a cell's text stands in."""
    while tokens[index].type != "tr_open":
        index -= 1
    while tokens[index].type != "tr_close":
        yield index
        index += 1
    yield index


def _first(inline: Token) -> int:
    return (inline.map or (0,))[0]


def _keep(inline: Token, kept: list[list[Token]]) -> None:
    """Leave these lines; a break that now comes first goes."""
    children = [child for line in kept for child in line]
    while children and children[0].type in markdown.BREAKS:
        del children[0]
    inline.children = children
