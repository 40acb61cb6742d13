"""Recompile: an edited source from what it was before, parsing only the passages that changed.

The changed passages are compiled as a source of their own, below what comes before the first card
and with all that defines links. The first and the last passage are always among them: so the first
card is the first and the last line the last, as in the whole. What was the last before is not used
again: a block of code that is not closed would go on.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from obverse.compile import conflict_markers
from obverse.compile.passages import digests, parts, text_of
from obverse.compile.runs import Run, gather, in_runs, moved_allowance, notes_in, sections_in
from obverse.languages import markdown
from obverse.languages.markdown import Syntax
from obverse.values.compiled import Compiled, Passage
from obverse.values.outline import Outline
from obverse.values.source import Source

_FEWEST = 4  # passages


class CompilePart(Protocol):
    """What compiles a text as a part of one with this syntax."""

    def __call__(self, text: Source, syntax: Syntax) -> Compiled:
        """The compiled text."""


class _Kept(NamedTuple):
    """A passage that is as it was, the line it was at, and its first part now."""

    passage: Passage
    line: int
    at: int


def recompile(source: Source, before: Compiled, compiled: CompilePart) -> Compiled | None:
    """What compiling the source gives, where `before` is what an earlier text of it gave.

    `None` where something may reach from one passage to another, or most of the source changed.
    """
    if len(before.passages) < _FEWEST or conflict_markers.SIGN in source.text:
        return None
    some = parts(source.text)
    syntax = markdown.syntax(_below(source.text, before.outline.front_matter))
    names = digests(some, syntax)
    head = before.passages[0]
    if names[: len(head.digests)] != head.digests:
        return None
    kept = _kept(names, before.passages)
    fresh = _others(len(some), kept)
    if 2 * len(fresh) > len(some):
        return None
    made = compiled(Source(source.path, text_of(some[at] for at in fresh)), syntax)
    if not _fits(made.passages, fresh, before.passages):
        return None
    passages, runs = _in_order(made, fresh, before, kept)
    return _spliced(made, runs)._replace(passages=tuple(passages))


def _below(text: str, lines: int) -> str:
    """What is below so many lines."""
    return text.split("\n", lines)[-1]


def _kept(names: Sequence[str], before: Sequence[Passage]) -> list[_Kept]:
    """The passages that are as they were, wherever they are now."""
    known: dict[str, tuple[Passage, int]] = {}
    line = before[0].lines
    for each in before[1:-1]:
        known[each.digests[0]] = (each, line)
        line += each.lines
    kept: list[_Kept] = []
    at, last = len(before[0].digests) + 1, len(names) - 1
    while at < last:
        passage, line = known.get(names[at], (before[0], 0))
        after = at + len(passage.digests)
        if line and not passage.defines and after <= last and names[at:after] == passage.digests:
            kept.append(_Kept(passage, line, at))
            at = after
        else:
            at += 1
    return kept


def _others(count: int, kept: Iterable[_Kept]) -> list[int]:
    """The parts that are in no kept passage."""
    taken = {at for each in kept for at in range(each.at, each.at + len(each.passage.digests))}
    return [at for at in range(count) if at not in taken]


def _fits(made: Sequence[Passage], fresh: Sequence[int], before: Sequence[Passage]) -> bool:
    """Whether these passages, of the parts `fresh`, are the same among all parts."""
    if not made or [each for each in before if each.defines] != [
        each for each in made if each.defines
    ]:
        return False
    at = 0
    for each in made:
        after = at + len(each.digests)
        if fresh[after - 1] - fresh[at] != after - 1 - at:
            return False  # what lies between them would be a part of it
        at = after
    return True


def _in_order(
    made: Compiled, fresh: Sequence[int], before: Compiled, kept: Iterable[_Kept]
) -> tuple[list[Passage], list[Run]]:
    """All passages now, and where their lines come from, neighbours joined."""
    found = [(each.at, each.passage, before, each.line) for each in kept]
    at = line = 0
    for each in made.passages:
        found.append((fresh[at], each, made, line))
        at, line = at + len(each.digests), line + each.lines
    found.sort(key=lambda one: one[0])
    runs = in_runs((passage, of, line) for _, passage, of, line in found)
    return [passage for _, passage, _, _ in found], runs


def _spliced(made: Compiled, runs: Sequence[Run]) -> Compiled:
    """The whole, of which `made` has the first lines and the last."""
    end = runs[-1].after + runs[-1].by
    sections = sections_in(runs)
    notes, drafts, found = notes_in(runs)
    titles = len(made.outline.sections) - made.cards
    code = gather(
        runs,
        lambda of: of.outline.code,
        lambda each: each[0],
        lambda each, by: (each[0] + by, each[1] + by),
    )
    of_all = (1, made.outline.end)
    allowances = [
        each._replace(lines=(1, end)) if each.lines == of_all else each
        for each in gather(
            runs, lambda of: of.outline.allowances, lambda each: each.place.line, moved_allowance
        )
    ]
    return Compiled(
        made.path,
        notes,
        drafts,
        len(sections) - titles,
        found,
        gather(
            runs,
            lambda of: of.blocks,
            lambda each: each[0],
            lambda one, by: (one[0] + by, *one[1:]),
        ),
        Outline(made.outline.front_matter, sections, code, tuple(allowances), end),
    )
