"""Known to pages: the rows of all cards by source, and the least that tells a page of a change.

A change has the rows of the sources that are other than before, so a page of 10,000 cards is told
of one edited source and reads nothing again.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from obverse.preview.rows import Row

_NAMED = 200  # changed notes that are named; more are not an edit of a card


class KnownToPages(NamedTuple):
    """The rows by source, in order, and what is said of the whole.

    A page that knows another version than the one before a change asks for everything.
    """

    version: int = 0
    rows: Mapping[str, Sequence[Row]] = {}
    about: Mapping[str, Any] = {}

    def values(self) -> dict[str, Any]:
        """Everything, for a page that is opened."""
        rows = [row for each in self.rows.values() for row in each]
        return {"version": self.version, "rows": rows, "about": self.about}

    def with_sources(self, rows: Mapping[str, Sequence[Row]]) -> "KnownToPages":
        """The same with other rows of some sources."""
        return self.with_all({**self.rows, **rows}, self.about)

    def with_all(
        self, rows: Mapping[str, Sequence[Row]], about: Mapping[str, Any]
    ) -> "KnownToPages":
        """The whole as it is now."""
        return KnownToPages(self.version + 1, rows, about)


def change_values(
    before: KnownToPages, after: KnownToPages, changed: Sequence[str], cards: Sequence[Row]
) -> dict[str, Any]:
    """What tells of a change: rows of sources that are other, the order where that is another.

    `changed` are the guids of notes that read otherwise (`None`: too many to name), `cards` the
    content of those that a page is going to show.
    """
    old = before.rows
    rows = {path: each for path, each in after.rows.items() if old.get(path) != each}
    return {
        "version": after.version,
        "rows": rows,
        "order": None if [*old] == [*after.rows] else [*after.rows],
        "changed": changed if len(changed) <= _NAMED else None,
        "cards": cards,
        "about": after.about if after.about != before.about else None,
    }
