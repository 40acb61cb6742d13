"""Lines like cards: those of a note that may be meant as cards, by the word of `cards`.

To say what a folder of notes holds and which word reads a line. It decides nothing: what is a card
is for the shapes to say.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import cache

from obverse.compile import shapes
from obverse.compile.masks import masked
from obverse.compile.note_lines import LineKind
from obverse.compile.scan_lines import scan_lines
from obverse.compile.shapes import Shape
from obverse.languages import front_matter

_READ = (LineKind.TEXT, LineKind.ITEM, LineKind.QUOTE, LineKind.HEADING)
_LONGEST = 2000  # characters: a line as long as a page is no card, and would take long
_SIGNS = "#?:>"  # most lines have none of these
_QUESTION_MARK = "question-mark"


def lines_like_cards(
    lines: Sequence[str], front: int | None = None, read: Collection[str] = ()
) -> dict[str, list[int]]:
    """The lines from zero that look like cards of a shape, by its word.

    The shapes that are `read` are left out. The first `front` lines are front matter.
    """
    found: dict[str, list[int]] = defaultdict(list)
    scan = scan_lines(lines, front_matter.extent(lines) if front is None else front)
    for at, kind in enumerate(scan.kinds):
        if kind not in _READ or not (word := word_for(lines[at], read)):
            continue
        # A `?` is below the line that asks.
        if word != _QUESTION_MARK or (at and lines[at - 1].strip()):
            found[word].append(at)
    return dict(found)


def word_for(line: str, read: Collection[str] = ()) -> str:
    """The word of the shape that a line looks like, but for those that are `read`; or empty."""
    if len(line) > _LONGEST or not any(sign in line for sign in _SIGNS):
        return ""
    hidden = masked(line)
    looks = ((name, shape.looks_like) for name, shape in ranked() if name not in read)
    return next((name for name, is_like in looks if is_like and is_like(hidden)), "")


@cache
def ranked() -> tuple[tuple[str, Shape], ...]:
    """The shapes that `cards` can name and that lines may look like, by name, in their order."""
    every = shapes.all_shapes().items()
    looks = (each for each in every if each[1].is_word and each[1].looks_like)
    return tuple(sorted(looks, key=lambda each: each[1].rank))


def tables_in(lines: Sequence[str]) -> int:
    """How many tables a note has."""
    return sum(1 for _ in _tables(scan_lines(lines, front_matter.extent(lines)).kinds))


def _tables(kinds: Sequence[LineKind]) -> Iterator[int]:
    for at, kind in enumerate(kinds):
        if kind is LineKind.TABLE and (not at or kinds[at - 1] is not LineKind.TABLE):
            yield at
