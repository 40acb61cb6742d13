"""Parts of a table: runs of its rows, compiled apart, for no row knows of another.

A long table is one source, and other processes could not help with it. All tables are compiled so,
in one process too: so what is made of one depends on nothing but its path, its bytes and the
options.
"""

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from obverse.compile.source_map import of_source
from obverse.compile.table_source import dialect_of
from obverse.compile.twin_pins import without_twins
from obverse.errors import TextError
from obverse.languages import table
from obverse.machine import unfetched
from obverse.values.card_settings import CardSettings, TableSettings
from obverse.values.compiled import Compiled
from obverse.values.outline import Outline
from obverse.values.source import Place, decode

_ROWS = 500  # of a part


class TablePart(NamedTuple):
    """Some rows of a table below its header, as text, and what is said of it.

    Below the `head` lines of its header its lines are `shift` lines further down in the table,
    which has `lines` lines in all.
    """

    text: str
    settings: TableSettings
    head: int
    shift: int
    lines: int

    @property
    def cards(self) -> CardSettings:
        """What says that it is a table, and what its columns are."""
        return CardSettings(tables=(self.settings,))

    def line(self, number: int) -> int:
        """The line in the table of one of the part."""
        return number + self.shift if number > self.head else number

    def place(self, place: Place) -> Place:
        """The place in the table of one in the part."""
        return place._replace(line=min(self.line(place.line), self.lines))


def table_parts(path: str, raw: bytes, cards: CardSettings) -> list[TablePart]:
    """The parts of a table in order; none of what is not one, or cannot be read."""
    settings = cards.table(path)
    if settings is None or unfetched.of_content(raw, path):
        return []
    try:
        return _parts(path, decode(raw), settings._replace(glob="*", folder=""))
    except TextError:
        return []


def _parts(path: str, text: str, settings: TableSettings) -> list[TablePart]:
    said, body = table.said(text)
    dialect = dialect_of(body, said, path, settings) if body.strip() else None
    rows = list(table.rows(body, dialect)) if dialect else []
    lines, above = text.split("\n"), 1 if said else 0
    if dialect is None or not rows:
        return []
    width = max(len(row.cells) for row in rows)
    known = settings._replace(delimiter=dialect.separator, width=width)
    head = rows[0].line + above if settings.header else 0
    below = rows[1:] if settings.header else rows
    parts = []
    for start in range(0, max(len(below), 1), _ROWS):
        some = below[start : start + _ROWS]
        first, end = (some[0].first, some[-1].line) if some else (1, 0)
        # The line that names the separator is one of no table.
        written = [*[""] * above, *lines[above:head], *lines[first - 1 + above : end + above]]
        shift = first - 1 + above - max(head, above)
        part_head = max(head, above)
        parts.append(TablePart("\n".join(written), known, part_head, shift, len(lines)))
    return parts


def join_parts(path: str, parts: Sequence[tuple[TablePart, Compiled]]) -> Compiled:
    """The table whose parts are compiled."""
    made = [_shifted(compiled, part) for part, compiled in parts]
    lines = parts[0][0].lines + 1
    whole = Compiled(
        path,
        tuple(chain.from_iterable(each.notes for each in made)),
        tuple(chain.from_iterable(each.drafts for each in made)),
        sum(each.cards for each in made),
        tuple(dict.fromkeys(chain.from_iterable(each.diagnostics for each in made))),
        tuple(dict.fromkeys(chain.from_iterable(each.blocks for each in made))),
        Outline(sections=tuple(chain.from_iterable(e.outline.sections for e in made)), end=lines),
    )
    return without_twins(whole)


def _shifted(compiled: Compiled, part: TablePart) -> Compiled:
    return of_source(compiled, part) if part.shift else compiled
