"""Queries: sections of a note that hold only a query of one of Obsidian's plug-ins."""

from obverse.compile.sections import Section

# The languages of fences that Obsidian or a plug-in replaces by what it finds in the vault.
_LANGUAGES = frozenset("base dataview dataviewjs datacorejs datacorejsx query tasks".split())


def is_query(section: Section) -> bool:
    """Whether all that is below a heading are queries: in Anki there would be nothing to find."""
    blocks = (*section.above, *section.below)
    return bool(blocks) and all(
        each.type == "fence" and each.info.strip().split(" ")[0].lower() in _LANGUAGES
        for each in blocks
    )
