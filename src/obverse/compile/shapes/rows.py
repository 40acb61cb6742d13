"""The rows of a table are cards where the section that it is in has `#card/rows`."""

from collections.abc import Iterator, Sequence

from obverse.compile import kinds
from obverse.compile.marked_headings import MarkedHeading, inside, marked_headings
from obverse.compile.note_lines import LineKind
from obverse.compile.row_cards import RowsSaid, columns_of, row_card
from obverse.compile.shapes import FoundCard, MarkFault, NotePage, Shape
from obverse.languages import table_rows
from obverse.values.card_settings import ROWS, CardSettings


def _signs(_: CardSettings) -> Sequence[str]:
    return (f"/{ROWS}", f"-{ROWS}")


def _find(page: NotePage) -> Iterator[FoundCard | MarkFault]:
    marked = marked_headings(page)
    for at, each in enumerate(marked):
        if each.has_rows:
            yield from _section(page, each, inside(marked, at))


def _section(
    page: NotePage, each: MarkedHeading, inner: tuple[tuple[int, int], ...]
) -> Iterator[FoundCard | MarkFault]:
    first = each.heading.first
    asked = tuple(kind for kind in each.mark.kinds if kind != ROWS)
    if wrong := [kind for kind in asked if _needs_blocks(kind)]:
        message = f"the rows of a table cannot be `#card/{wrong[0]}`"
        hint = "remove the tag, or write a section for each card"
        yield MarkFault(first, "", "conflicting-kinds", message, hint, is_error=True)
        yield FoundCard(first, each.end, (), holes=inner)
        return
    is_title = each.heading == next((h for h in page.lines.headings if h.depth == 1), None)
    context = "" if is_title else each.text
    tags = tuple((name, first) for name in (*each.mark.tags, *each.tags_below))
    said = RowsSaid(tags, asked, context)
    cards: list[FoundCard] = []
    has_table = False
    for rows in _tables(page, each.heading.start, each.end, inner):
        has_table = True
        for card in _rows(page, rows, said):
            if isinstance(card, MarkFault):
                yield card
            else:
                cards.append(card)
    if not has_table:
        message = "no table is in this section, so it has no cards"
        hint = "write a table below the heading, or remove `#card/rows`"
        yield MarkFault(first, "", "rows-without-table", message, hint)
    yield from _side_by_side(page, each, cards, inner)


def _needs_blocks(kind: str) -> bool:
    return kind in kinds.names() and kinds.get(kind).needs_blocks


def _side_by_side(
    page: NotePage,
    each: MarkedHeading,
    cards: Sequence[FoundCard],
    inner: tuple[tuple[int, int], ...],
) -> Iterator[FoundCard]:
    """The cards, each with the lines up to the next: all of the section is theirs."""
    is_title = page.is_kept and each.heading.depth == 1
    begin = each.heading.start if is_title else each.heading.first
    if not cards:
        yield FoundCard(begin, each.end, (), holes=inner)
    for number, card in enumerate(cards):
        end = cards[number + 1].first if number + 1 < len(cards) else each.end
        yield card._replace(first=begin, end=end, holes=inner)
        begin = end


def _tables(
    page: NotePage, start: int, end: int, inner: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """(line of the header, line after the last row) of each table."""
    lines = page.lines
    at = start
    while at < end:
        if lines.kinds[at] is not LineKind.TABLE or any(a <= at < b for a, b in inner):
            at += 1
            continue
        after = at + 2
        while after < end and lines.kinds[after] is LineKind.TABLE:
            after += 1
        yield at, after
        at = after


def _rows(page: NotePage, rows: tuple[int, int], said: RowsSaid) -> Iterator[FoundCard | MarkFault]:
    first, end = rows
    lines = page.lines.lines
    header = table_rows.cells(lines[first])
    columns = columns_of(header, len(header), has_fields=page.note_type is not None)
    for at in range(first + 2, end):
        cells = table_rows.cells(lines[at])
        if len(cells) > len(header):
            cells = table_rows.cells(lines[at], whole=True)
        if any(cells):
            yield row_card(cells, columns, said, at, (at, at + 1))


SHAPE = Shape(_signs, _find, is_word=False)
