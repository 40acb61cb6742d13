"""Explain a line of a source: which card it is in, or why it is in none."""

from collections.abc import Iterator, Sequence

from obverse.compile.find_cards import find_cards
from obverse.compile.note_lines import LineKind
from obverse.compile.scan_lines import scan_lines
from obverse.compile.sections import CARD, cut
from obverse.compile.shaped import words_in
from obverse.compile.unread_shapes import word_for
from obverse.errors import ObverseError
from obverse.values.card_settings import HEADINGS, NONE, CardSettings

_NO_MARKS = {
    LineKind.CODE: "it is in a block of code",
    LineKind.HELD: "it is a comment, math, HTML or a definition",
    LineKind.TABLE: "it is in a table",
    LineKind.QUOTE: "it is in a quote",
    LineKind.BLANK: "it is blank",
}


def explain_line(text: str, path: str, number: int, settings: CardSettings) -> Iterator[str]:
    """What is said of a line, from one, of a source with this text.

    Raises `ObverseError` for a line that it does not have, `TextError` for a source that cannot be
    cut into cards.
    """
    if settings.table(path):
        yield "each row of this table is a card, but for its header"
        return
    words, front = words_in(text, settings)
    settings = settings._replace(words=words)
    at = number - 1
    if at < front:
        yield "this line is front matter, which says what holds for all cards of the file"
        return
    lines = text.split("\n")
    if at >= len(lines):
        raise ObverseError(f"the file has {len(lines)} lines, and none with the number {number}")
    yield from _of_card(text, at, settings) or _of_prose(lines, front, at, settings)


def _of_card(text: str, at: int, settings: CardSettings) -> list[str]:
    """The card that a line is in."""
    if settings.words == (HEADINGS,):
        sections = (each for each in cut(text).sections if each.depth == CARD)
        for section in sections:
            if section.first <= at < section.end:
                return [_in_card(section.heading[1].content, section.first)]
        return []
    lines = text.split("\n")
    _, front = words_in(text, settings)
    found = find_cards(text, lines, front, settings)
    for card in found.found if found else ():
        own = [line for line, _ in (*card.question, *card.above, *card.answer, *card.extra)]
        holes = any(first <= at < end for first, end in card.holes)
        if own and min(own) <= at <= max(own) and not holes:
            question = " ".join(text.strip() for _, text in card.question)
            return [_in_card(question, card.question[0][0])]
    return []


def _in_card(question: str, first: int) -> str:
    return f"this line is in the card `{question}`, which begins in line {first + 1}"


def _of_prose(lines: Sequence[str], front: int, at: int, settings: CardSettings) -> list[str]:
    """Why a line is in no card."""
    words = settings.words
    said = [f"this line is in no card: here `cards` says {_listed(words)}"]
    if words == (NONE,):
        return [*said, "so nothing in this file is a card"]
    reason = _NO_MARKS.get(scan_lines(lines, front).kinds[at])
    if reason:
        return [*said, f"{reason}, where no mark is read"]
    if (word := word_for(lines[at])) and word not in words:
        return [
            *said,
            f"it looks like a card of `{word}`: write `cards: {word}` in the front matter",
        ]
    if words == (HEADINGS,):
        return [*said, "so a card begins at a `##` heading, and there is none above this line"]
    return [*said, "and no mark of these is at this line or above it"]


def _listed(words: tuple[str, ...]) -> str:
    return " and ".join(f"`{word}`" for word in words)
