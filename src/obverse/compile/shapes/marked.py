"""What carries a mark is a card: a heading, a list item or a paragraph with `#card` at its end.

The answer of a heading is its section, that of an item what is nested in it, that of a paragraph
what follows up to a blank line. All else is prose.
"""

import re
from collections.abc import Iterator, Sequence

from obverse.compile.found import Written
from obverse.compile.marked_headings import MarkedHeading, inside, marked_headings
from obverse.compile.marks import Mark, at_end, mark_names, tag_line, without_id
from obverse.compile.note_lines import LineKind, dedented, width_of_indent
from obverse.compile.one_line import without_marker
from obverse.compile.shapes import FoundCard, MarkFault, NotePage, Shape
from obverse.machine.late import late
from obverse.values.card_settings import CardSettings

_BLOCK_HEADING = late(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+#{1,6}[ \t]+(.*)")
_PROPERTY = late(r"[ \t]*[A-Za-z][\w-]*:: ?.*")
# What Logseq itself writes below a block.
_OF_LOGSEQ = late(r"[ \t]+(?:id|collapsed|heading|card-[\w-]+|logseq\.[\w.-]+):: ?.*")
_LOOKS = late(r".*\S\s+#(?:card(?:[/-]\w+)?|flashcard|fc)(?:\s+#[\w/-]+)*\s*", re.IGNORECASE)


def _signs(settings: CardSettings) -> Sequence[str]:
    return tuple(f"{sign}{name}" for name in mark_names(settings) for sign in ("#", "#[["))


def _find(page: NotePage) -> Iterator[FoundCard | MarkFault]:
    marked = marked_headings(page)
    for at, each in enumerate(marked):
        if not each.has_rows:
            yield _of_heading(page, each, inside(marked, at))
    for first, end in page.lines.paragraphs():
        if found := _of_paragraph(page, first, end):
            yield found
    for at, kind in enumerate(page.lines.kinds):
        if kind is LineKind.ITEM_HEADING and (found := _of_block(page, at)):
            yield found


def _of_heading(
    page: NotePage, each: MarkedHeading, holes: tuple[tuple[int, int], ...]
) -> FoundCard:
    heading = each.heading
    return FoundCard(
        heading.first,
        each.end,
        ((heading.first, each.text),),
        answer=page.written(heading.start, each.end),
        # Kinds and tags on lines of their own are in the answer, and read there.
        kinds=at_end(without_id(heading.text)[0], page.settings)[1].kinds,
        tags=tuple((name, heading.first) for name in each.mark.tags),
        holes=holes,
        depth=heading.depth,
        pin=each.pin,
        separates=True,
    )


def _of_block(page: NotePage, at: int) -> FoundCard | None:
    """The card of a list item that begins with a heading, as blocks of Logseq do."""
    found = _BLOCK_HEADING.fullmatch(page.lines.lines[at])
    text, mark = (
        at_end(without_id(found[1])[0], page.settings) if found else ("", Mark(is_mark=False))
    )
    return _of_item(page, at, at, ((at, text),), mark) if text and mark.is_mark else None


def _of_paragraph(page: NotePage, first: int, end: int) -> FoundCard | None:
    """The card of a paragraph, or of a list item whose first one it is."""
    lines = page.lines
    for at in range(first, end):
        if "#" not in lines.lines[at]:
            continue
        text = without_marker(lines, at) if at == first else lines.lines[at].strip()
        text, mark = at_end(without_id(text)[0], page.settings)
        if not mark.is_mark:
            continue
        if not text and not _is_marked_alone(page, first, at):
            return None
        question = [(first, without_marker(lines, first))] if at > first else []
        question += [(each, lines.lines[each].strip()) for each in range(first + 1, at)]
        question += [(at, text)] if text else []
        if not question or _is_one_line(page, question, at + 1 == end):
            return None
        is_item = lines.kinds[first] is LineKind.ITEM
        return (_of_item if is_item else _of_text)(page, first, at, tuple(question), mark)
    return None


def _is_marked_alone(page: NotePage, first: int, at: int) -> bool:
    """Whether a line of only tags marks the lines above it: there is no heading that it marks."""
    lines = page.lines
    if at == first or tag_line(lines, at) is None:
        return False
    return lines.offsets[first] > 0 or all(each.first > at for each in lines.headings)


def _is_one_line(page: NotePage, question: Sequence[tuple[int, str]], is_alone: bool) -> bool:  # noqa: FBT001
    """Whether another shape makes a card of the line, and reads its tags."""
    from obverse.compile import shapes
    from obverse.compile.masks import masked

    if len(question) > 1 or not is_alone or "::" not in question[0][1]:
        return False
    hidden = masked(question[0][1])
    return any(
        name in page.words and (look := shapes.get(name).looks_like) and look(hidden)
        for name in ("inline", "inline-tight")
    )


def _of_text(page: NotePage, first: int, at: int, question: Written, mark: Mark) -> FoundCard:
    lines = page.lines
    end = at + 1
    while end < len(lines.lines):
        kind = lines.kinds[end]
        if kind is LineKind.BLANK or kind is LineKind.HEADING:
            break
        end += 1
    by = lines.offsets[first]
    answer = tuple((each, dedented(text, by)) for each, text in page.written(at + 1, end))
    return _found(page, (first, end), at, question, (answer, mark))


def _of_item(page: NotePage, first: int, at: int, question: Written, mark: Mark) -> FoundCard:
    """The card of a list item: what is indented more than its bullet is its answer."""
    lines = page.lines
    indent, offset = width_of_indent(lines.lines[first]), lines.offsets[first]
    end = start = at + 1
    for each in range(at + 1, len(lines.lines)):
        if not lines.lines[each].strip():
            continue
        is_lazy = lines.kinds[each] is LineKind.TEXT and lines.begins[each] == first
        if lines.indents[each] <= indent and not is_lazy:
            break
        end = each + 1
    while start < end and _is_property(page, start, first):
        start += 1
    children = [each for each in page.written(start, end) if not _OF_LOGSEQ.fullmatch(each[1])]
    deep = [width_of_indent(text) for _, text in children if text.strip()]
    by = min([offset, *(each for each in deep if each > indent)])
    answer = tuple((each, dedented(text, by)) for each, text in children)
    return _found(page, (first, end), at, question, (answer, mark))


def _is_property(page: NotePage, at: int, first: int) -> bool:
    """Whether a line below an item's text is a property of Logseq, which nobody is shown."""
    lines = page.lines
    is_text = lines.kinds[at] is LineKind.TEXT and lines.begins[at] == first
    return is_text and _PROPERTY.fullmatch(lines.lines[at]) is not None


def _found(
    page: NotePage,
    extent: tuple[int, int],
    at: int,
    question: Written,
    rest: tuple[Written, Mark],
) -> FoundCard:
    answer, mark = rest
    named = tuple((name, at) for name in mark.tags)
    _, name = without_id(page.lines.lines[at].strip())
    return FoundCard(
        *extent, question, answer=answer, kinds=mark.kinds, tags=named, pin=name, separates=True
    )


SHAPE = Shape(_signs, _find, "`#card` mark", _LOOKS.fullmatch, rank=1)
