"""Usable sources: those of a project whose paths something can keep."""

from collections.abc import Mapping

from obverse.errors import ObverseError
from obverse.project.project import Project
from obverse.values.diagnostic import Diagnostic, error
from obverse.values.source import Place, is_usable


def usable_sources(
    sources: Mapping[str, bytes], project: Project
) -> tuple[Mapping[str, bytes], list[Diagnostic]]:
    """The sources, and a finding for each that is left out. Raises `ObverseError` without any."""
    if not sources:
        where = project.shown(project.content)
        hint = "write one, such as `deck.md`"
        raise ObverseError(f"there is no Markdown file in `{where}`", hint)
    found = {path: _unusable(path) for path in sources if not is_usable(path)}
    if not found:
        return sources, []
    return {path: raw for path, raw in sources.items() if path not in found}, [*found.values()]


def _unusable(path: str) -> Diagnostic:
    shown = path.encode("unicode_escape").decode()
    message = "the path of this file is not plain text and cannot be stored"
    return error(Place(shown), "unusable-path", message, "rename the file")
