"""Prose: a note in which no shape finds a card, told without anything that reads Markdown."""

from obverse.compile import conflict_markers
from obverse.compile.find_cards import find_cards, shapes_wanted
from obverse.compile.which_words import says_cards
from obverse.errors import TextError
from obverse.languages import front_matter
from obverse.machine import unfetched
from obverse.values.card_settings import CardSettings
from obverse.values.source import decode


def is_prose(path: str, raw: bytes, settings: CardSettings) -> bool:
    """Whether compiling a note gives nothing at all: no card, and no finding.

    False where that is not sure: for a note that says itself which of its text is a card, and one
    that cannot be read.
    """
    if settings.is_headings or settings.table(path) or unfetched.of_content(raw, path):
        return False
    try:
        text = decode(raw)
    except TextError:
        return False
    if says_cards(text) or conflict_markers.SIGN in text:
        return False
    if not shapes_wanted(text, settings):
        return True
    lines = text.split("\n")
    cards = find_cards(text, lines, front_matter.extent(lines), settings)
    return cards is None or not (cards.found or cards.faults)
