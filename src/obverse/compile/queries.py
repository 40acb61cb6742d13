"""Queries: fences that Obsidian or a plug-in of it replaces by what it finds in the vault."""

from collections.abc import Sequence

from obverse.languages.markdown import Token

_LANGUAGES = frozenset("base dataview dataviewjs datacorejs datacorejsx query tasks".split())


def are_queries(blocks: Sequence[Token]) -> bool:
    """Whether blocks are queries and nothing else."""
    return bool(blocks) and all(
        each.type == "fence" and each.info.strip().split(" ")[0].lower() in _LANGUAGES
        for each in blocks
    )
