"""Usable sources: those of a project whose paths something can keep."""

from collections.abc import Mapping

from obverse.machine.paths import composed
from obverse.project.project import Project
from obverse.values.diagnostic import Diagnostic, error
from obverse.values.source import Place, is_usable


def usable_sources(
    sources: Mapping[str, bytes], project: Project
) -> tuple[Mapping[str, bytes], list[Diagnostic]]:
    """The sources, and a finding for each that is left out. Raises `ObverseError` without any."""
    if not sources:
        from obverse.project.no_sources import no_sources  # most projects have sources

        raise no_sources(project)
    twins = {path for path in sources if (same := composed(path)) != path and same in sources}
    found = {
        path: _unusable(path, is_twin=path in twins)
        for path in sources
        if path in twins or not is_usable(path)
    }
    if not found:
        return sources, []
    return {path: raw for path, raw in sources.items() if path not in found}, [*found.values()]


def _unusable(path: str, *, is_twin: bool) -> Diagnostic:
    shown = path.encode("unicode_escape").decode()
    message = "the path of this file is not plain text and cannot be stored"
    if is_twin:
        message = f"the path of this file is `{composed(path)}` in another Unicode form"
    return error(Place(shown), "unusable-path", message, "rename the file")
