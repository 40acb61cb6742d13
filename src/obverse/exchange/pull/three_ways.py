"""Three ways: a field as it was last seen in Anki, as it is here, and as Anki has it now."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from obverse.cards.from_html.tree import cleaned
from obverse.cards.from_html.visible import Piece, of_tree

_PIECES = re.compile(r"<[^<>]*+>|&#?+\w++;|\w++\s*+|\s++|.", re.DOTALL)
_MOST = 20_000  # pieces of a field that are compared; longer ones differ as a whole


def as_seen(field: str) -> list[Piece]:
    """A field as a reader sees it, however Anki's editor wrote it."""
    return of_tree(cleaned(field).root)


def merged_fields(
    was: Sequence[str], mine: Sequence[str], theirs: Sequence[str]
) -> tuple[str, ...] | None:
    """The fields with what only Anki changed; nothing where both changed the same one.

    What was changed here and is in Anki's text too is no conflict: an import has brought it there.
    """
    if not len(was) == len(mine) == len(theirs):
        return None
    merged = [_merged(*texts) for texts in zip(was, mine, theirs, strict=True)]
    return tuple(each for each in merged if each is not None) if None not in merged else None


def _merged(was: str, mine: str, theirs: str) -> str | None:
    if theirs in (was, mine) or as_seen(theirs) in (as_seen(was), as_seen(mine)):
        return mine
    if mine == was or as_seen(mine) == as_seen(was):
        return theirs
    start, here, there = (_PIECES.findall(text) for text in (was, mine, theirs))
    if max(map(len, (start, here, there))) > _MOST:
        return None
    return theirs if _has_edit(start, here, there) else None


def _has_edit(was: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether what was put in here stands in Anki's text, and what was taken out does not."""
    gone, come = set[str](), set[int]()
    for first, last, at, end in _changes(was, mine):
        gone |= {*was[first:last]}
        come |= {*range(at, end)}
    back = set[str]()
    for first, last, at, end in _changes(mine, theirs):
        if come & {*range(first, last)}:
            return False
        back |= {*theirs[at:end]}
    return not {piece for piece in gone & back if not piece.isspace()}


def _changes(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Which pieces of one, from and to, become which of the other."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for what, *places in matcher.get_opcodes():
        if what != "equal":
            first, last, at, end = places
            yield first, last, at, end
