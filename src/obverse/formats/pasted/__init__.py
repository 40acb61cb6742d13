"""Pasted text: a page of cards that was selected and pasted, marked or not.

Marked cards are read as they are marked. If nothing marks question and answer, the lines are
divided by all their features together (`segment`), and each card has a confidence.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from obverse.cards.cards import WrittenCard
from obverse.errors import TextError
from obverse.formats import Contents, Format, Reader
from obverse.formats.pasted.blocks import (
    by_gaps,
    by_list_numbers,
    by_own_numbers,
    by_two_gaps,
    two_lists,
)
from obverse.formats.pasted.furniture import Cleared, without_furniture, without_tail
from obverse.formats.pasted.indented import read_indented
from obverse.formats.pasted.left_out import left_out
from obverse.formats.pasted.lines import Line, decode_page, joined, lines_of
from obverse.formats.pasted.marked import Marked, read_lone, read_prefixed
from obverse.formats.pasted.reasons import (
    GLUED,
    NO_ANSWER,
    NO_QUESTION,
    NOT_SPLIT,
    PATTERN,
    comment,
    confidence,
    is_sure,
)
from obverse.formats.pasted.recurring import by_parts, by_values, keeps_pattern
from obverse.formats.pasted.segment import segment
from obverse.formats.pasted.tables import read_between, read_piped, read_separated, unboxed
from obverse.formats.pasted.within import read_glossed, read_within
from obverse.values.import_limits import check_lines


def read(raw: bytes, name: str) -> Contents:
    """The cards of a pasted page; `TextError` if there are none."""
    text = decode_page(raw)
    check_lines(max(map(text.count, "\n\r")))
    lines = unboxed(lines_of(text))
    page = without_furniture(lines)
    cards = marked(lines, page, text) or unmarked(page)
    if not cards:
        raise TextError(
            "no-cards", f"there are no cards in `{name}`", 1, hint="paste a question and its answer"
        )
    kept = keeps_pattern([(card.front, card.back) for card in cards])
    checked = [
        replace(card, draft=True, confidence=min(card.confidence, 0.5), sure=False, comment=PATTERN)
        if holds and card.sure
        else card
        for card, holds in zip(cards, kept, strict=True)
    ]
    title = title_of(page.lines, cards, name)
    lost = left_out(lines, checked, title, name)
    return Contents(title, tuple(checked), diagnostics=tuple(lost), plain=True, notes=lost)


def marked(lines: Sequence[Line], page: Cleared, text: str) -> list[WrittenCard]:
    """The cards of a page that marks both sides of each; none if it does not."""
    pairs = (
        read_lone(without_tail(lines))
        or read_prefixed(page.lines)
        or read_within(page.lines)
        or read_piped(page.lines)
        or read_separated(page.lines, text)
        or two_lists(page.lines)
        or read_between(page.lines)
        or by_two_gaps(page.lines)
        or read_indented(page.lines)
        or read_glossed(page.lines)
    )
    return [written(pair) for pair in pairs if pair.front or pair.back]


def written(pair: Marked) -> WrittenCard:
    """The card of a marked pair; one with an empty side is doubtful."""
    if pair.front and pair.back and not pair.doubt:
        return WrittenCard(pair.front, pair.back)
    if pair.doubt:
        return to_look_at(pair, GLUED)
    why = NO_QUESTION if not pair.front else NO_ANSWER if pair.split else NOT_SPLIT
    return to_look_at(pair, why)


def to_look_at(pair: Marked, why: str) -> WrittenCard:
    """A card that is to be looked at."""
    return WrittenCard(pair.front, pair.back, draft=True, confidence=0.5, sure=False, comment=why)


def unmarked(page: Cleared) -> list[WrittenCard]:
    """The cards of a page that does not mark where answers start."""
    lines = page.lines
    starts: frozenset[int] = frozenset()
    for find in (by_own_numbers, by_list_numbers, by_parts, by_values):
        if not starts:
            lines, starts = find(lines)
    starts = starts or by_gaps(lines)
    cards = []
    cuts = segment(lines, starts, page.count).cuts
    share = sum(cut.probability for cut in cuts) / (len(cuts) or 1)
    for cut in cuts:
        sure = is_sure(cut, lines, share)
        cards.append(
            WrittenCard(
                front=joined(lines[cut.start : cut.middle]),
                back=joined(lines[cut.middle : cut.end]),
                draft=not sure,
                confidence=confidence(cut, share, sure=sure),
                sure=sure,
                comment="" if sure else comment(cut, lines),
            )
        )
    return cards


def title_of(lines: Sequence[Line], cards: Sequence[WrittenCard], name: str) -> str:
    """The title of the page: its first line if that is not part of a card, without `Flashcards`.

    Otherwise it is the name of the file, without folder and suffix.
    """
    name = PurePath(name).stem.strip("-") or "Pasted"
    first = next((line.text for line in lines if any(map(str.isalpha, line.text))), "")
    # With its marker (`Q:`, a number) the first line of a card contains the question.
    asked = " ".join(cards[0].front.partition("\n")[0].split())
    if not first or first in " ".join(f"{cards[0].front} {cards[0].back}".split()):
        return name
    if asked and asked in first:
        return name
    return first.removesuffix("Flashcards").strip() or name


FORMAT = Format(
    "a page of flashcards, selected and pasted", (".txt", ".text"), Reader(read, reads_any=True)
)
