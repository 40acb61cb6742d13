"""Project of a note: the one that one Markdown file belongs to, for what is done with it alone."""

from collections.abc import Callable
from pathlib import Path, PurePosixPath

from obverse.errors import ObverseError
from obverse.project.find_sources import SUFFIXES, FoundSources, is_source, is_table
from obverse.project.project import CONFIGURATIONS, LOCK, Project
from obverse.project.settings import Settings
from obverse.values.card_settings import TABLE_SUFFIXES

Opened = Callable[[Path], Project]


class NotASourceError(ObverseError):
    """A file that is not a source of its project, and why."""


def project_of_note(file: Path, opened: Opened) -> tuple[Project, FoundSources, str]:
    """The project that a file is a source of, all its sources, and the key of the file.

    `opened` gives the project in a folder. Raises `NotASourceError` if the file is not one of them,
    and says why.
    """
    if not (is_source(file.name) or is_table(file.name)):
        message = f"`{file}` is not a Markdown file or a table"
        listed = " and ".join(f"`*{each}`" for each in (*SUFFIXES, *TABLE_SUFFIXES))
        raise NotASourceError(message, f"sources are {listed}")
    project = _project_of(file, opened)
    found = project.find_sources()
    real = file.resolve()
    keys = [key for key, path in found.paths.items() if Path(path).resolve() == real]
    if not keys:
        raise _not_a_source(file, project, found)
    return project, found, keys[0]


def _project_of(file: Path, opened: Opened) -> Project:
    """The project of the folder above that has a configuration or a lock, or else of its own."""
    folders = file.absolute().parents
    for folder in folders:
        is_own = (folder / CONFIGURATIONS[0][0]).is_file() or (folder / LOCK).is_file()
        if is_own or any((folder / name).is_file() for name, _ in CONFIGURATIONS):
            project = opened(folder)
            if is_own or project.settings != Settings():
                return project
    return opened(folders[0])


def _not_a_source(file: Path, project: Project, found: FoundSources) -> ObverseError:
    key = project.key_of(file.absolute())
    reasons = {each.path: each.reason for each in found.left_out}
    above = [key, *(f"{folder}/" for folder in map(str, PurePosixPath(key).parents))]
    if reason := next(filter(None, map(reasons.get, above)), None):
        hint = "to read it, name it in `include`, or change what leaves it out"
        return NotASourceError(f"`{file}` is left out of this project: {reason}", hint)
    if is_table(file.name):
        message = f"`{file}` is a table that the configuration does not name"
        hint = f'if its rows are cards, add `[tables."{file.name}"]` to `{CONFIGURATIONS[0][0]}`'
        return NotASourceError(message, hint)
    where = " or ".join(f"`{project.shown(each)}`" for each in project.contents)
    message = f"`{file}` is not a source of this project"
    return NotASourceError(message, f"its sources are in {where}")
