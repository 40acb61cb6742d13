"""Without cards: a source in which no card begins, and what its author may have taken for one."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from obverse.compile.sections import Cut, code_blocks
from obverse.values.card_settings import HEADINGS
from obverse.values.diagnostic import Diagnostic, Severity
from obverse.values.source import Source

_UNSEEN = "\u00a0\u00ad\u200b-\u200f\u2028\u202a-\u202e\u2060-\u2064\u3000\ufeff"
_NO_SPACE = "`##` without a space"  # `heading-without-space` says it of each line
_EXAMPLE = "What is a lease?"
_LONGEST = 60  # characters of a line that is shown in a hint


class _Shape(NamedTuple):
    """What looks like a card: its name in a message, and its pattern with the question in it.

    Fewer than `least` of them are prose.
    """

    name: str
    pattern: re.Pattern[str]
    least: int = 1


_SHAPES = (
    _Shape(
        "an invisible character before `##`",
        re.compile(rf"(?=\s*[{_UNSEEN}])[\s{_UNSEEN}]*+##++\s*+(\S.*)"),
    ),
    _Shape("`\uff03\uff03`", re.compile(r"\s*+#*+\uff03[#\uff03]*+\s*+(\S.*)")),
    _Shape(_NO_SPACE, re.compile(r" {0,3}##+([^\s#].*)")),
    _Shape("`\\##`", re.compile(r"\s*\\##+\s+(\S.*)")),
    _Shape("an indented `##`", re.compile(r"(?:\t| {4})\s*+##\s++(\S.*)")),
    _Shape("`##` in a list or quote", re.compile(r"\s*(?:[-*+>]|\d+[.)])\s+##+\s+(\S.*)")),
    _Shape("`###`", re.compile(r" {0,3}####*+\s++(\S.*?)(?:(?<!\s)\s++#++)?")),
    _Shape(
        "`Q:` lines",
        re.compile(r"\s*(?:[-*+]\s+)?\W{0,3}(?:Q|Question)\s*\d*\W{0,2}:\W{0,3}\s*(\S.*)"),
    ),
    _Shape(
        "`::` lines", re.compile(r"\s*+(?:[-*+]\s++)?(\S(?:[^:\s]|\s++(?!:))*+)\s*+:::?\s*+\S.*")
    ),
    _Shape("`?` lines", re.compile(r"(\?\??)")),
    _Shape("`1.` lists", re.compile(r" {0,3}\d{1,4}[.)]\s+(\S.*)")),
    _Shape("`-` lists", re.compile(r" {0,3}[-*+]\s+(\S.*[?\uff1f\u061f])")),
    _Shape("`<h2>`", re.compile(r"\s*<h[2-6][^>]*>([^<]+)<.*", re.IGNORECASE)),
    _Shape("bold lines", re.compile(r"\s*\*\*([^*]+)\*\*:?")),
    _Shape("a tab in a line", re.compile(r"(\S[^\t]*)\t\s*+\S.*")),
    _Shape("a line that asks", re.compile(r"([^\s#>|].*[?\uff1f\u061f])"), least=2),
)


def file_without_cards(source: Source, whole: Cut) -> Iterator[Diagnostic]:
    """The finding that a file has no card, for one that has none."""
    seen = _seen(whole)
    if seen.keys() == {_NO_SPACE}:
        return
    titles = [(each.first, each.heading[1].content) for each in whole.sections if each.depth]
    if len(titles) > 1 or (titles and titles[0][1].endswith("?")):
        seen["`#`"] = titles[-1:] if len(titles) == 1 else titles[1:]
    counts = [f"{name} {_times(len(found))}" for name, found in seen.items()]
    message = "no card begins in this file"
    if counts:
        message += f"; it has {', '.join(counts)}"
    lines = [(line, text) for found in seen.values() for line, text in found[:1]]
    first = lines[0][0] if lines else min(whole.front.lines, len(whole.lines) - 1)
    asked = (text.strip().rstrip("*").strip() for _, text in lines)
    fitting = (
        each for each in asked if each.strip("?") and len(each) <= _LONGEST and "`" not in each
    )
    question = next(fitting, _EXAMPLE)
    hint = f"a card begins with `##`: write `## {question}`, and the answer below it"
    if word := next(filter(None, (_word(whole.lines[line]) for line, _ in lines)), ""):
        hint += f"; or write `cards: {word}` in the front matter"
    severity = Severity.WARNING if counts else Severity.INFO
    yield Diagnostic(source.place(first + 1), severity, message, "file-without-cards", hint)


def _word(line: str) -> str:
    from obverse.compile.lines_like_cards import word_for

    return word_for(line, (HEADINGS,))


def _seen(whole: Cut) -> dict[str, list[tuple[int, str]]]:
    """The lines that look like cards, by the first shape they have: (line from zero, question)."""
    code = {line for first, end in _fences(whole) for line in range(first, end)}
    seen: dict[str, list[tuple[int, str]]] = {shape.name: [] for shape in _SHAPES}
    for number in range(whole.front.lines, len(whole.lines)):
        line = whole.lines[number].rstrip()
        if not line or number in code:
            continue
        for shape in _SHAPES:
            if found := shape.pattern.fullmatch(line):
                seen[shape.name].append((number, found[1]))
                break
    return {name: seen[name] for name, _, least in _SHAPES if len(seen[name]) >= least}


def _fences(whole: Cut) -> Iterator[tuple[int, int]]:
    """The blocks of code that are meant: an indented `##` is one by accident."""
    for first, end in code_blocks(whole.leaves):
        if not whole.lines[first].lstrip().startswith("##"):
            yield first, end


def _times(number: int) -> str:
    return "once" if number == 1 else "twice" if number == 2 else f"{number} times"  # noqa: PLR2004
