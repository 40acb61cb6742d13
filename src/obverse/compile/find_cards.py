"""Find cards: what all shapes of a note find in it, each line in at most one card."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from obverse.compile import shapes
from obverse.compile.found import FoundCard, MarkFault, NotePage
from obverse.compile.scan_lines import scan_lines
from obverse.machine.late import late
from obverse.note_types import NoteType
from obverse.values.card_settings import CardSettings

_LABEL = late(r"^[ \t]{0,3}\[(?!\^)([^\]\n]+)\]:", re.MULTILINE)


class FoundCards(NamedTuple):
    """The note as shapes look at it, its cards in order, and what is wrong with marks in it."""

    page: NotePage
    found: tuple[FoundCard, ...]
    faults: tuple[MarkFault, ...] = ()


def shapes_wanted(text: str, settings: CardSettings) -> list[str]:
    """The shapes that may find something in a text: a look for their signs, and no more."""
    named = [name for name in shapes.names() if name in settings.words or not _is_word(name)]
    if settings.words == ("none",):
        return []
    lower = text.casefold()
    return [
        name for name in named if any(sign in lower for sign in shapes.get(name).signs(settings))
    ]


def find_cards(
    text: str,
    lines: Sequence[str],
    front: int,
    settings: CardSettings,
    note_type: NoteType | None = None,
) -> FoundCards | None:
    """What shapes find in a note; `None` if no shape can find anything in it."""
    names = shapes_wanted(text, settings)
    if not names:
        return None
    labels = frozenset(each.casefold() for each in _LABEL.findall(text)) if "]:" in text else ()
    scan = scan_lines(lines, front)
    page = NotePage(scan, settings, frozenset(labels), note_type, settings.is_headings)
    cards: list[FoundCard] = []
    faults: list[MarkFault] = []
    for name in names:
        for each in shapes.get(name).find(page):
            if isinstance(each, MarkFault):
                faults.append(each)
            else:
                cards.append(each)
    kept, inner = _outermost(cards)
    faults += inner
    faults += (fault for each in kept for fault in each.faults)
    return FoundCards(page, tuple(kept), tuple(faults))


def _is_word(name: str) -> bool:
    return shapes.get(name).is_word


def _outermost(cards: Iterable[FoundCard]) -> tuple[list[FoundCard], list[MarkFault]]:
    """The cards whose lines are in no other, in order, and what is said of those inside."""
    taken: dict[int, FoundCard] = {}
    kept: list[FoundCard] = []
    faults: list[MarkFault] = []
    # The longer one is the outer one; what is taken out of a card is in none of its holes.
    for each in sorted(cards, key=lambda one: (one.first, -one.end)):
        mine = _lines_of(each)
        outer = next((taken[at] for at in mine if at in taken), None)
        if outer is None:
            kept.append(each)
            taken |= dict.fromkeys(mine, each)
        elif not (outer.first == each.first and outer.end == each.end):
            faults.append(_inner(each, outer))
    return sorted(kept, key=lambda one: one.first), faults


def _lines_of(found: FoundCard) -> list[int]:
    lines: list[int] = []
    at = found.first
    for first, end in (*found.holes, (found.end, found.end)):
        lines += range(at, first)
        at = end
    return lines


def _inner(found: FoundCard, outer: FoundCard) -> MarkFault:
    question = " ".join(text.strip() for _, text in found.question)[:60]
    message = f"`{question}` is in the answer of the card in line {outer.first + 1}"
    hint = "it is not a card of its own: move it out of that card, or remove its mark"
    return MarkFault(found.first, "", "inner-card", message, hint)
