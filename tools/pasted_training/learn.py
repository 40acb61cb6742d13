"""Learns the weights of the networks from pages whose reading is known (Adam; needs numpy)."""

import sys
from argparse import ArgumentParser
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from obverse.formats import pasted
from obverse.formats.pasted.features import look
from obverse.formats.pasted.weights import STATES, STEPS
from pasted_training.decks import Shelf, is_held_out, read_decks
from pasted_training.gated import SINGLE, Array, Batch, Parameters, Pass, Random, Sizes, beginning
from pasted_training.pages import Made, page
from pasted_training.printed import printed
from pasted_training.readings import unlikely

WEIGHTS: Final = Path(pasted.__file__).with_name("weights.tsv")
NETWORKS: Final = 2  # whose scores are read together
COMPOSED: Final = 3  # of so many pages one is composed, the others are printed from decks
LINES: Final = range(4, 161)  # of a page that is learned from
LEAST: Final = 25  # pages that a feature has to be on
PAGES: Final = 16  # of a batch
ROUNDS: Final = 5
RATE: Final = 3e-3
PULL: Final = 1e-3  # towards zero
STEEPEST: Final = 5.0
WARMING: Final = 100  # batches until the full rate
FORGETTING: Final = (0.9, 0.99)
KEPT: Final = 0.995  # of the mean of the weights, at each batch
LEFT_OUT: Final = 0.2  # of the numbers in the network, and of the families of features
TABLES: Final = ("signs", "steps", "page")


class Known(NamedTuple):
    """A page to learn from: the numbers of each line's features, and the states of the lines."""

    features: Sequence[Array]
    states: Array


def pages_of(seeds: Iterable[int], shelf: Shelf | None) -> Iterator[Made]:
    """The pages of these numbers, composed or printed from decks."""
    for seed in seeds:
        yield page(seed) if shelf is None or seed % COMPOSED == 0 else printed(seed, shelf)


def named(made: Made) -> list[list[str]]:
    """The features of each line, with the table that they are in."""
    seen = look(made.lines)
    page_names = [f"page\t{name}" for name in seen.page]
    return [
        [*(f"signs\t{name}" for name in signs), *(f"steps\t{name}" for name in steps), *page_names]
        for signs, steps in zip(seen.signs, seen.steps, strict=True)
    ]


def known_pages(made: Iterable[Made]) -> tuple[list[str], list[Known]]:
    """The names of the features that are on enough pages, in order, and the pages in numbers."""
    numbers: dict[str, int] = {}
    often: Counter[int] = Counter()
    found: list[Known] = []
    for each in made:
        if len(each.lines) not in LINES:
            continue
        rows = [[numbers.setdefault(name, len(numbers)) for name in line] for line in named(each)]
        often.update({number for row in rows for number in row})
        found.append(Known([np.array(row, np.uint16) for row in rows], np.array(each.states)))
    names = sorted(name for name, number in numbers.items() if often[number] >= LEAST)
    places = np.full(len(numbers), -1)
    places[[numbers[name] for name in names]] = np.arange(len(names))

    def kept(row: Array) -> Array:
        now = places[row]
        return now[now >= 0].astype(np.uint16)

    return names, [Known([*map(kept, each.features)], each.states) for each in found]


def batch_of(chosen: Sequence[Known], kept: Array) -> Batch:
    """A batch of pages; `kept` is for each page and feature whether it is seen."""
    lines, pages, count = max(len(each.states) for each in chosen), len(chosen), kept.shape[1]
    features = np.zeros((lines, pages, count), SINGLE)
    states = np.zeros((lines, pages), np.int64)
    there = np.zeros((lines, pages), SINGLE)
    for number, each in enumerate(chosen):
        length = len(each.states)
        states[:length, number] = each.states
        there[:length, number] = 1
        places = np.repeat(np.arange(length), [len(row) for row in each.features])
        features[places, number, np.concatenate(each.features)] = 1
    features *= kept
    order = np.arange(lines)[:, None]
    back = np.where(there > 0, there.sum(0).astype(np.int64)[None] - 1 - order, order)
    return Batch(features.reshape(lines * pages, count), states, there, back)


class Adam:
    """The weights as they are learned, and their running mean, which is what is kept.

    (Kingma, Ba: Adam, 2015; Loshchilov, Hutter: Decoupled weight decay regularization, 2019.)
    """

    def __init__(self, weights: Parameters, steps: int) -> None:
        """Start from `weights`, for `steps` steps."""
        self.weights, self.steps, self.step = weights, steps, 0
        self.mean = {name: value.copy() for name, value in weights.items()}
        self.slopes = {name: np.zeros_like(value) for name, value in weights.items()}
        self.squares = {name: np.zeros_like(value) for name, value in weights.items()}

    def climb(self, slopes: Parameters) -> None:
        """Go one step along the slopes."""
        self.step += 1
        length = np.sqrt(sum(float((slope * slope).sum()) for slope in slopes.values()))
        least = SINGLE(min(1.0, STEEPEST / length))
        done = self.step / self.steps
        rate = RATE * min(1.0, self.step / WARMING) * (0.5 + 0.5 * np.cos(np.pi * done) + 0.01)
        one, two = FORGETTING
        for name, held in self.weights.items():
            slope = slopes[name] * least
            self.slopes[name] += SINGLE(1 - one) * (slope - self.slopes[name])
            self.squares[name] += SINGLE(1 - two) * (slope * slope - self.squares[name])
            speed = self.slopes[name] / SINGLE(1 - one**self.step)
            spread = np.sqrt(self.squares[name] / SINGLE(1 - two**self.step)) + SINGLE(1e-8)
            held[...] -= SINGLE(rate) * (speed / spread + SINGLE(PULL) * held)
            self.mean[name] += SINGLE(1 - KEPT) * (held - self.mean[name])


def learn(names: Sequence[str], pages: Sequence[Known], seed: int, rounds: int) -> Parameters:
    """The weights learned from these pages."""
    random: Random = np.random.default_rng(seed)
    families: dict[str, int] = {}
    family = np.array([families.setdefault(name.split(" ", 1)[0], len(families)) for name in names])
    start = beginning(Sizes(), len(names), len(STATES) + len(STEPS), random)
    adam = Adam(start, rounds * (len(pages) // PAGES))
    lengths = np.array([len(each.states) for each in pages])
    for turn in range(rounds):
        order = np.argsort(lengths + 8 * random.random(len(pages)), kind="stable")
        batches = [order[at : at + PAGES] for at in range(0, len(order) - PAGES + 1, PAGES)]
        random.shuffle(batches)
        total = lines = 0.0
        for chosen in batches:
            seen = random.random((PAGES, len(families)), dtype=SINGLE) >= LEFT_OUT
            batch = batch_of([pages[number] for number in chosen], seen[:, family].astype(SINGLE))
            done = Pass(adam.weights, batch, random, LEFT_OUT)
            loss, slope = unlikely(done.scores, batch)
            adam.climb(done.slopes(slope / SINGLE(PAGES)))
            total, lines = total + loss, lines + float(batch.there.sum())
        sys.stderr.write(f"round {turn + 1} of {rounds}: {total / lines:.4f} a line\n")
    return adam.mean


def packed(name: str, row: Array) -> str:
    """A row as the file holds it: a scale and a byte for each number."""
    scale = float(f"{max(float(np.abs(row).max()), 1e-6) / 127:.4g}")
    values = np.clip(np.rint(row / scale), -127, 127).astype(np.int8)
    return f"{name}\t{scale:.4g}\t{b64encode(values.tobytes()).decode()}\n"


def text_of(names: Sequence[str], networks: Iterable[Parameters]) -> str:
    """The weights of networks as the file holds them."""
    parts = ["# Learned by `python -m pasted_training`; do not edit.\n"]
    for number, weights in enumerate(networks, 1):
        parts.extend(tables_of(number, names, weights))
    return "".join(parts)


def tables_of(number: int, names: Sequence[str], weights: Parameters) -> list[str]:
    """The tables of network `number`."""
    parts: list[str] = []

    def table(title: str, rows: Iterable[tuple[str, Array]]) -> None:
        parts.append(f"[{number} {title}]\n")
        parts.extend(packed(name, row) for name, row in rows)

    def matrix(title: str, rows: Array) -> None:
        table(title, ((str(number), row) for number, row in enumerate(rows)))

    for title in TABLES:
        rows = zip(names, weights["features"], strict=True)
        table(title, ((n.split("\t")[1], row) for n, row in rows if n.startswith(f"{title}\t")))
    matrix("base", weights["base"][None])
    for layer in ("first", "second"):
        for way, direction in enumerate(("down", "up")):
            matrix(f"{layer} {direction} inner", weights[f"{layer} inner"][way].T)
            matrix(f"{layer} {direction} outer", weights[f"{layer} outer"][way].T)
            matrix(f"{layer} {direction} bias", weights[f"{layer} bias"][way][None])
    for title in ("whole", "last"):
        matrix(title, weights[title].T)
        matrix(f"{title} bias", weights[f"{title} bias"][None])
    return parts


def main(arguments: list[str]) -> None:
    """Print the pages, learn from them, and write the weights."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--decks", type=Path, help="a file or folder of decks to print pages from")
    parser.add_argument("--all-authors", action="store_true", help="hold none of them out")
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--to", type=Path, default=WEIGHTS)
    given = parser.parse_args(arguments)
    shelf = None
    if given.decks:
        decks = read_decks(given.decks)
        shelf = Shelf(each for each in decks if given.all_authors or not is_held_out(each.author))
    names, pages = known_pages(pages_of(range(1, given.pages + 1), shelf))
    sys.stderr.write(f"{len(pages)} pages, {len(names)} features\n")
    seeds = range(given.seed, given.seed + NETWORKS)
    networks = [learn(names, pages, seed, given.rounds) for seed in seeds]
    given.to.write_text(text_of(names, networks), encoding="utf-8")
