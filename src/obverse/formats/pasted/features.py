"""The features of each line: of its shape, of its neighbours, of the whole page.

A feature is a name that is present or not. What it is worth is learned (`tools/pasted_training`).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log2
from typing import Final

from obverse.formats.pasted.lines import Line
from obverse.formats.pasted.markup import as_shown
from obverse.formats.pasted.reach import (
    choices,
    distances,
    option_letter,
    option_text,
    promises,
    wants,
)
from obverse.formats.pasted.shape import Shape, shape_of
from obverse.formats.pasted.whole import WholePage, bucket

FAR: Final = 6


@dataclass(frozen=True, slots=True)
class PageSigns:
    """The features of a page.

    For each line `signs`, and `steps` from the line above; `page` are those of the page as a whole.
    """

    signs: list[list[str]]
    steps: list[list[str]]
    page: list[str]


def own_signs(shape: Shape) -> Iterator[str]:
    """The signs of a line by itself, single and in pairs that mean more together."""
    end, size, bullet = shape.end or "none", shape.size, shape.bullet or "plain"
    yield f"end {end}"
    yield f"size {size}"
    yield f"bullet {bullet}"
    yield f"first {shape.first or 'other'}"
    yield f"case {shape.case}"
    yield f"first {shape.first or 'other'} end {end}"
    yield f"size {size} end {end}"
    yield f"size {size} case {shape.case}"
    yield f"first {shape.first or 'other'} size {min(size, 5)}"
    yield from shape.marks
    for mark in shape.marks:
        if mark in {"finite", "prompt of", "digit", "comma", "colon inside", "title case"}:
            yield f"{mark} size {size}"
    if shape.promise:
        yield f"promise first {shape.first or 'other'}"
        yield "promise"


def ratio(one: Shape, other: Shape) -> int:
    """How much longer `one` is than `other`, in steps from 0 (far shorter) to 6 (far longer)."""
    return bucket(log2(one.length / other.length), -2, -1, -0.4, 0.4, 1, 2)


def alike(one: Shape, other: Shape) -> int:
    """How many of four traits of form two lines share."""
    return (
        (one.end == other.end)
        + (one.case == other.case)
        + (abs(one.size - other.size) < 2)
        + (one.first == other.first)
    )


def step_signs(above: Shape, line: Shape, gap: int, gaps: str) -> Iterator[str]:
    """The features of two lines that follow each other."""
    yield f"bullets {above.bullet or 'plain'} {line.bullet or 'plain'}"
    yield f"ends {above.end or 'none'} {line.case}"
    yield f"longer {ratio(line, above)}"
    yield f"sizes {min(above.size, 6) // 2} {min(line.size, 6) // 2}"
    yield f"alike {alike(above, line)}"
    yield f"gap {min(gap, 2)} {gaps}"
    yield f"first {(line.first or 'differs') if above.first == line.first else 'differs'}"
    if above.word == line.word:
        yield "same word"
    shared = len(above.words & line.words)
    yield f"shared {min(shared, 3)}"
    if line.bullet == "number" and above.bullet == "number" and line.count == above.count + 1:
        yield "counts on"
    if above.end == "," or "open end" in above.marks:
        yield "goes on"
    if "blank" in above.marks:
        yield "after blank"
    if "true or false" in above.marks:
        yield "after true or false"
    if above.end == "?" or line.end == "?":
        yield f"asks {above.end == '?'} {line.end == '?'} {line.first or 'other'}"


class PageShapes:
    """The shapes of a page's lines, and what is counted over all of them."""

    def __init__(self, lines: Sequence[Line]) -> None:
        """Look at every line once, then count."""
        self.lines = lines = [as_shown(line) for line in lines]
        self.shapes = [shape_of(line.text) for line in lines]
        count = len(lines) or 1
        self.asking = [shape.end == "?" for shape in self.shapes]
        self.share_asking = sum(self.asking) / count
        self.share_bullets = sum(bool(shape.bullet) for shape in self.shapes) / count
        self.words = Counter(shape.word for shape in self.shapes if shape.first in ASKING)
        self.openers = Counter(shape.word for shape in self.shapes)
        self.texts = Counter(line.text for line in lines)
        between = [line.gap for line in lines[1:]]
        open_share = sum(gap > 0 for gap in between) / max(1, len(between))
        self.gaps = ("no", "some", "most", "all")[bucket(open_share, 0.01, 0.6, 0.97)]
        self.since, self.until = distances(self.asking)
        self.asked_since, self.asked_until = distances([shape.asks for shape in self.shapes])
        self.share_asks = sum(shape.asks for shape in self.shapes) / count
        self.forms = Counter((shape.case, shape.end) for shape in self.shapes)
        self.wanted = wants(self.shapes)
        self.left = promises(self.shapes)
        self.choices = choices(lines)
        chosen = sum(since >= 0 for since, _ in self.choices) / count
        self.share_chosen = bucket(chosen, 0.15, 0.35, 0.6)
        self.whole = WholePage(lines, self.shapes)

    def signs(self, place: int) -> list[str]:
        """The signs of the line at `place`."""
        shape = self.shapes[place]
        found = list(own_signs(shape))
        found.extend(self.neighbours(place))
        if place < 3:
            found.append(f"place {place}")
            found.extend(f"place {place} {name}" for name in PLACED if name in shape.marks)
        if place == len(self.lines) - 1:
            found.append("last")
        share = self.openers[shape.word] / len(self.lines)
        found.append(f"opener {bucket(share, 0.05, 0.12, 0.25)} {shape.first or 'other'}")
        if self.texts[self.lines[place].text] > 1:
            found.append("repeated")
        asks = bucket(self.share_asking, 0.03, 0.12, 0.25, 0.4)
        found.append(f"page asks {asks} {self.asking[place]}")
        found.append(f"page bullets {bucket(self.share_bullets, 0.02, 0.3)} {bool(shape.bullet)}")
        found.append(f"since {min(self.since[place], FAR)} until {min(self.until[place], FAR)}")
        found.append(f"asks {asks} since {min(self.since[place], FAR)}")
        found.append(f"asks {asks} until {min(self.until[place], FAR)}")
        asked = bucket(self.share_asks, 0.03, 0.12, 0.25, 0.4)
        since, until = min(self.asked_since[place], FAR), min(self.asked_until[place], FAR)
        found.append(f"asked {asked} {shape.asks}")
        if place:
            above = self.shapes[place - 1]
            found.append(f"pair {asked} {paired(above, shape)}")
            plain = not (above.asks or shape.asks)
            found.append(f"row {asked} {alike(above, shape)} {plain}")
        found.append(f"asked since {since} until {until}")
        found.append(f"asked {asked} since {since}")
        found.append(f"asked {asked} until {until}")
        wanted, ago = self.wanted[place]
        found.append(f"wanted {wanted} {ago}")
        found.append(f"wanted {wanted} {ago} {min(shape.size, 6) // 2} {shape.asks:d}")
        form = self.forms[shape.case, shape.end] / len(self.lines)
        found.append(f"form {bucket(form, 0.1, 0.25, 0.4, 0.6, 0.8)}")
        found.extend(self.options(place))
        found.extend(self.whole.signs(place))
        if self.left[place] is not None:
            left = self.left[place]
            found.append(f"left {left} {bool(shape.bullet)}")
            found.append(f"left {left} {'comma' in shape.marks} {min(shape.size, 6) // 2}")
        return found

    def options(self, place: int) -> Iterator[str]:
        """Whether the line is one of several options to choose from, or the one chosen."""
        rest = option_text(self.lines[place].text)
        for back in range(1, min(8, place + 1)):
            if rest == option_text(self.lines[place - back].text):
                yield f"repeats {min(back, 2)} above"
                break
        since, until = self.choices[place]
        if since >= 0:
            yield f"choice {min(since, 3)} {min(until, 3)}"
            yield f"choice {self.share_chosen} {since == 0:d}{until == 0:d}"
        elif place + 1 < len(self.choices):
            yield f"choice below {self.share_chosen} {self.choices[place + 1][0] == 0:d}"
        letter = option_letter(self.lines[place].text)
        if letter:
            above = option_letter(self.lines[place - 1].text) if place else ""
            below = option_letter(self.lines[place + 1].text) if place + 1 < len(self.lines) else ""
            order = "on" if above and ord(letter) == ord(above) + 1 else "first"
            order = "again" if above and ord(letter) <= ord(above) else order
            follows = "on" if below and ord(below) == ord(letter) + 1 else "last"
            yield f"option {order} {follows} {letter == 'A'}"

    def neighbours(self, place: int) -> Iterator[str]:
        """How the line's length and form compare with those of the lines around it."""
        shape = self.shapes[place]
        size = min(shape.size, 6) // 2
        for offset in (-2, -1, 1, 2):
            near = place + offset
            if not 0 <= near < len(self.shapes):
                yield f"none at {offset}"
                continue
            other = self.shapes[near]
            yield f"longer {offset} {ratio(shape, other)}"
            yield f"bullet {offset} {other.bullet or 'plain'} {bool(shape.bullet)}"
            yield f"end {offset} {other.end or 'none'}"
            yield f"alike {offset} {alike(shape, other)}"
        if 1 < place < len(self.shapes) - 2:
            nears = (self.shapes[place + offset] for offset in (-2, -1, 1, 2))
            yield "alike " + " ".join(str(int(alike(shape, near) > 2)) for near in nears)
        if 0 < place < len(self.shapes) - 1:
            above, below = self.shapes[place - 1], self.shapes[place + 1]
            yield f"between {ratio(shape, above) // 2} {ratio(shape, below) // 2} {size}"
            shared = len(shape.words & below.words)
            yield f"shared below {min(shared, 2)}"
        if place + 1 < len(self.shapes):
            below = self.shapes[place + 1]
            yield f"below {below.case} {below.first or 'other'}"
            yield f"below option {'option' in below.marks}"
            yield f"below yes {below.first == 'yes'} {shape.end or 'none'}"


ASKING: Final = frozenset({"ask", "order", "verb"})
PLACED: Final = ("flashcards", "title case", "heading", "only number")


def paired(above: Shape, shape: Shape) -> str:
    """How long a line and the one above it are, and whether either asks."""
    sizes = f"{min(above.size, 6) // 2} {min(shape.size, 6) // 2}"
    return f"{sizes} {above.asks:d}{shape.asks:d}"


def page_signs(page: PageShapes) -> list[str]:
    """The features of the page as a whole: how much alternates, asks, is in bullets."""
    lengths = [log2(shape.length) for shape in page.shapes]
    near = sum(abs(a - b) for a, b in pairwise(lengths))
    far = sum(abs(a - b) for a, b in zip(lengths, lengths[2:], strict=False))
    turns = (near + 1) / (far + 1)
    return [
        f"asks {bucket(page.share_asking, 0.02, 0.1, 0.2, 0.3, 0.4, 0.47)}",
        f"bullets {bucket(page.share_bullets, 0.01, 0.1, 0.3)}",
        f"turns {bucket(turns, 0.8, 1, 1.2, 1.5, 2)}",
        f"orders {bucket(sum(page.words.values()) / (len(lengths) or 1), 0.05, 0.15, 0.3, 0.45)}",
        f"asked {bucket(page.share_asks, 0.02, 0.1, 0.2, 0.3, 0.4, 0.47)}",
        f"parity {len(lengths) % 2}",
        f"forms {bucket(max(page.forms.values()) / len(lengths), 0.3, 0.5, 0.7, 0.9)}",
        *page.whole.page(),
        "always",
    ]


def look(lines: Sequence[Line]) -> PageSigns:
    """All features of a page."""
    page = PageShapes(lines)
    shapes = page.shapes
    steps: list[list[str]] = [[]] if lines else []
    for place in range(1, len(shapes)):
        gap = lines[place].gap
        steps.append([*step_signs(shapes[place - 1], shapes[place], gap, page.gaps)])
    signs = [page.signs(place) for place in range(len(lines))]
    return PageSigns(signs, steps, page_signs(page))
