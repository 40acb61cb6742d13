"""Queries: fences that Obsidian or a plug-in of it replaces by what it finds in the vault."""

from collections.abc import Sequence

from obverse.compile.card import Card
from obverse.languages.markdown import Token
from obverse.values.diagnostic import Diagnostic, info

_LANGUAGES = frozenset("base dataview dataviewjs datacorejs datacorejsx query tasks".split())


def query_finding(card: Card) -> Diagnostic | None:
    """The finding that all below a heading is a query, so that Anki has nothing to show for it."""
    first = card.above or card.below
    # Nearly every card begins with something else than a fence.
    if not first or first[0].type != "fence" or not _are_queries((*card.above, *card.below)):
        return None
    message = "this section only holds a query of Obsidian, so it is not a card"
    hint = "write an answer if it is meant to be a card"
    return info(card.place, "section-of-a-query", message, hint)


def _are_queries(blocks: Sequence[Token]) -> bool:
    """Whether blocks are queries and nothing else."""
    return all(
        each.type == "fence" and each.info.strip().split(" ")[0].lower() in _LANGUAGES
        for each in blocks
    )
