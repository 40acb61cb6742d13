"""Check a reading again: which cards are supported only by their place on the page.

Answers that are lists of short bare lines can be read as pairs of a term and its meaning, and the
model is then too confident. So on a page of questions a front that asks nothing has to differ from
its back, or it is doubtful, and so is the card above, to whose answer it may belong.
"""

from collections.abc import Sequence
from typing import Final

from obverse.formats.pasted.lines import Line
from obverse.formats.pasted.segment import CardCut
from obverse.formats.pasted.shape import Shape, shape_of

SPEAKING: Final = frozenset({"blank", "versus", "quoted", "true or false", "affix"})


def unsupported(cuts: Sequence[CardCut], lines: Sequence[Line]) -> list[bool]:
    """For each card whether it is one of those."""
    shapes = [shape_of(line.text) for line in lines]
    asking = [asks(cut, shapes) for cut in cuts]
    if sum(asking) < 0.2 * len(cuts):
        return [False] * len(cuts)
    weak = [is_weak(cut, shapes) or answers_with_a_question(cut, shapes) for cut in cuts]
    found = list(weak)
    for place in range(len(cuts) - 1, 0, -1):
        if found[place] and (weak[place] or not asking[place]):
            found[place - 1] = True
    return found


def asks(cut: CardCut, shapes: Sequence[Shape]) -> bool:
    """Whether the front asks."""
    return any(shape.asks for shape in shapes[cut.start : cut.middle])


def is_weak(cut: CardCut, shapes: Sequence[Shape]) -> bool:
    """Whether a front asks nothing, names nothing that is asked for, and resembles its back."""
    first = shapes[cut.start]
    if asks(cut, shapes) or first.wants or first.end == ":" or SPEAKING & set(first.marks):
        return False
    length = sum(shape.length for shape in shapes[cut.middle : cut.end])
    return cut.end - cut.middle <= 1 and length <= 2 * first.length + 1


def answers_with_a_question(cut: CardCut, shapes: Sequence[Shape]) -> bool:
    """Whether a back is one line that ends in a question mark, like the front of another card."""
    return cut.end - cut.middle == 1 and shapes[cut.middle].end == "?"
