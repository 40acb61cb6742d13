"""Markers: tags that say which files are read and where cards go, and are not for Anki.

A marker is one of `tags-only`, or `#flashcards` where decks are named after tags. What is nested
below it (`#flashcards/bio`) is the name of a deck there, and a tag of its own otherwise. All are in
Anki's form, with `::` between levels.
"""

from collections.abc import Iterable

from obverse.languages import tags

_BETWEEN = "::"


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
