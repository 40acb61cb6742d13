"""Findings of a text that is being edited: its own at once, the project's where they moved to."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from obverse.values.diagnostic import Diagnostic, in_order


class OfWhole(NamedTuple):
    """What a look at the whole project said of a source with these lines, besides what it says.

    `more` are findings that only the project knows; `fewer` those that the source has only where
    it is looked at alone, as of an allowance of a rule that compares sources.
    """

    lines: Sequence[str] = ()
    more: tuple[Diagnostic, ...] = ()
    fewer: tuple[Diagnostic, ...] = ()

    def with_own(self, found: Iterable[Diagnostic], lines: Sequence[str]) -> tuple[Diagnostic, ...]:
        """All findings of the source, of which these lines alone have `found`."""
        now = Moved(self.lines, lines)
        gone = Counter(_short(each) for each in now.all(self.fewer))
        kept: list[Diagnostic] = []
        for each in found:
            if gone[_short(each)]:
                gone[_short(each)] -= 1
            else:
                kept.append(each)
        return in_order((*kept, *now.all(self.more)))


def of_whole(
    lines: Sequence[str], whole: Iterable[Diagnostic], alone: Iterable[Diagnostic]
) -> OfWhole:
    """How the findings of a source among all others differ from those it has alone."""
    said, own = Counter(whole), Counter(alone)
    return OfWhole(lines, tuple((said - own).elements()), tuple((own - said).elements()))


class Moved:
    """Where lines are after an edit: what is above it stays, what is below it moves along."""

    def __init__(self, before: Sequence[str], after: Sequence[str]) -> None:
        """Compare two texts, by the lines that they begin and end with."""
        self._is_same = before is after or before == after
        self._by = len(after) - len(before)
        self._above = self._below = 0
        if self._is_same:
            return
        most = min(len(before), len(after))
        while self._above < most and before[self._above] == after[self._above]:
            self._above += 1
        most -= self._above
        while self._below < most and before[-1 - self._below] == after[-1 - self._below]:
            self._below += 1
        self._end = len(before) - self._below

    def line(self, number: int) -> int | None:
        """The line that a line has become, both from one; `None` if it was edited."""
        if self._is_same or number <= self._above:
            return number
        return number + self._by if number > self._end else None

    def all(self, found: Iterable[Diagnostic]) -> Iterable[Diagnostic]:
        """The findings in lines that were not edited, where they are now."""
        for each in found:
            if line := self.line(each.place.line):
                yield each._replace(place=each.place._replace(line=line))


def _short(found: Diagnostic) -> tuple[int, str]:
    """What a finding is known by: what it says may name lines of another text."""
    return found.place.line, found.rule
