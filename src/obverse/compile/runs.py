"""Runs: lines of compiled texts that are lines of another text now, and what is in them."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

from obverse.values.compiled import Compiled, Passage
from obverse.values.diagnostic import Diagnostic
from obverse.values.note import Note
from obverse.values.outline import Allowance
from obverse.values.source import Place

_T = TypeVar("_T")


class Run(NamedTuple):
    """Lines of a compiled text, from one, (`first`, line after) and how far below they are now."""

    of: Compiled
    first: int
    after: int
    by: int


def gather(
    runs: Iterable[Run],
    values: Callable[[Compiled], Sequence[_T]],
    line: Callable[[_T], int],
    moved: Callable[[_T, int], _T],
) -> tuple[_T, ...]:
    """Values of all runs, each in the order of its lines, where they are now."""
    found: list[_T] = []
    lines: dict[int, list[int]] = {}
    for run in runs:
        of = values(run.of)
        if id(run.of) not in lines:
            lines[id(run.of)] = [line(each) for each in of]
        first, after = (bisect_left(lines[id(run.of)], each) for each in (run.first, run.after))
        some = of[first:after]
        found += [moved(each, run.by) for each in some] if run.by else some
    return tuple(found)


def in_runs(found: Iterable[tuple[Passage, Compiled, int]]) -> list[Run]:
    """The runs of passages in order, each with where it is from and the line before it there."""
    runs: list[Run] = []
    now = 1
    for passage, of, line in found:
        first, after, by = line + 1, line + 1 + passage.lines, now - line - 1
        if runs and runs[-1].of is of and runs[-1].after == first and runs[-1].by == by:
            runs[-1] = runs[-1]._replace(after=after)
        else:
            runs.append(Run(of, first, after, by))
        now += passage.lines
    return runs


def notes_in(
    runs: Sequence[Run],
) -> tuple[tuple[Note, ...], tuple[Note, ...], tuple[Diagnostic, ...]]:
    """The notes, the drafts and the findings of all runs."""
    return (
        gather(runs, lambda of: of.notes, lambda each: each.place.line, moved_note),
        gather(runs, lambda of: of.drafts, lambda each: each.place.line, moved_note),
        gather(runs, lambda of: of.diagnostics, lambda each: each.place.line, moved_diagnostic),
    )


def sections_in(runs: Sequence[Run]) -> tuple[int, ...]:
    """The lines of the headings of all runs."""
    return gather(runs, lambda of: of.outline.sections, int, lambda line, by: line + by)


def moved_note(note: Note, by: int) -> Note:
    """The note so many lines below."""
    media = tuple([each._replace(place=_place(each.place, by)) for each in note.media])
    if note.embeds:
        embeds = tuple([each._replace(place=_place(each.place, by)) for each in note.embeds])
        note = note._replace(embeds=embeds)
    return note._replace(place=_place(note.place, by), media=media)


def moved_diagnostic(found: Diagnostic, by: int) -> Diagnostic:
    """The finding so many lines below."""
    related = tuple(_place(each, by) for each in found.related)
    return found._replace(place=_place(found.place, by), related=related)


def moved_allowance(each: Allowance, by: int) -> Allowance:
    """The allowance so many lines below."""
    first, after = each.lines
    return each._replace(place=_place(each.place, by), lines=(first + by, after + by))


def _place(place: Place, by: int) -> Place:
    return Place(place.path, place.line + by, place.column, place.length)
