"""Headings above: the path of headings that a card is below, and the one that leads to it."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from obverse.compile.sections import Cut, Section
from obverse.languages import markdown, tags
from obverse.languages.fingerprint import plain
from obverse.languages.markdown import Token
from obverse.values.source_link import anchor_of


class HeadingsAbove(NamedTuple):
    """The texts of the headings that a card is below, outermost first.

    `heading` is its own one, or else the nearest above, with its `anchor`.
    """

    path: tuple[str, ...] = ()
    heading: str = ""
    anchor: str = ""


class _Heading(NamedTuple):
    depth: int
    text: str
    first: int
    anchor: str


def headings_above(whole: Cut, sections: Iterable[Section]) -> Iterator[HeadingsAbove]:
    """Those of each card, in the order of their sections."""
    headings = _of_author(whole) if whole.shaped else _of_tokens(whole.tokens)
    for each in sections:
        found = each.given
        line = found.question[0][0] if found and found.question else each.first
        own = (found.depth if found else 2) if not found or found.depth else 0
        if whole.shaped and not found:
            line = whole.shaped.written.numbers[each.first]
        yield _above(headings, line, own)


def _above(headings: Sequence[_Heading], line: int, own: int) -> HeadingsAbove:
    """Those above a line; `own` is the depth of its heading if it is one."""
    open_: list[_Heading] = []
    nearest = _Heading(0, "", 0, "")
    for each in headings:
        if each.first > line or (each.first == line and not own):
            break
        nearest = each
        if each.first == line:
            break
        open_ = [one for one in open_ if one.depth < each.depth]
        open_.append(each)
    path = (one.text for one in open_ if one.text and (not own or one.depth < own))
    return HeadingsAbove(tuple(path), nearest.text, nearest.anchor)


def _of_tokens(tokens: Sequence[Token]) -> list[_Heading]:
    headings = []
    seen: dict[str, int] = {}
    for at, token in enumerate(tokens):
        if token.type == "heading_open" and not token.level:
            text = " ".join(plain(markdown.text(tokens[at + 1 : at + 2], signs=False)).split())
            first = (token.map or (0,))[0]
            headings.append(_Heading(int(token.tag[1:]), text, first, anchor_of(text, seen)))
    return headings


def _of_author(whole: Cut) -> list[_Heading]:
    """The headings of the author's lines, where cards were written from them."""
    made = whole.shaped
    seen: dict[str, int] = {}
    headings = []
    for each in made.headings if made else ():
        text = _text(each.text)
        headings.append(_Heading(each.depth, text, each.first, anchor_of(text, seen)))
    return headings


@lru_cache(maxsize=1024)
def _text(written: str) -> str:
    """The text that a heading shows, without the tags at its end."""
    if "#" in written:
        written = written[: tags.run_at_end(written)[0]]
    tokens = markdown.parse(f"# {written}")
    return " ".join(plain(markdown.text(tokens[1:2], signs=False)).split())
