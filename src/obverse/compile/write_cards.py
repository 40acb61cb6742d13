"""Write cards: what shapes found in a note, as the `##` sections that the cutter reads.

Each line that is written knows the line of the source that it is from. Prose is left out, so that
it is never parsed, reaches no card and has no findings.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from obverse.compile.found import FoundCard, NotePage, Written
from obverse.compile.held_lines import is_definition
from obverse.compile.marks import without_marks
from obverse.compile.note_lines import LineKind, NoteLines, without_hard_break, without_schedule
from obverse.compile.scan_lines import scan_lines
from obverse.languages import escape, logseq, pin, tags
from obverse.values.card_settings import EXTRA

END = "#"  # the heading without text that ends the last card before prose
_SEPARATOR, _CONTENT = "***", "* * *"
_DASHES, _EQUALS = re.compile(r" {0,3}-+[ \t]*"), re.compile(r" {0,3}=+[ \t]*")
_MARGIN, _DEEPEST = 3, 6  # depths of a heading in a card


class WrittenCards(NamedTuple):
    """The lines, the line of the source of each, and what was found, by the line of its heading."""

    lines: list[str]
    numbers: list[int]
    found: dict[int, FoundCard]


def write_cards(page: NotePage, found: Sequence[FoundCard], front: int) -> WrittenCards:
    """What was found, in order; the first `front` lines are front matter, and stay."""
    made = WrittenCards([*page.lines.lines[:front]], [*range(front)], {})
    title = None if page.is_kept else _title(page, found)
    at = front
    for each in found:
        _between(made, page, at, each.first)
        if title and title[0] < each.first:
            _put(made, [(title[0], ""), title, (title[0], "")])
            title = None
        if each.question:
            _card(made, page, each)
        at = max(at, each.end)
    _between(made, page, at, len(page.lines.lines))
    if title:
        _put(made, [(title[0], ""), title])
    if not page.is_kept:
        _definitions(made, page, found)
    if not made.lines:
        _put(made, [(0, "")])
    return made


def _put(made: WrittenCards, lines: Iterable[tuple[int, str]]) -> None:
    for number, line in lines:
        made.lines.append(line)
        made.numbers.append(number)


def _between(made: WrittenCards, page: NotePage, at: int, end: int) -> None:
    """What is in no card: kept in a file made for cards, else only the end of the card before."""
    if page.is_kept:
        _put(made, page.written(at, end))
    elif made.found and any(line.strip() for line in page.lines.lines[at:end]):
        _put(made, [(at, ""), (at, END), (at, "")])


def _title(page: NotePage, found: Sequence[FoundCard]) -> tuple[int, str] | None:
    """The first `#` heading that is no card: it names the deck."""
    taken = {each.first for each in found if each.depth}
    for heading in page.lines.headings:
        if heading.depth == 1 and heading.first not in taken and heading.text:
            text = heading.text[: tags.run_at_end(heading.text)[0]].strip() or heading.text
            return heading.first, f"# {escape.heading_end(text)}"
    return None


def _card(made: WrittenCards, page: NotePage, found: FoundCard) -> None:
    question = _question(page, found)
    parts = [_part(page, part, found) for part in (found.above, found.answer)]
    name = found.pin or (_take_pin(parts, question) if not found.depth else "")
    made.found[len(made.lines)] = found
    first = found.question[0][0] if found.question else found.first
    _put(made, [(first, f"## {escape.heading_end(question[0])}".rstrip()), (first, "")])
    named = [f"card/{kind}" for kind in found.kinds]
    named += [written for written, _ in found.tags if _is_readable(written)]
    if named:
        line = found.tags[0][1] if found.tags else first
        _put(made, [(line, " ".join(f"#{each}" for each in named)), (line, "")])
    above, answer = parts
    if above or found.is_apart:
        last = above[-1][0] if above else first
        _put(made, [*above, (last, ""), (last, _SEPARATOR), (last, "")])
    _put(made, answer)
    last = answer[-1][0] if answer else first
    if found.extra:
        _put(made, [(last, ""), (last, EXTRA), (last, ""), *_part(page, found.extra, found)])
    for field, text in found.fields:
        _put(made, [(last, ""), (last, f"### {escape.heading(field)}"), (last, "")])
        _put(made, _part(page, text, found))
    if name:
        _put(made, [(last, ""), (last, f"^{name}")])
    _put(made, [(last, "")])


def _question(page: NotePage, found: FoundCard) -> list[str]:
    """The question on one line; in a list, for a block id may be taken from its end."""
    lines = [(page.lines.lines[at : at + 1], text.strip()) for at, text in found.question]
    # A backslash breaks a line only where the line of the note ends with it; a cell has no line.
    shown = (
        without_hard_break(text).rstrip() if whole and whole[0].rstrip().endswith(text) else text
        for whole, text in lines
    )
    written = " ".join(line for line in shown if line)
    return [logseq.as_cloze(written) if logseq.DELETION_SIGN in written else written]


def _is_readable(name: str) -> bool:
    return tags.only_tags(f"#{name}") == [name]


def unreadable(found: FoundCard) -> list[tuple[str, int]]:
    """The tags of a card that no line of tags can hold."""
    return [(name, line) for name, line in found.tags if not _is_readable(name)]


def _part(page: NotePage, written: Written, found: FoundCard) -> list[tuple[int, str]]:
    """Lines of a card, in which nothing ends it or begins another part of it."""
    holes = {at for first, end in found.holes for at in range(first, end)}
    lines = [(at, text) for at, text in written if at not in holes]
    while lines and not lines[-1][1].strip():
        lines.pop()
    while lines and not lines[0][1].strip():
        del lines[0]
    if lines:
        # In HTML that is not closed they would be kept, and the canonical form has none.
        lines[-1] = (lines[-1][0], lines[-1][1].rstrip(" \t"))
    if len(lines) <= 1 and not any(map(_is_special, (text for _, text in lines))):
        return lines
    scan = scan_lines([text for _, text in lines])
    texts = [text for _, text in lines]
    _relevel(texts, scan, found.depth)
    for at, text in enumerate(texts):
        kind = scan.kinds[at]
        if kind is LineKind.CODE:
            continue
        if kind is LineKind.RULE and text.rstrip() == _SEPARATOR and not found.separates:
            texts[at] = _CONTENT
        elif "#" in text and not page.is_kept and (names := _tags_on(scan, at)):
            texts[at] = without_marks(names, page.settings)
        elif logseq.DELETION_SIGN in text:
            texts[at] = logseq.as_cloze(text)
    return [*_guarded(lines, texts, scan)]


def _guarded(
    lines: Sequence[tuple[int, str]], texts: Sequence[str], scan: NoteLines
) -> Iterator[tuple[int, str]]:
    """The lines, none of which makes a heading of the paragraph above it."""
    for at, text in enumerate(texts):
        number = lines[at][0]
        if scan.kinds[at] is not LineKind.CODE and at and texts[at - 1].strip():
            if _DASHES.fullmatch(text):
                yield number, ""
            elif _EQUALS.fullmatch(text):
                yield number, text.replace("=", "\\=", 1)
                continue
        yield number, text


def _is_special(line: str) -> bool:
    """Whether a line alone may have to be written in another way."""
    return "#" in line or logseq.DELETION_SIGN in line or line.rstrip() == _SEPARATOR


def _relevel(texts: list[str], scan: NoteLines, depth: int) -> None:
    """Headings in a card are of depth 3 and more; those of a marked heading keep their distance."""
    for heading in scan.headings:
        deeper = heading.depth - depth + 2 if depth else heading.depth
        sign = "#" * min(max(deeper, _MARGIN), _DEEPEST)
        texts[heading.first] = f"{sign} {escape.heading_end(heading.text)}".rstrip()
        for at in range(heading.first + 1, heading.start):
            texts[at] = ""


def _tags_on(scan: NoteLines, at: int) -> list[str] | None:
    if scan.kinds[at] is not LineKind.TEXT:
        return None
    return tags.only_tags(scan.lines[at])


def _take_pin(parts: list[list[tuple[int, str]]], question: list[str]) -> str:
    """Take a block id from the end of a card: its name; and what a plug-in keeps of reviews."""
    name = ""
    for part in reversed(parts):
        while part and not name:
            at, text = part[-1]
            shown = without_schedule(text)
            found = pin.block_id(shown)
            if found:
                name, shown = found[0], shown[: found[1]].rstrip()
            if shown == text:
                return name
            part[-1] = (at, shown)
            if shown.strip():
                continue
            part.pop()
            while part and not part[-1][1].strip():
                part.pop()
        if part or name:
            return name
    shown = without_schedule(question[0])
    if found := pin.block_id(shown):
        name, shown = found[0], shown[: found[1]].rstrip()
    question[0] = shown
    return name


def _definitions(made: WrittenCards, page: NotePage, found: Sequence[FoundCard]) -> None:
    """The links and footnotes that are defined outside cards, which any card may refer to."""
    lines, inside = page.lines, [(each.first, each.end) for each in found]
    defined = [*_defined(lines, inside)]
    if defined and made.found:
        _put(made, [(defined[0][0], ""), (defined[0][0], END), (defined[0][0], ""), *defined])


def _defined(lines: NoteLines, inside: Sequence[tuple[int, int]]) -> Iterator[tuple[int, str]]:
    taken = {at for first, end in inside for at in range(first, end)}
    is_open = False
    for at, kind in enumerate(lines.kinds):
        line = lines.lines[at]
        if kind is LineKind.BLANK and is_open:
            yield at, line
            continue
        is_open = (
            kind is LineKind.HELD
            and at not in taken
            and (is_definition(line) or (is_open and line[:1].isspace()))
        )
        if is_open:
            yield at, line
