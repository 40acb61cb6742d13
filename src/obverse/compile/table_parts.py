"""Parts of a table: runs of its rows, compiled apart, for no row knows of another.

A long table is one source, and other processes could not help with it. All tables are compiled so,
in one process too: so what is made of one depends on nothing but its path, its bytes and the
options.
"""

from collections.abc import Callable, Sequence
from itertools import chain, pairwise
from typing import NamedTuple
from zlib import crc32

from obverse.compile import conflict_markers
from obverse.compile.runs import in_runs, notes_in, sections_in
from obverse.compile.source_map import of_source
from obverse.compile.table_source import dialect_of, measured
from obverse.compile.twin_pins import without_twins
from obverse.errors import TextError
from obverse.languages import table
from obverse.languages.fingerprint import digest
from obverse.languages.table import TableRow
from obverse.machine import unfetched
from obverse.values.card_settings import CardSettings, TableSettings
from obverse.values.compiled import Compiled, Passage
from obverse.values.outline import Outline
from obverse.values.source import Place, decode

# Rows of a part. Where it ends depends on what its rows say, so that a new row moves no other end.
_FEWEST, _USUAL, _MOST = 32, 128, 512


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

    @property
    def first(self) -> int:
        """The line in the table of its first row, from one."""
        return self.head + self.shift + 1

    def line(self, number: int) -> int:
        """The line in the table of one of the part."""
        return number + self.shift if number > self.head else number

    def place(self, place: Place) -> Place:
        """The place in the table of one in the part."""
        path, line, column, length = place  # of tens of thousands
        return Place(path, min(self.line(line), self.lines), column, length)


def table_parts(path: str, raw: bytes, cards: CardSettings) -> list[TablePart]:
    """The parts of a table in order; none of what is not one, or cannot be read."""
    settings = cards.table(path)
    if settings is None or unfetched.of_content(raw, path) or conflict_markers.SIGN.encode() in raw:
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
    known = measured(rows, settings._replace(delimiter=dialect.separator))
    head = rows[0].line + above if settings.header else 0
    below = rows[1:] if settings.header else rows
    parts = []
    for start, after in pairwise(_cuts(below, lines, above)):
        some = below[start:after]
        first, end = (some[0].first, some[-1].line) if some else (1, 0)
        # The line that names the separator is one of no table.
        written = [*[""] * above, *lines[above:head], *lines[first - 1 + above : end + above]]
        shift = first - 1 + above - max(head, above)
        part_head = max(head, above)
        parts.append(TablePart("\n".join(written), known, part_head, shift, len(lines)))
    return parts


def _cuts(rows: Sequence[TableRow], lines: Sequence[str], above: int) -> list[int]:
    """The rows at which parts begin, and the number of all."""
    cuts = [0]
    for at, row in enumerate(rows):
        size = at + 1 - cuts[-1]
        if size >= _FEWEST and at + 1 < len(rows):
            last = lines[row.line - 1 + above]
            if size == _MOST or crc32(last.encode()) % _USUAL == 0:
                cuts.append(at + 1)
    return [*cuts, len(rows)]


def join_parts(path: str, parts: Sequence[tuple[TablePart, Compiled]]) -> Compiled:
    """The table whose parts are compiled."""
    made = [shifted(compiled, part) for part, compiled in parts]
    some = [part for part, _ in parts]
    whole = _joined(path, made, some[0].lines + 1)
    return _finished(whole, _passages(some) if _is_apart(made, some) else ())


def recompile_parts(
    path: str,
    parts: Sequence[TablePart],
    before: Compiled,
    compiled: Callable[[TablePart], Compiled],
) -> Compiled | None:
    """What joining all parts gives, compiling only those that are in no earlier text of the table.

    `before` is what that gave; `None` where it cannot help.
    """
    passages = _passages(parts)
    known: dict[tuple[str, ...], int] = {}
    line = 0
    for each in before.passages:
        known[each.digests] = line
        line += each.lines
    if len(known) < len(before.passages):  # parts of one text: nobody can say which is meant
        return None
    others = [
        part for part, each in zip(parts, passages[1:], strict=True) if each.digests not in known
    ]
    if passages[0].digests not in known or 2 * len(others) > len(parts):
        return None
    made = [shifted(compiled(part), part) for part in others]
    if not _is_apart(made, others):
        return None
    fresh = _joined(path, made, parts[0].lines + 1)
    firsts = iter(part.first - 1 for part in others)
    found = (
        (each, before, known[each.digests])
        if each.digests in known
        else (each, fresh, next(firsts))
        for each in passages
    )
    runs = in_runs(found)
    notes, drafts, diagnostics = notes_in(runs)
    sections = sections_in(runs)
    outline = Outline(sections=sections, end=parts[0].lines + 1)
    whole = Compiled(path, notes, drafts, len(sections), diagnostics, outline=outline)
    return _finished(whole, passages)


def _passages(parts: Sequence[TablePart]) -> tuple[Passage, ...]:
    """The header, then a passage for each part, with the lines below it that no part has."""
    firsts = [part.first for part in parts]
    after = [*firsts[1:], parts[0].lines + 1]
    head = Passage((digest(repr(parts[0].settings)),), firsts[0] - 1)
    of = (digest(part.text, repr(part.settings)) for part in parts)
    rows = zip(of, firsts, after, strict=True)
    return (head, *(Passage((name,), end - first) for name, first, end in rows))


def _is_apart(made: Sequence[Compiled], parts: Sequence[TablePart]) -> bool:
    """Whether all that was made of each part is in its own lines, one section for each card."""
    for each, part in zip(made, parts, strict=True):
        lines = [note.place.line for note in (*each.notes, *each.drafts)]
        lines += each.outline.sections
        for found in each.diagnostics:
            lines += (place.line for place in (found.place, *found.related))
        after = part.first + part.text.count("\n") + 1 - part.head
        if each.blocks or len(each.outline.sections) != each.cards:
            return False
        if lines and not part.first <= min(lines) <= max(lines) < after:
            return False
    return True


def _joined(path: str, made: Sequence[Compiled], end: int) -> Compiled:
    return Compiled(
        path,
        tuple(chain.from_iterable(each.notes for each in made)),
        tuple(chain.from_iterable(each.drafts for each in made)),
        sum(each.cards for each in made),
        tuple(dict.fromkeys(chain.from_iterable(each.diagnostics for each in made))),
        tuple(dict.fromkeys(chain.from_iterable(each.blocks for each in made))),
        Outline(sections=tuple(chain.from_iterable(e.outline.sections for e in made)), end=end),
    )


def _finished(whole: Compiled, passages: tuple[Passage, ...]) -> Compiled:
    """The table, with passages where each row says itself what it is."""
    made = without_twins(whole)
    return made._replace(passages=passages) if made is whole else made


def shifted(compiled: Compiled, part: TablePart) -> Compiled:
    """What was compiled of a part, with its places in the table."""
    return of_source(compiled, part) if part.shift else compiled
