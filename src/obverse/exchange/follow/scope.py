"""Scope: the decks that a file is about: a note of any other deck was not removed from it."""

from collections import defaultdict
from collections.abc import Iterable

from obverse.machine.paths import composed


def scope(decks: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """For each root the deck, as its parts, that all decks of that root are in or below."""
    roots: dict[str, list[list[str]]] = defaultdict(list)
    for deck in decks:
        parts = composed(deck).split("::")
        roots[parts[0]].append(parts)
    return tuple(_shared(paths) for paths in roots.values())


def is_within(tops: Iterable[tuple[str, ...]], deck: str) -> bool:
    """Whether a deck is in or below one of these."""
    parts = tuple(composed(deck).split("::"))
    return any(parts[: len(top)] == top for top in tops)


def _shared(paths: list[list[str]]) -> tuple[str, ...]:
    shared = []
    for parts in zip(*paths, strict=False):
        if len({*parts}) > 1:
            break
        shared.append(parts[0])
    return tuple(shared)
