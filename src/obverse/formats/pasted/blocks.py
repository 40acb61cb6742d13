"""Pages that mark where cards start, but not where their answers start.

Numbered cards, numbers on separate lines, blank lines between cards.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from obverse.formats.pasted.lines import Line, joined
from obverse.formats.pasted.marked import NUMBER, Pair
from obverse.formats.pasted.shape import bullet_of


def by_own_numbers(lines: Sequence[Line]) -> tuple[list[Line], frozenset[int]]:
    """The lines without a sequence of numbers on separate lines, and the lines after those."""
    kept: list[Line] = []
    starts: list[int] = []
    due = 1
    for line in lines:
        found = NUMBER.fullmatch(line.text)
        if found and int(found[1]) == 1 and len(starts) == 1:  # the first was the page's own
            starts[0] = len(kept)
        elif found and int(found[1]) == due and not (starts and starts[-1] == len(kept)):
            starts.append(len(kept))
            due += 1
        else:
            kept.append(line)
    filled = [start for start, end in pairwise([*starts, len(kept)]) if end - start > 1]
    if len(starts) < 2 or len(filled) < 0.8 * len(starts):
        return list(lines), frozenset()
    if starts[0] > 6 or len(kept) > 15 * len(starts):  # answers that are numbers
        return list(lines), frozenset()
    return kept, frozenset(start for start in starts if start < len(kept))


def by_list_numbers(lines: Sequence[Line]) -> tuple[list[Line], frozenset[int]]:
    """The lines without the numbers of a list over the whole page, and the lines of that list.

    `1. question`, its answer below it, `2. question`, and so on; lists that begin again are parts
    of answers.
    """
    counts = [bullet_of(line.text) for line in lines]
    ones = [
        place for place, (name, count, _) in enumerate(counts) if name == "number" and count == 1
    ]
    starts: list[int] = []
    for place, (name, count, _) in enumerate(counts):
        if name == "number" and count == len(starts) + 1:
            starts.append(place)
    lengths = [end - start for start, end in pairwise([*starts, len(lines)])]
    if (
        len(starts) < 3
        or len(ones) > 1
        or starts[0] > 2
        or sum(n > 1 for n in lengths) < 0.9 * len(starts)
    ):
        return list(lines), frozenset()
    rest = [
        Line(counts[place][2], counts[place][2], line.gap, line.number)
        if place in set(starts)
        else line
        for place, line in enumerate(lines)
    ]
    return rest, frozenset(starts)


def two_lists(lines: Sequence[Line]) -> list[Pair]:
    """The cards of a page with a numbered list of questions and then one of answers."""
    found: list[list[str]] = []
    for line in lines:
        name, count, rest = bullet_of(line.text)
        if name != "number":
            continue
        if count == 1:
            found.append([rest])
        elif found and count == len(found[-1]) + 1:
            found[-1].append(rest)
        else:
            return []
    if len(found) != 2 or len(found[0]) != len(found[1]) or len(found[0]) < 3:
        return []
    if 2 * len(found[0]) < 0.8 * (len(lines) - 2):
        return []
    return [Pair(front, back) for front, back in zip(*found, strict=True)]


def by_two_gaps(lines: Sequence[Line]) -> list[Pair]:
    """The cards of a page with wider gaps between cards than between their two sides."""
    gaps = Counter(line.gap for line in lines[1:])
    wide = [gap for gap in sorted(gaps) if gap > 0]
    if len(wide) != 2 or gaps[wide[1]] < 2 or not 0.6 <= gaps[wide[0]] / gaps[wide[1]] <= 1.7:
        return []
    starts = [place for place, line in enumerate(lines) if line.gap >= wide[1] or not place]
    cards = []
    for start, end in pairwise([*starts, len(lines)]):
        middles = [place for place in range(start + 1, end) if lines[place].gap]
        if len(middles) == 1:
            cards.append(Pair(joined(lines[start : middles[0]]), joined(lines[middles[0] : end])))
        elif start:  # the first block may be a title
            cards.append(Pair(joined(lines[start:end]), "", split=False))
    return cards if sum(card.split for card in cards) >= 0.9 * len(cards) else []


def by_gaps(lines: Sequence[Line]) -> frozenset[int]:
    """The lines on which cards start, where the blocks between blank lines are cards.

    They are if nearly all of them have two lines or more.
    """
    starts = [place for place, line in enumerate(lines) if line.gap or not place]
    sizes = [end - start for start, end in pairwise([*starts, len(lines)])]
    if sizes and sizes[0] == 1:
        starts, sizes = starts[1:], sizes[1:]
    if len(starts) < 3 or sum(size > 1 for size in sizes) < 0.97 * len(sizes):
        return frozenset()
    anew = sum(
        asks_anew(lines[start : start + size]) for start, size in zip(starts, sizes, strict=True)
    )
    if anew > 0.2 * len(starts) or len(lines) > 12 * len(starts):
        return frozenset()
    return frozenset(starts)


def asks_anew(block: Sequence[Line]) -> bool:
    """Whether a block asks again below its first answer: then it has more than one card."""
    asks = [line.text.endswith("?") for line in block]
    return any(later and not above for above, later in pairwise(asks[1:]))
