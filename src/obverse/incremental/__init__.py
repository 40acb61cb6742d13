"""Incremental builds: after an edit, the cost follows what the edit can touch.

This is the door: nothing else in this folder is imported from outside it, and without the folder
every build is a whole one. Whatever goes wrong in here is a fault of ours; it costs time and
nothing else (`guard`).
"""

import os
from collections.abc import Mapping
from pathlib import Path

from obverse.incremental import guard
from obverse.incremental.last_build import Answer, Same
from obverse.machine import files
from obverse.project.project import Project

__all__ = ["Answer", "Same", "answer"]


def answer(
    project: Project,
    package: Path,
    deck: str | None,
    *,
    retire: bool,
    paths: Mapping[str, str] | None = None,
) -> Answer | None:
    """What the last build spares this one, to be used only by who holds the build folder.

    `paths` are those of the sources, where they are known. With `retire` there is always something
    to do. A cache that is a link, or another user's, spares nothing and is not written to.
    """
    if os.path.lexists(project.cache) and not files.is_own(project.cache, folder=True):
        return None
    try:
        return Answer(project, package, deck, retire=retire, paths=paths)
    except guard.FAULTS:
        return None
