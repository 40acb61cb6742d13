"""The tables that are there: csv and tsv files that the configuration does not name."""

import os

from obverse.project.find_sources import is_table
from obverse.project.project import Project


def tables_there(project: Project) -> tuple[str, ...]:
    """The keys of tables that are not sources, in a fixed order; links are left out."""
    base = str(project.base)

    def is_one(path: str) -> bool:
        # A table that is named already is found too, so that one walk knows all.
        return is_table(path) and not os.path.islink(os.path.join(base, path))  # noqa: PTH114, PTH118

    named = project.settings.cards.names_table
    before = "" if (below := project.key_of(project.base)) == "." else f"{below}/"
    found = project.find_sources(is_one).paths
    return tuple(key for key in found if is_table(key) and not named(key.removeprefix(before)))
