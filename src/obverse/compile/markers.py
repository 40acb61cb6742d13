"""Markers: tags that say which files are read and where cards go, and are not for Anki.

A marker is one of `tags-only`, or `#flashcards` where decks are named after tags. What is nested
below it (`#flashcards/bio`) is the name of a deck there, and a tag of its own otherwise. All are in
Anki's form, with `::` between levels.
"""

from collections.abc import Iterable

from obverse.compile.document import Document
from obverse.languages import tags
from obverse.values.diagnostic import Diagnostic
from obverse.values.source import Source

_BETWEEN = "::"
_OUTSIDE = "preamble-tag"


def below_marker(tag: str, markers: Iterable[str]) -> str | None:
    """What of a tag is below a marker, empty for the marker itself; `None` for any other tag."""
    lower = tag.casefold()
    for each in markers:
        marker = each.casefold()
        if lower == marker:
            return ""
        if lower.startswith(f"{marker}{_BETWEEN}"):
            return tag[len(marker) + len(_BETWEEN) :]
    return None


def is_marker(name: str, markers: Iterable[str]) -> bool:
    """Whether a tag, as it is written, is a marker or below one."""
    return below_marker(tags.to_anki(name), markers) is not None


def without_markers(
    own: tuple[str, ...], markers: tuple[str, ...], *, is_deck: bool
) -> tuple[str, ...]:
    """The tags for Anki; what is below a marker is one, unless it `is_deck`."""
    if not markers:
        return own
    below = {each: below_marker(each, markers) for each in own}
    if all(each is None for each in below.values()):
        return own
    left = (each if below[each] is None else "" if is_deck else below[each] for each in own)
    return tags.join([each for each in left if each])


def deck_of_tags(own: Iterable[str], markers: tuple[str, ...]) -> str:
    """The deck that the last of these tags names that is below a marker; empty if none is."""
    found = [below for each in own if (below := below_marker(each, markers))]
    return found[-1] if found else ""


def without_marker_findings(
    found: Iterable[Diagnostic], source: Source, markers: tuple[str, ...]
) -> list[Diagnostic]:
    """The findings but for those that a marker belongs to no card: it is of the whole file."""
    lines = source.text.split("\n")

    def is_of_marker(each: Diagnostic) -> bool:
        line, column, length = each.place[1:]
        written = lines[line - 1][column - 1 : column - 1 + length] if line <= len(lines) else ""
        return each.rule == _OUTSIDE and is_marker(written.removeprefix("#"), markers)

    return [each for each in found if not is_of_marker(each)]


def marked_file(document: Document, markers: tuple[str, ...]) -> tuple[str, ...]:
    """The tags below a marker in a file that are of no card of it, as Anki would have them."""
    from obverse.compile.tags_of_note import tags_of_note  # few projects name decks after tags

    of_cards = {tag.casefold() for card in document.cards for tag in card.tags}
    found = (tags.to_anki(each) for each in tags_of_note(document.source.text.split("\n")))
    return tuple(
        each for each in found if below_marker(each, markers) and each.casefold() not in of_cards
    )
