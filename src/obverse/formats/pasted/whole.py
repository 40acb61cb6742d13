"""What the whole page says about a line: what it shares with lines that are not its neighbours.

A page is consistent with itself. Its questions share openings, endings, numbers that count on; its
lines come back with a rhythm, break at one width, or are in two languages by turns.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from math import log2
from typing import Final

from obverse.formats.pasted.lines import Line
from obverse.formats.pasted.shape import Shape

COUNT: Final = re.compile(r"(?:^|\s)[(#]?(\d{1,3})[).:]?\s+(?=[^\W\d])")
LETTER: Final = re.compile(r"[(]?[A-Ha-h][).]?")
BEGINNINGS: Final = (2, 3, 4, 6)
LAGS: Final = (2, 3, 4, 5, 6)
WIDEST: Final = 100
NARROWEST: Final = 16


TRAITS: Final[dict[str, Callable[[Shape], float]]] = {
    "size": lambda shape: log2(shape.length),
    "lower": lambda shape: shape.case == "lower",
    "stop": lambda shape: shape.end == ".",
    "asks": lambda shape: shape.asks,
}
TURNS: Final = {
    "size": (-1.5, -0.8, -0.3, 0.3, 0.8, 1.5),
    **dict.fromkeys(("lower", "stop", "asks"), (-0.7, -0.3, -0.1, 0.1, 0.3, 0.7)),
}
"""Steps of how much every other line around one has more of a trait than the lines between."""
AROUND: Final = 8  # lines above and below


def bucket(value: float, *steps: float) -> int:
    """The number of `steps` that `value` reaches."""
    return sum(value >= step for step in steps)


def same_traits(one: Shape, other: Shape) -> int:
    """How many of six traits of form two lines share."""
    return (
        (one.end == other.end)
        + (one.case == other.case)
        + (abs(one.size - other.size) < 2)
        + (one.first == other.first)
        + (one.bullet == other.bullet)
        + (one.asks == other.asks)
    )


class WholePage:
    """What is counted over all lines of a page."""

    def __init__(self, lines: Sequence[Line], shapes: Sequence[Shape]) -> None:
        """Count openings, endings, texts, lengths, letters."""
        self.shapes = shapes
        self.texts = [line.text.casefold().rstrip(".:;,") for line in lines]
        words = [text.split() for text in self.texts]
        self.number = len(lines)
        self.openings = [" ".join(each[:2]) if len(each) > 2 else "" for each in words]
        self.endings = [" ".join(each[-2:]) if len(each) > 2 else "" for each in words]
        self.opening_counts = Counter(self.openings)
        self.ending_counts = Counter(self.endings)
        self.text_counts = Counter(self.texts)
        self.begins = shared_by(words)
        self.finishes = shared_by([each[::-1] for each in words])
        self.lone = [LETTER.fullmatch(line.text) is not None for line in lines]
        self.lone_share = sum(self.lone) / max(1, self.number)
        self.pairs = [frozenset(map("".join, pairwise(text))) for text in self.texts]
        self.lengths = [len(line.text) for line in lines]
        middle = sorted(shape.length for shape in shapes)
        self.middle = middle[len(middle) // 2] if middle else 1
        self.lower_share = sum(s.case == "lower" for s in shapes) / max(1, self.number)
        self.counting = counting(lines)
        apart = [ago for ago in self.counting if ago > 1]
        self.counted = bucket(sum(apart) / max(1, self.number), 0.3, 0.6, 0.85)
        self.turns = {name: contrast([value(s) for s in shapes]) for name, value in TRAITS.items()}
        self.find_width()
        self.find_rhythm()

    def find_width(self) -> None:
        """At which width lines seem to be broken, and which lines are full."""
        long = sorted(self.lengths)
        self.width = long[int(0.97 * (len(long) - 1))] if long else 0
        near = sum(0.75 * self.width <= n <= self.width + 3 for n in self.lengths)
        share = near / max(1, self.number)
        narrow = NARROWEST <= self.width <= WIDEST
        self.wrapping = bucket(share, 0.25, 0.4, 0.55) if narrow else 0
        self.full = [False] * self.number
        for place in range(self.number - 1):
            word = self.texts[place + 1].partition(" ")[0]
            self.full[place] = self.lengths[place] + 1 + len(word) > self.width

    def find_rhythm(self) -> None:
        """After how many lines the page is most like itself."""
        near = self.at_lag(1)
        values = [self.at_lag(lag) for lag in LAGS]
        self.best = max(range(len(LAGS)), key=values.__getitem__)
        self.rhythm = f"{LAGS[self.best]} {bucket(values[self.best] - near, 0.15, 0.5, 1, 2)}"
        tongues = [self.tongue(place) for place in range(self.number)]
        self.turning = bucket(sum(tongues) / max(1, self.number), -0.02, 0.02, 0.05, 0.1)
        self.tongues = tongues

    def at_lag(self, lag: int) -> float:
        """How alike lines are that are `lag` lines apart."""
        pairs = [*zip(self.shapes, self.shapes[lag:], strict=False)]
        return sum(same_traits(*pair) for pair in pairs) / max(1, len(pairs))

    def tongue(self, place: int) -> float:
        """How much more a line shares letters with every other line than with those between."""

        def shared(offsets: Sequence[int]) -> float:
            mine = self.pairs[place]
            nears = [
                self.pairs[place + offset]
                for offset in offsets
                if 0 <= place + offset < self.number
            ]
            return sum(
                len(mine & near) / max(1, min(len(mine), len(near))) for near in nears
            ) / max(1, len(nears))

        return shared((-4, -2, 2, 4)) - shared((-3, -1, 1, 3))

    def signs(self, place: int) -> Iterator[str]:
        """The signs of the line at `place`."""
        shape = self.shapes[place]
        opening, ending = self.shares(place)
        yield f"opening {opening} {shape.asks:d}"
        yield f"ending {ending}"
        yield f"begins {self.begins[place]} {shape.asks:d}"
        yield f"finishes {self.finishes[place]}"
        for offset in (-1, 1):
            if 0 <= place + offset < self.number:
                near_opening, near_ending = self.shares(place + offset)
                yield f"opening {offset} {near_opening}"
                yield f"ending {offset} {near_ending}"
                yield f"begins {offset} {self.begins[place + offset]}"
                yield f"finishes {offset} {self.finishes[place + offset]}"
                yield f"counts {offset} {self.counted} {min(self.counting[place + offset], 4)}"
        yield f"counts {self.counted} {min(self.counting[place], 4)}"
        if self.lone[place]:
            yield f"lone {bucket(self.lone_share, 0.1, 0.3, 0.45)}"
        count = self.text_counts[self.texts[place]]
        if count > 1:
            yield f"same {bucket(count / self.number, 0.06, 0.12, 0.25)}"
            for lag in (-6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6):
                near = place - lag
                if 0 <= near < self.number and self.texts[near] == self.texts[place]:
                    yield f"same at {lag}"
        yield from self.breaks(place)
        yield from self.beats(place)
        length = shape.length / self.middle
        relative = bucket(length, 0.25, 0.5, 0.8, 1.25, 2, 4)
        yield f"relative {relative}"
        yield f"relative {relative} {shape.case}"
        yield f"lower {bucket(self.lower_share, 0.05, 0.3, 0.6, 0.9)} {shape.case}"

    def shares(self, place: int) -> tuple[int, int]:
        """How many lines open, and how many end, with the words of this one."""
        steps = (0.05, 0.12, 0.25)
        opening, ending = self.openings[place], self.endings[place]
        ones = self.opening_counts[opening] if opening else 1
        others = self.ending_counts[ending] if ending else 1
        return (
            1 + bucket(ones / self.number, *steps) if ones > 1 else 0,
            1 + bucket(others / self.number, *steps) if others > 1 else 0,
        )

    def breaks(self, place: int) -> Iterator[str]:
        """Whether the line above was broken, or this one is, at the width of the page."""
        if not self.wrapping:
            return
        shape = self.shapes[place]
        yield f"full {self.wrapping} {self.full[place]:d}"
        if place:
            above = self.shapes[place - 1]
            stopped = above.end in {".", "?", ":"}
            yield f"above full {self.wrapping} {self.full[place - 1]:d} {stopped:d}"
            yield f"above full {self.full[place - 1]:d} {shape.case} {stopped:d}"

    def beats(self, place: int) -> Iterator[str]:
        """Whether lines at the distances of a rhythm are like this one."""
        shape = self.shapes[place]
        for lag in (-4, -3, 3, 4):
            near = place + lag
            if 0 <= near < self.number:
                yield f"beat {lag} {same_traits(shape, self.shapes[near])}"
        lag = LAGS[self.best]
        around = [
            same_traits(shape, self.shapes[near]) if 0 <= near < self.number else -1
            for near in (place - lag, place + lag)
        ]
        yield f"rhythm {self.rhythm} {sum(around) // 2}"
        for name, steps in TURNS.items():
            yield f"turn {name} {bucket(self.turns[name][place], *steps)}"
        yield f"even {place % 2} {(self.number - place) % 2}"
        yield f"tongue {self.turning} {bucket(self.tongues[place], -0.1, 0, 0.1)}"

    def page(self) -> Iterator[str]:
        """The signs of the page as a whole."""
        yield f"rhythm {self.rhythm}"
        yield f"wraps {self.wrapping}"
        yield f"counted {self.counted}"
        yield f"turning {self.turning}"
        yield f"lines {bucket(self.number, 8, 16, 32, 64)}"
        yield f"lone {bucket(self.lone_share, 0.1, 0.3, 0.45)}"
        yield f"lower {bucket(self.lower_share, 0.05, 0.3, 0.6, 0.9)}"
        yield f"rest {self.number % 2} {self.number % 3}"


def contrast(values: Sequence[float]) -> list[float]:
    """For each line how far every other value around it is above those between, on the mean."""
    sums = [0.0, 0.0]  # of every other value up to there
    for value in values:
        sums.append(sums[-2] + value)

    def mean(place: int, reach: int) -> float:
        first, last = place - reach, place + reach
        first += -(first // 2) * 2 if first < 0 else 0
        last -= (last - len(values) + 2) // 2 * 2 if last >= len(values) else 0
        return (sums[last + 2] - sums[first]) / max(1, (last - first) // 2 + 1)

    return [
        mean(place, AROUND) - mean(place, AROUND - 1) if len(values) > 1 else 0.0
        for place in range(len(values))
    ]


def shared_by(words: Sequence[Sequence[str]]) -> list[str]:
    """For each line how many of its first words others share, and how many others, in steps.

    Lines that are the same count once: what comes again is not what lines have in common.
    """
    counts = Counter(
        each[:size] for each in {*map(tuple, words)} for size in BEGINNINGS if len(each) > size
    )
    found = []
    for each in words:
        sizes = [size for size in BEGINNINGS if counts[tuple(each[:size])] > 1]
        often = counts[tuple(each[: sizes[-1]])] if sizes else 0
        found.append(f"{len(sizes)} {bucket(often, 2, 3, 5, 9)}")
    return found


def counting(lines: Sequence[Line]) -> list[int]:
    """For each line how many lines ago the number before its own was; 0 if it has none."""
    seen: dict[int, int] = {}
    found: list[int] = []
    for place, line in enumerate(lines):
        number = COUNT.search(line.text)
        value = int(number[1]) if number else -9
        found.append(place - seen[value - 1] if number and value - 1 in seen else 0)
        if number:
            seen[value] = place
    return found
