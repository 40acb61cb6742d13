"""The files with pages that cards show: which one a name means."""

from pathlib import Path

from obverse.project.media_files import MediaFiles
from obverse.project.project import Project
from obverse.values.diagnostic import Diagnostic
from obverse.values.note import MediaUse
from obverse.values.source import Place

_SUFFIXES = ("", ".md", ".markdown")


class PageFiles:
    """The files below a project's root; each folder is looked at once."""

    def __init__(self, project: Project) -> None:
        """Nothing has been looked at."""
        self._project, self._files = project, MediaFiles(project)

    def find(self, target: str, place: Place) -> Path | None:
        """The file with the page that a source names at a place; `None` if there is none."""
        name = target.partition("#")[0].strip()
        if not name:
            return self._project.root / place.path
        for suffix in _SUFFIXES:
            if not suffix and not name.endswith(_SUFFIXES[1:]):
                continue
            found = self._files.find(MediaUse(name + suffix, place, embed=True))
            if not isinstance(found, Diagnostic):
                return found
        return None
