"""Marked headings: those that carry a mark in their own line or in a tag line of their section."""

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from obverse.compile.found import NotePage
from obverse.compile.marks import Mark, at_end, read_marks, tag_line, without_id
from obverse.compile.note_lines import Heading, LineKind
from obverse.values.card_settings import ROWS


class MarkedHeading(NamedTuple):
    """A heading, its text without the tags at its end, what they and its tag lines say.

    `mark` has the kinds of both and the tags of the heading, `tags_below` those of the lines. `end`
    is the line after its section, and `pin` the id that its line ends with.
    """

    heading: Heading
    text: str
    mark: Mark
    end: int
    tags_below: tuple[str, ...] = ()
    pin: str = ""

    @property
    def has_rows(self) -> bool:
        """Whether the rows of its tables are the cards."""
        return ROWS in self.mark.kinds


def marked_headings(page: NotePage) -> list[MarkedHeading]:
    """All of a note, in order."""
    found = []
    lines = page.lines
    below = _tag_lines(page)
    for heading in lines.headings:
        shown, pin = without_id(heading.text)
        text, own = at_end(shown, page.settings)
        further = below.get(heading.first)
        if not own.is_mark and not (further and further.is_mark):
            continue
        if not text and ROWS not in own.kinds:
            text, own = shown, Mark(is_mark=False)
        kinds = own.kinds + (further.kinds if further else ())
        mark = Mark(is_mark=True, kinds=tuple(dict.fromkeys(kinds)), tags=own.tags)
        end = lines.section_end(heading, _depth(page))
        tags_below = further.tags if further else ()
        found.append(MarkedHeading(heading, text, mark, end, tags_below, pin))
    return found


def _depth(page: NotePage) -> int:
    """In a file made for cards a section ends at the next `##`, whatever its own depth."""
    return 2 if page.is_kept else 0


def _tag_lines(page: NotePage) -> dict[int, Mark]:
    """What the lines of tags say, by the first line of the nearest heading above."""
    lines = page.lines
    found: dict[int, Mark] = {}
    headings = iter([*lines.headings, None])
    above, following = None, next(headings)
    for at, kind in enumerate(lines.kinds):
        while following and following.first <= at:
            above, following = following, next(headings)
        if kind is not LineKind.TEXT or above is None or lines.offsets[at]:
            continue
        names = tag_line(lines, at)
        if names is None:
            continue
        mark, before = read_marks(names, page.settings), found.get(above.first)
        if before:
            kinds, is_mark = (*before.kinds, *mark.kinds), before.is_mark or mark.is_mark
            mark = Mark(is_mark, kinds, (*before.tags, *mark.tags))
        found[above.first] = mark
    return found


def inside(marked: Sequence[MarkedHeading], at: int) -> tuple[tuple[int, int], ...]:
    """The sections of marked headings in that of the one with this index, the outermost ones."""
    end, found = marked[at].end, list[tuple[int, int]]()
    for each in islice(marked, at + 1, None):
        if each.heading.first >= end:
            break
        if not found or each.heading.first >= found[-1][1]:
            found.append((each.heading.first, each.end))
    return tuple(found)
