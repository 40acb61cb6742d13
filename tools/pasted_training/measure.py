"""Measures how pages of authors who were held out are read: bare, and in the forms of sites.

    PYTHONPATH=tools .venv/bin/python -m pasted_training.measure --decks FILE [--weights FILE]

Of each form, and of the bare pages of each author: how many cards are exactly right, how many are
called sure, and how many of those are right, with the range in which the true share lies in 95 of
100 cases (Wilson).
"""

import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import sqrt
from pathlib import Path
from random import Random
from typing import Final

from obverse.errors import TextError
from obverse.formats.pasted import read, weights
from obverse.formats.pasted.weights import ABOVE, BETWEEN, FRONT, FRONT_ON, read_weights
from pasted_training.decks import Shelf, is_held_out, read_decks
from pasted_training.forms import FORMS, ONE_LINE, Shown
from pasted_training.pages import Made
from pasted_training.printed import printed

FIRST: Final = 900_000  # the number of the first page: none that was learned from
WIDE: Final = 1.96


def text_of(made: Made) -> str:
    """The page as it is pasted."""
    return "".join("\n" * line.gap + line.text + "\n" for line in made.lines)


def cards_of(made: Made) -> list[tuple[list[str], list[str]]]:
    """The cards of the page, as lines."""
    cards: list[tuple[list[str], list[str]]] = []
    for line, state in zip(made.lines, made.states, strict=True):
        if state == FRONT:
            cards.append(([line.text], []))
        elif cards and state not in {ABOVE, BETWEEN}:
            cards[-1][state != FRONT_ON].append(line.text)
    return cards


def tally(counts: Counter[str], text: str, cards: Sequence[Shown]) -> None:
    """Add how a page is read to the counts."""
    left = Counter((plain("\n".join(front)), plain("\n".join(back))) for front, back in cards)
    counts["cards"] += len(cards)
    try:
        found = read(text.encode(), "page").cards
    except TextError:
        return
    for card in found:
        key = plain(card.front), plain(card.back)
        right = left[key] > 0
        left[key] -= right
        counts["exact"] += right
        counts["sure"] += card.sure
        counts["rightly"] += card.sure and right


def plain(text: str) -> str:
    """The text line by line, without white space that only lays it out."""
    return "\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip())


def row(name: str, counts: Counter[str]) -> str:
    """A row of the table."""
    share = counts["rightly"] / max(1, counts["sure"])
    low, high = interval(counts["rightly"], counts["sure"])
    exact = counts["exact"] / max(1, counts["cards"])
    return (
        f"| {name} | {counts['cards']:,} | {exact:.1%} | {counts['sure']:,} "
        f"| {share:.1%} [{low:.1%} to {high:.1%}] |"
    )


def interval(right: int, of: int) -> tuple[float, float]:
    """The Wilson interval of a share."""
    if not of:
        return 0.0, 1.0
    share, square = right / of, WIDE * WIDE
    middle, half = (
        share + square / (2 * of),
        WIDE * sqrt(share * (1 - share) / of + square / (4 * of * of)),
    )
    return (middle - half) / (1 + square / of), (middle + half) / (1 + square / of)


def pages(shelf: Shelf, count: int, *, odd: bool, first: int = FIRST) -> Iterator[tuple[str, Made]]:
    """Pages of the held-out authors, with the author of each; `odd` as in `printed`."""
    for seed in range(first, first + count):
        made = printed(seed, shelf, odd=odd)
        if len(made.lines) > 5:
            yield shelf.draw(Random(seed)).author, made


def write_table(title: str, figures: Mapping[str, Counter[str]]) -> None:
    """Print a table of figures."""
    sys.stdout.write(f"\n| {title} | cards | exact | called sure | of these right |\n")
    sys.stdout.write("| --- | --- | --- | --- | --- |\n")
    for name, counts in figures.items():
        sys.stdout.write(f"{row(name, counts)}\n")


def main(arguments: list[str]) -> None:
    """Print the tables."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--decks", type=Path, required=True)
    parser.add_argument("--weights", type=Path, help="instead of those that are shipped")
    parser.add_argument("--pages", type=int, default=240)
    parser.add_argument("--first", type=int, default=FIRST, help="the number of the first page")
    given = parser.parse_args(arguments)
    if given.weights:
        loaded = read_weights(given.weights.read_text(encoding="utf-8"))
        sys.modules["obverse.formats.pasted.segment"].__dict__["learned"] = lambda: loaded
    else:
        weights.learned()
    shelf = Shelf(each for each in read_decks(given.decks) if is_held_out(each.author))
    figures = {name: Counter[str]() for name in ("bare", "bare, and odd", *FORMS)}
    authors: dict[str, Counter[str]] = {}
    for _, made in pages(shelf, given.pages, odd=True, first=given.first):
        tally(figures["bare, and odd"], text_of(made), cards_of(made))
    for author, made in pages(shelf, given.pages, odd=False, first=given.first):
        cards = cards_of(made)
        counts = Counter[str]()
        tally(counts, text_of(made), cards)
        figures["bare"] += counts
        authors.setdefault(author, Counter[str]()).update(counts)
        whole = [(front, back) for front, back in cards if front and back]
        for name, form in FORMS.items():
            shown = (
                [([" ".join(a)], [" ".join(b)]) for a, b in whole] if name in ONE_LINE else whole
            )
            if len(shown) > 2:
                tally(figures[name], form(shown), shown)
    write_table("form", figures)
    write_table("author, bare pages", dict(sorted(authors.items())))


if __name__ == "__main__":
    main(sys.argv[1:])
