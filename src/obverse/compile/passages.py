"""Passages: a source cut where nothing reaches across, so that an edit of one leaves the others.

A text is cut at its lines that begin with `## `. Where such a line begins no card, as in a block of
code, the parts on its two sides are one passage. The first passage is what comes before the first
card, which shapes all cards.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from obverse.compile import conflict_markers
from obverse.compile.section_bounds import CARD, TITLE
from obverse.compile.sections import Cut
from obverse.languages.fingerprint import digest
from obverse.languages.markdown import Syntax
from obverse.values.compiled import Passage
from obverse.values.diagnostic import Diagnostic

_BORDER = "\n## "
# Whether it swallows cards is said of it, and the next card may be anywhere below.
_FAR = "unclosed-html"


def parts(text: str) -> list[str]:
    """The text of a source cut at every line that may begin a card; the first has no such line."""
    return f"\n{text}".split(_BORDER)


def text_of(some: Iterable[str]) -> str:
    """The text of parts, of which the first is the first of a source."""
    return _BORDER.join(some)[1:]


def digests(some: Sequence[str], syntax: Syntax) -> tuple[str, ...]:
    """A digest of each part; that of the first says what syntax the whole has."""
    rules = (f"{sorted(each)}" for each in syntax)
    return (digest(some[0], *rules), *map(digest, some[1:]))


def passages(text: str, whole: Cut, found: Iterable[Diagnostic]) -> tuple[Passage, ...]:
    """All of a source cut up; nothing where a line reaches across a cut, or it has no card."""
    some = parts(text)
    if conflict_markers.SIGN in text or any(each.rule == _FAR for each in found):
        return ()
    cards = {each.first for each in whole.sections if each.depth == CARD}
    lines = _first_lines(some)
    cuts = [0, *[at for at, line in enumerate(lines) if at and line in cards], len(some)]
    edges = [*(lines[at] for at in cuts[:-1]), len(whole.lines)]
    if len(cuts) == 2 or _reaches(whole, edges):  # noqa: PLR2004  # the ends of one passage
        return ()
    names = digests(some, whole.parsed.syntax)
    defining = {bisect_right(edges, line) - 1 for line in whole.parsed.definitions}
    return tuple(
        Passage(names[at:after], end - first, number in defining)
        for number, ((at, after), (first, end)) in enumerate(
            zip(pairwise(cuts), pairwise(edges), strict=True)
        )
    )


def _first_lines(some: Sequence[str]) -> list[int]:
    """The line at which each part begins, from zero."""
    lines = [0]
    line = some[0].count("\n")
    for each in some[1:]:
        lines.append(line)
        line += each.count("\n") + 1
    return lines


def _reaches(whole: Cut, edges: Sequence[int]) -> bool:
    """Whether a line says something about lines beyond the next edge."""
    if any(each.depth == TITLE and each.first >= edges[1] for each in whole.sections):
        return True
    return any(last >= edges[bisect_right(edges, first)] for first, last in whole.parsed.looked)
