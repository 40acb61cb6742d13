"""Learns the weights from composed pages: the slope of the likelihood, page by page (AdaGrad)."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import pairwise
from math import sqrt
from pathlib import Path
from random import Random
from typing import Final

from obverse.formats import pasted
from obverse.formats.pasted.chain import Lattice, backward, lattice, score, shares
from obverse.formats.pasted.features import PageSigns, look
from obverse.formats.pasted.shape import shape_of
from obverse.formats.pasted.weights import (
    ABOVE,
    BACK,
    BACK_2,
    BACK_ON,
    FRONT,
    FRONT_ON,
    KINDS,
    STATES,
    STEPS,
    TABLES,
    Weights,
    read_weights,
)
from pasted_training.decks import Shelf, is_held_out, read_decks
from pasted_training.pages import Made, page
from pasted_training.printed import printed

Row = list[float]
Slope = dict[tuple[str, str], Row]
STEP_NUMBER: Final = {step: number for number, step in enumerate(STEPS)}
RATE: Final = 0.12
PULL: Final = 1e-4  # towards zero, at every touch
DROPPED: Final = 0.25
SHARDS: Final = 2
PARTS: Final = 8
CHECKPOINTS: Final = 4
COMPOSED: Final = 4
OF_PRINTED: Final = 0.4
# What contests nothing in composed pages is learned too weakly for real ones.
KNOWN: Final = {
    "last": {FRONT: -4.0, FRONT_ON: -4.0},
    "place 0 flashcards": {ABOVE: 8.0},
    "place 1": {ABOVE: -1.5},
    "place 2": {ABOVE: -2.0},
}


def kind_of(made: Made) -> tuple[str, ...]:
    """The kind of page that `made` is of, by the three traits."""
    asking, backs, lone, fronts, long = 0, 0, 0, 0, 0
    words = [len(line.text.split()) for line in made.lines]
    asks = False
    for place, state in enumerate(made.states):
        below = made.states[place + 1] if place + 1 < len(made.states) else FRONT
        if state in {FRONT, FRONT_ON}:
            asks = shape_of(made.lines[place].text).asks or (state == FRONT_ON and asks)
            if below != FRONT_ON:
                fronts += 1
                asking += asks
                long += place + 1 < len(words) and words[place] > words[place + 1]
        if state == BACK:
            backs += 1
            lone += below in {FRONT, FRONT_ON}
    share = asking / max(1, fronts)
    much = "all" if share == 1 else "most" if share > 0.75 else "some" if share > 0.12 else "not"
    return (
        "one" if lone == backs else "mostly one" if lone >= 0.75 * backs else "more",
        f"asks {much}",
        "long" if long > fronts / 2 else "short",
    )


def expected(chart: Lattice) -> tuple[list[Row], list[Row]]:
    """The probability of each state of each line, and of each step to it."""
    ways = backward(chart)
    states = [
        [f * w for f, w in zip(*both, strict=True)]
        for both in zip(chart.forward, ways, strict=True)
    ]
    steps: list[Row] = [[0.0] * len(STEPS)]
    for place in range(1, len(states)):
        before, scale = chart.forward[place - 1], chart.scales[place]
        ahead = [f * w / scale for f, w in zip(chart.states[place], ways[place], strict=True)]
        pairs = zip(STEPS, chart.steps[place], strict=True)
        steps.append([before[a] * value * ahead[b] for (a, b), value in pairs])
    return states, steps


def add(slope: Slope, key: tuple[str, str], row: Sequence[float], share: float) -> None:
    """Add `share` times `row` to the slope of one name."""
    there = slope.get(key)
    if there is None:
        slope[key] = [share * value for value in row]
    else:
        for place, value in enumerate(row):
            there[place] += share * value


def truth(states: Sequence[int]) -> tuple[list[Row], list[Row]]:
    """The known states and steps, as `expected` gives them."""
    one = [[float(s == state) for s in range(len(STATES))] for state in states]
    steps: list[Row] = [[0.0] * len(STEPS)]
    for pair in pairwise(states):
        row = [0.0] * len(STEPS)
        row[STEP_NUMBER[pair]] = 1.0
        steps.append(row)
    return one, steps


def slope_of(seen: PageSigns, made: Made, kind: tuple[str, ...], weights: Weights) -> Slope:
    """In which direction each weight makes the known reading of the page more probable."""
    scores = score(seen, weights)
    charts = [lattice(scores, each) for each in KINDS]
    probable = shares([chart.evidence for chart in charts])
    slope: Slope = {}
    parts = [(1.0, kind, *truth(made.states))]
    parts += [
        (-share, each, *expected(chart))
        for share, each, chart in zip(probable, KINDS, charts, strict=True)
        if share > 0.003
    ]
    states = mixed((share, rows) for share, _, rows, _ in parts)
    steps = mixed((share, rows) for share, _, _, rows in parts)
    for place in range(len(states)):
        for name in seen.signs[place]:
            add(slope, ("signs", name), states[place], 1.0)
        for name in seen.steps[place]:
            add(slope, ("steps", name), steps[place], 1.0)
    for trait in {trait for each in KINDS for trait in each}:
        of_trait = [part for part in parts if trait in part[1]]
        if not of_trait:
            continue
        rows = mixed((share, rows) for share, _, rows, _ in of_trait)
        for names, row in zip(seen.habits, rows, strict=True):
            for name in names:
                add(slope, ("habits", f"{trait}|{name}"), row, 1.0)
        for row in mixed((share, rows) for share, _, _, rows in of_trait):
            add(slope, ("paces", trait), row, 1.0)
        for name in seen.page:
            add(slope, ("pages", f"{trait}|{name}"), [sum(part[0] for part in of_trait)], 1.0)
    return slope


def mixed(parts: Iterable[tuple[float, list[Row]]]) -> list[Row]:
    """The sum of tables of numbers, each times its share."""
    total: list[Row] = []
    for share, rows in parts:
        if not total:
            total = [[share * value for value in row] for row in rows]
            continue
        for sums, row in zip(total, rows, strict=True):
            for place, value in enumerate(row):
                sums[place] += share * value
    return total


class Learner:
    """The weights as they are learned, with the sum of squares that AdaGrad divides by."""

    def __init__(self) -> None:
        """Start from what is known beforehand."""
        tables: list[dict[str, Row]] = [{} for _ in TABLES]
        self.weights = Weights(*tables)
        self.squares: dict[tuple[str, str], Row] = {}
        for name, known in KNOWN.items():
            self.weights.signs[name] = [known.get(state, 0.0) for state in range(len(STATES))]
        for trait in {trait for kind in KINDS for trait in kind}:
            empty = {STEP_NUMBER[FRONT, FRONT], STEP_NUMBER[FRONT_ON, FRONT]}
            self.weights.paces[trait] = [-0.6 * (step in empty) for step in range(len(STEPS))]

    def climb(self, slope: Slope) -> None:
        """Go one step along the slope."""
        for key, row in slope.items():
            table: dict[str, Row] = getattr(self.weights, key[0])
            values = table.setdefault(key[1], [0.0] * len(row))
            squares = self.squares.setdefault(key, [0.1] * len(row))
            for place, value in enumerate(row):
                if value:
                    pulled = value - PULL * values[place]
                    squares[place] += pulled * pulled
                    values[place] += RATE * pulled / sqrt(squares[place])


def text_of(weights: Weights, least: float = 0.03) -> str:
    """The weights as the file holds them, without names that say next to nothing."""
    lines = ["# Learned by `python -m pasted_training`; do not edit."]
    for table in TABLES:
        lines.append(f"[{table}]")
        for name, row in sorted(getattr(weights, table).items()):
            if max(map(abs, row)) >= least:
                numbers = " ".join(f"{value:.2f}".replace("-0.00", "0.00") for value in row)
                lines.append(f"{name}\t{numbers}")
    return "\n".join(lines) + "\n"


def averaged(all_weights: Sequence[Weights]) -> Weights:
    """The mean of several weights; a name that one of them lacks counts as nothing there."""
    tables: list[dict[str, Row]] = []
    for table in TABLES:
        named: dict[str, Row] = {}
        for weights in all_weights:
            for name, row in getattr(weights, table).items():
                there = named.setdefault(name, [0.0] * len(row))
                named[name] = [a + b / len(all_weights) for a, b in zip(there, row, strict=True)]
        tables.append(named)
    return Weights(*tables)


def blended(composed: Weights, printed_: Weights) -> Weights:
    """Weights between those learned from composed pages and those learned from printed ones.

    Each reads what the other never saw: lists of bare lines, and terms with their meanings. The
    share was chosen so that the pages written by hand are read no worse (`tests/pasted`).
    """
    tables: list[dict[str, Row]] = []
    for table in TABLES:
        one, other = getattr(composed, table), getattr(printed_, table)
        mixed: dict[str, Row] = {}
        for name in sorted({*one, *other}):
            width = len(one.get(name) or other[name])
            rows = (each.get(name, [0.0] * width) for each in (one, other))
            mixed[name] = [
                (1 - OF_PRINTED) * a + OF_PRINTED * b for a, b in zip(*rows, strict=True)
            ]
        tables.append(mixed)
    return Weights(*tables)


def corrected(weights: Weights) -> Weights:
    """The weights with less trust in strict alternation, of which composed pages have too much.

    The two numbers were chosen on the pages written by hand in `tests/pasted`.
    """
    pages = dict(weights.pages)
    pages["one|always"] = [pages.get("one|always", [0.0])[0] - 4.0]
    pace = list(weights.paces["mostly one"])
    for step in ((BACK, BACK_2), (BACK_2, BACK_ON), (BACK_ON, BACK_ON)):
        pace[STEP_NUMBER[step]] += 0.5
    return replace(weights, pages=pages, paces=weights.paces | {"mostly one": pace})


def without_some(seen: PageSigns, random: Random) -> PageSigns:
    """The same with some families of signs left out, so that no family leans on the others.

    (Sutton, Sindelar, McCallum: Reducing weight undertraining in structured discriminative
    learning, 2006.)
    """
    gone: dict[str, bool] = {}

    def kept(name: str) -> bool:
        family = name.split(" ", 1)[0]
        if family not in gone:
            gone[family] = random.random() < DROPPED
        return not gone[family]

    return PageSigns(
        [[name for name in names if kept(name)] for names in seen.signs],
        [[name for name in names if kept(name)] for names in seen.steps],
        seen.habits,
        seen.page,
    )


def learn(pages: Sequence[Made], start: Learner, turn: int) -> Learner:
    """Learn from these pages, in an order of their own; a learner is changed and given back."""
    random = Random(turn)
    for made in random.sample(pages, len(pages)):
        if len(made.lines) > 3:
            seen = without_some(look(made.lines), random)
            start.climb(slope_of(seen, made, kind_of(made), start.weights))
    return start


def pages_of(seeds: Iterable[int], shelf: Shelf | None) -> list[Made]:
    """The pages of these numbers: one in four is composed, the others are printed from decks."""
    return [
        page(seed) if shelf is None or seed % COMPOSED == 0 else printed(seed, shelf)
        for seed in seeds
    ]


WEIGHTS: Final = Path(pasted.__file__).with_name("weights.tsv")


def main(arguments: list[str]) -> None:
    """Learn in two processes whose weights are averaged after each part of the pages, and write.

    The weights are the mean of those after each of the last parts.
    """
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--decks", type=Path, help="a file or folder of decks to print pages from")
    parser.add_argument("--all-authors", action="store_true", help="hold none of them out")
    parser.add_argument("--pages", type=int, default=4800)
    parser.add_argument("--first", type=int, default=1, help="the number of the first page")
    parser.add_argument("--composed", type=Path, help="weights of composed pages, to blend with")
    parser.add_argument("--to", type=Path, default=WEIGHTS)
    given = parser.parse_args(arguments)
    shelf = None
    if given.decks:
        decks = read_decks(given.decks)
        shelf = Shelf(each for each in decks if given.all_authors or not is_held_out(each.author))
    seeds = range(given.first, given.first + given.pages)
    learners = [Learner() for _ in range(SHARDS)]
    means: list[Weights] = []
    with ProcessPoolExecutor(SHARDS) as pool:
        for turn in range(PARTS):
            mine = [
                pages_of(seeds[turn * SHARDS + shard :: PARTS * SHARDS], shelf)
                for shard in range(SHARDS)
            ]
            learners = list(pool.map(learn, mine, learners, [turn] * SHARDS))
            mean = averaged([learner.weights for learner in learners])
            for learner in learners:
                learner.weights = mean
            means.append(mean)
            kept = averaged(means[-CHECKPOINTS:])
            kept = kept if given.decks else corrected(kept)
            if given.composed:
                kept = blended(read_weights(given.composed.read_text(encoding="utf-8")), kept)
            given.to.write_text(text_of(kept), encoding="utf-8")
            sys.stderr.write(f"part {turn + 1} of {PARTS}\n")
