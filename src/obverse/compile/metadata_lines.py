"""Lines of metadata in a card: its tags, and the `^name` that pins its identity."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from obverse.languages import markdown, tags
from obverse.languages.markdown import Token

_PIN = re.compile(r"\^([A-Za-z0-9][A-Za-z0-9-]*)")
_PIN_LINE = re.compile(r"\^[A-Za-z0-9-]+\s*(?:\n|\Z)")
_SPAN = 8  # lines of one code span that the line of a tag behind it is looked for beyond


@dataclass(frozen=True, slots=True)
class Lines:
    """A body without its lines of metadata, and what they said.

    `tags` are (name as written, line from zero); tags within a sentence count and stay.
    """

    tokens: Sequence[Token]
    tags: tuple[tuple[str, int], ...] = ()
    pin: str | None = None


def may_pin(text: str) -> bool:
    """Whether a line of the text may be a pin: one search for what most sources hold none of."""
    return _PIN_LINE.search(text) is not None


def take(tokens: Sequence[Token], source: Sequence[str], *, pins: bool = True) -> Lines:
    """Take the metadata out of a run of block tokens, which are changed in place.

    `source` are the lines of the file: what stands behind a bullet or a `>` is no line of its
    own, and a table ends only at an empty line, so that a line of tags below one is a row of it.
    Without `pins` none is looked for.
    """
    found: list[tuple[str, int]] = []
    gone: set[int] = set()
    for index, token in enumerate(tokens):
        if token.type != "inline" or "#" not in token.content:
            continue
        above = tokens[index - 1].type
        if above == "heading_open":
            continue
        if above == "paragraph_open" and (names := _line_of_tags(token, source)):
            found += [(name, _first(token)) for name in names]
            gone.update((index - 1, index, index + 1))
            continue
        found += _tags(token, source, own_lines=above == "paragraph_open")
        if not token.children and above == "paragraph_open":
            gone.update(range(index - 1, index + 2))
        elif above == "td_open" and tags.only_tags(source[_first(token)]):
            gone.update(_row(tokens, index))
    pin = _take_pin(tokens, source, gone) if pins else None
    if gone:
        tokens = [token for index, token in enumerate(tokens) if index not in gone]
    return Lines(tokens, tuple(found), pin)


def _line_of_tags(inline: Token, source: Sequence[str]) -> list[str] | None:
    """The tags of a paragraph that is a line of nothing else: what most lines of tags are."""
    content = inline.content
    if content[0] != "#" or source[_first(inline)] != content:
        return None
    return tags.only_tags(content)


def _tags(inline: Token, source: Sequence[str], *, own_lines: bool) -> list[tuple[str, int]]:
    """The tags in an inline token; with `own_lines` lines of nothing but tags are taken out."""
    content = inline.content.split("\n")
    found: list[tuple[str, int]] = []
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
        if not (names and own_lines and _is_text(line) and _is_metadata(source[number])):
            kept.append(line)
    if own_lines:
        _keep(inline, kept)
    return found


def _within(line: list[Token]) -> list[str]:
    names: list[str] = []
    for index, child in enumerate(line):
        if child.type == "text" and "#" in child.content:
            before = "" if _after_space(line, index) else "x"
            text = f"{before}{child.content}{_before_bracket(line[index + 1 : index + 2])}"
            names += [name for name, _ in tags.find_tags(text)]
    return names


def _after_space(line: list[Token], index: int) -> bool:
    """Whether a child begins where a tag may: at the start, or behind white space."""
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
    return re.search(rf"(?<!\\)#{re.escape(name)}", line) is not None


def _is_text(line: list[Token]) -> bool:
    """Whether a line is one text, a break before it aside."""
    return len(line) <= 1 + (line[0].type in markdown.BREAKS) and line[-1].type == "text"


def _is_metadata(written: str) -> bool:
    # A hard break at the end of the line breaks nothing once the line is gone.
    return tags.only_tags(written.rstrip().removesuffix("\\")) is not None


def _take_pin(tokens: Sequence[Token], source: Sequence[str], gone: set[int]) -> str | None:
    """The name on the last line that is left, which goes too."""
    index = next((at for at in range(len(tokens) - 1, -1, -1) if _stands(tokens, at, gone)), 0)
    if not index or tokens[index].type != "inline" or "^" not in tokens[index].content:
        return None
    token, above = tokens[index], tokens[index - 1].type
    *before, last = markdown.split_lines(token)
    found = _PIN.fullmatch(last[-1].content.strip()) if last and _is_text(last) else None
    first, end = token.map or (0, 0)
    if not found or all(line.strip() != found[0] for line in source[first:end]):
        return None
    if above == "td_open":
        gone.update(_row(tokens, index))
    elif above == "paragraph_open":
        _keep(token, before)
        gone.update(() if token.children else range(index - 1, index + 2))
    return found[1] if above in ("td_open", "paragraph_open") else None


def _stands(tokens: Sequence[Token], index: int, gone: set[int]) -> bool:
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
