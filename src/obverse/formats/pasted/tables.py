"""Pages with one card on each line: tables, separated values, `term - definition`."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Final

from obverse.formats.pasted.lines import Line, with_text
from obverse.formats.pasted.marked import Marked
from obverse.formats.pasted.recurring import NEARLY_ALL

HEADS: Final = frozenset(
    "front back term terms definition definitions question questions answer answers word meaning "
    "translation a b q key value concept description english spanish french german vocabulary "
    "vorderseite rückseite frage antwort pregunta respuesta name english/german".split()
)
FEWEST_BOXES: Final = 3
RULE: Final = re.compile(
    r"\|?(?:\s*+:?-{2,}+:?\s*+\|)++\s*+(?::?-*+:?(?<=[:-])\s*+)?\|?|[-+|=\s]{5,}+"
)
LISTED: Final = re.compile(r"^\s*(?:\(?\d{1,3}[.)]|[-•*–])\s+")
BETWEEN: Final = (
    *(r"\s*=>\s*", r"\s*->\s*", r"\s*→\s*", r"\s*::+\s*", r"\s+[—–]\s+", r"\s+--?\s+", r"\s*\t\s*"),
    *(r"\s*:\s+", r"\s+=\s+", r"\s*;\s*", r"\s*\|\s*", r"\s*/\s*/\s*", r"\s*[—–]\s*", r"\s+~\s+"),
    *(r"(?<=\?)\s+(?=\S)", r"\s*=\s*", r"\s{3,}"),
)


def unboxed(lines: Sequence[Line]) -> list[Line]:
    """The lines without boxes round single texts: `| Starboard. | |`, and lines of bars alone.

    A text may have bars of its own, as code has, but nearly all have none: else it is a table.
    """
    boxes = [line.text for line in lines if line.text.startswith("|")]
    single = sum(is_single(box) for box in boxes)
    if len(boxes) < FEWEST_BOXES or single < NEARLY_ALL * len(boxes):
        return list(lines)
    return [
        with_text(line, out_of_box(line.text)) if line.text.startswith("|") else line
        for line in lines
        if line.text.strip("| ")
    ]


def is_single(box: str) -> bool:
    """Whether no more than one text is between the bars."""
    return sum(bool(cell.strip()) for cell in box.split("|")) <= 1


def out_of_box(box: str) -> str:
    """The text in a box."""
    return box.strip("| ") if is_single(box) else box.removeprefix("|").removesuffix("|").strip()


def read_piped(lines: Sequence[Line]) -> list[Marked]:
    """The cards of a table drawn with upright bars; none if there is none."""
    rows = [line for line in lines if line.text.startswith("|") or " | " in line.text]
    ruled = any(RULE.fullmatch(line.text) for line in lines)
    fenced = sum(line.text.startswith("|") and line.text.endswith("|") for line in rows)
    if len(rows) < 2 or not (ruled or fenced >= 0.8 * len(rows)) or len(rows) < 0.6 * len(lines):
        return []
    cells = [
        [
            cell.replace("\\|", "|").strip()
            for cell in re.split(r"(?<!\\)\|", line.text.strip().strip("|"))
        ]
        for line in rows
        if not RULE.fullmatch(line.text)
    ]
    kept = [row for row in cells if any(row)]
    headed = kept[1:] if ruled and RULE.fullmatch(rows[1].text) else without_head(kept)
    return pairs(headed)


def read_separated(lines: Sequence[Line], text: str) -> list[Marked]:
    """The cards of lines whose values are separated by tabs, commas, semicolons or bars."""
    for sign, share in (("\t", 0.7), (";", 0.95), (",", 0.97), ("|", 0.9)):
        having = [line for line in lines if sign in line.raw.strip("\ufeff ")]
        loose = [line for line in lines if sign not in line.raw]
        title = 1 if loose and loose[0] is lines[0] else 0
        if len(having) < 2 or len(having) < share * (len(lines) - title):
            continue
        if is_quoted(text, sign):
            rows = parsed([line.raw for line in lines[title:]], sign)
        else:
            rows = [[cell.strip() for cell in line.raw.split(sign)] for line in having]
        if sign == "\t" and not is_quoted(text, sign):
            return pairs(without_head(tabbed(lines[title:])))
        widths = Counter(len(row) for row in rows)
        width, often = max(widths.items(), key=lambda both: both[1])
        if sign == "\t" or (width > 1 and often >= share * len(rows) and are_fronts(rows, sign)):
            return pairs(without_head([row for row in rows if len(row) > 1]))
    return []


def is_quoted(text: str, sign: str) -> bool:
    """Whether values are quoted as in CSV, and quotation marks are not just part of them."""
    odd = sum(line.count('"') % 2 for line in text.splitlines())
    opened = sum(line.startswith('"') or f'{sign}"' in line for line in text.splitlines())
    closed = text.count(f'"{sign}') + text.count('"\n')
    return opened > 0 and closed > 0 and (odd > 0 or f'"{sign}"' in text or sign != "\t")


def tabbed(lines: Sequence[Line]) -> list[list[str]]:
    """The rows of lines with tabs; a line without one continues the row above."""
    rows: list[list[str]] = []
    for line in lines:
        if "\t" in line.raw:
            rows.append([cell.strip() for cell in line.raw.strip(" ").split("\t") if cell.strip()])
            if line.raw.startswith("\t") and len(rows) > 1:  # an empty first cell: more of the back
                more = rows.pop()
                rows[-1][-1] += "".join(f"\n{cell}" for cell in more)
        elif rows:
            rows[-1][-1] += f"\n{line.text}"
    return rows


def parsed(raws: Iterable[str], sign: str) -> list[list[str]]:
    """The rows of lines in which values may be quoted, over several lines too."""
    reader = csv.reader(raws_with_breaks(raws), delimiter=sign, skipinitialspace=True)
    try:
        return [[cell.strip() for cell in row] for row in reader if row]
    except csv.Error:
        return []


def raws_with_breaks(raws: Iterable[str]) -> Iterable[str]:
    """The lines with their line breaks, which a quoted value keeps."""
    return (f"{raw}\n" for raw in raws)


def are_fronts(rows: Sequence[Sequence[str]], sign: str) -> bool:
    """Whether first values are short, like those of cards, and not the beginnings of sentences."""
    if sign != ",":
        return all(len(row[0].split()) < 25 for row in rows if row)
    lone = [row for row in rows if row and len(row[0].split()) <= 6]
    return len(lone) >= 0.9 * len(rows) and all(len(row) == len(rows[0]) for row in rows)


def read_between(lines: Sequence[Line]) -> list[Marked]:
    """The cards of lines such as `term - definition`; none if too few lines have that form."""
    for pattern in BETWEEN:
        split = re.compile(pattern)
        halves: list[tuple[str, str] | None] = [halved(line, split) for line in lines]
        titled = 1 if halves and halves[0] is None else 0
        count = sum(half is not None for half in halves)
        body = len(lines) - titled
        share = 0.97 if pattern == r"\s*=\s*" else 0.88
        if count < 3 or count < share * body or short(halves) < 0.9 * count:
            continue
        if asked_apart(lines[titled:], halves[titled:]):
            continue
        cards: list[Marked] = []
        for line, half in zip(lines, halves, strict=True):
            if half:
                cards.append(Marked(*half))
            elif cards:
                cards[-1] = Marked(cards[-1].front, f"{cards[-1].back}\n{line.text}")
        return cards
    return []


def short(halves: Sequence[tuple[str, str] | None]) -> int:
    """How many of the first halves are short enough for a term, or are questions."""
    fronts = [half[0] for half in halves if half]
    return sum(len(front.split()) <= 9 or front.endswith("?") for front in fronts)


def asked_apart(lines: Sequence[Line], halves: Sequence[tuple[str, str] | None]) -> bool:
    """Whether lines that end in question marks alternate with others: then a line is a side."""
    asks = [line.text.endswith("?") for line in lines]
    turns = sum(one != other for one, other in pairwise(asks))
    return sum(asks) >= 0.3 * len(halves) and turns > 0.8 * (len(asks) - 1)


def halved(line: Line, split: re.Pattern[str]) -> tuple[str, str] | None:
    """The two halves of a line at the first separator that has text on both sides."""
    text = LISTED.sub("", line.raw.strip())
    found = next((each for each in split.finditer(text) if each.start()), None)
    if found is None or not text[found.end() :].strip():
        return None
    return text[: found.start()].strip(), text[found.end() :].strip()


def without_head(rows: list[list[str]]) -> list[list[str]]:
    """The rows without the one that names the columns."""
    if len(rows) > 1 and len(rows[0]) > 1:
        named = [cell.lower().strip("#*: ") in HEADS for cell in rows[0]]
        if all(named[:2]):
            return rows[1:]
    return rows


def pairs(rows: Iterable[Sequence[str]]) -> list[Marked]:
    """A card for each row: the first value its front, all others its back."""
    numbered: Callable[[Sequence[str]], bool] = lambda row: len(row) > 2 and row[0].isdecimal()  # noqa: E731
    listed = list(rows)
    if listed and all(numbered(row) for row in listed):
        listed = [row[1:] for row in listed]
    return [
        Marked(row[0], "\n".join(cell for cell in row[1:] if cell), split=any(row[1:]))
        for row in listed
        if any(row)
    ]
