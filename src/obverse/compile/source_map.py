"""Source map: places in the lines that were written for cards, back in those of the author."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple, Protocol

from obverse.values.compiled import Compiled
from obverse.values.diagnostic import Diagnostic
from obverse.values.note import Note
from obverse.values.outline import Allowance, Outline
from obverse.values.source import Place


class SourceMap(NamedTuple):
    """The author's lines, the written ones, and the author's line of each, all from zero."""

    lines: Sequence[str]
    written: Sequence[str]
    numbers: Sequence[int]

    def line(self, number: int) -> int:
        """The author's line of a written one, both from one; the one after the last has one too."""
        if number > len(self.numbers):
            return len(self.lines) + 1
        return self.numbers[number - 1] + 1 if number else 1

    def place(self, place: Place) -> Place:
        """The place of the same words; of the line if they are written in another way there."""
        number = self.line(place.line)
        line = self.lines[number - 1] if number <= len(self.lines) else ""
        written = self.written[place.line - 1] if place.line <= len(self.written) else ""
        if written == line:
            return place._replace(line=number)
        start = place.column - 1
        words = written[start : start + place.length]
        at = line.find(words) if words else -1
        if at < 0:
            return Place(place.path, number)
        return Place(place.path, number, at + 1, place.length)


class Mapped(Protocol):
    """What knows where lines are from."""

    def line(self, number: int) -> int:
        """The line in the source, both from one."""

    def place(self, place: Place) -> Place:
        """The place in the source."""


def of_source(compiled: Compiled, of: Mapped) -> Compiled:
    """What was compiled of written lines, with its places in the source."""
    found = tuple(_diagnostic(each, of) for each in compiled.diagnostics)
    return compiled._replace(
        notes=tuple(map(partial(_note, of=of), compiled.notes)),
        drafts=tuple(map(partial(_note, of=of), compiled.drafts)),
        diagnostics=found,
        outline=_outline(compiled.outline, of),
    )


def _note(note: Note, of: Mapped) -> Note:
    if note.media:
        media = tuple(use._replace(place=of.place(use.place)) for use in note.media)
        note = note._replace(media=media)
    if note.embeds:
        embeds = tuple(each._replace(place=of.place(each.place)) for each in note.embeds)
        note = note._replace(embeds=embeds)
    return note._replace(place=of.place(note.place))


def _diagnostic(found: Diagnostic, of: Mapped) -> Diagnostic:
    path = found.place.path
    related = tuple(of.place(each) if each.path == path else each for each in found.related)
    return found._replace(place=of.place(found.place), related=related)


def _outline(outline: Outline, of: Mapped) -> Outline:
    return Outline(
        outline.front_matter,
        tuple(dict.fromkeys(sorted(map(of.line, outline.sections)))),
        tuple(_ranges(outline.code, of)),
        tuple(_allowance(each, of) for each in outline.allowances),
        of.line(outline.end),
    )


def _ranges(code: Iterable[tuple[int, int]], of: Mapped) -> Iterator[tuple[int, int]]:
    for first, end in code:
        yield of.line(first), of.line(max(end - 1, first)) + 1


def _allowance(each: Allowance, of: Mapped) -> Allowance:
    first, end = each.lines
    return each._replace(
        place=of.place(each.place), lines=(of.line(first), max(of.line(end), of.line(first) + 1))
    )
