"""A plain `obverse build` that has nothing to do: found out before click is imported.

click takes as long to import as all else that such a build does. Whatever is not plain, wrong or
changed is left to the command, which does the same again and tells of it.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from obverse import report
from obverse.machine import files
from obverse.project.project import Project, find

# The shell's, or what click does to an argument where there is no such shell.
_NOT_PLAIN = frozenset("~$%*?[")


def unchanged(arguments: Sequence[str]) -> str | None:
    """What `obverse build [FOLDER]` says where nothing has changed; `None` where it has to run."""
    folder = _folder(arguments)
    if folder is None:
        return None
    try:
        project = find(Path(folder), _rules)
        # Nothing is waited for, written or made where there was no build.
        return _said(project) if os.path.isdir(project.cache) else None  # noqa: PTH112
    except Exception:  # noqa: BLE001  # the command finds it again, and tells of it
        return None


def nothing_changed(project: Project, package: Path, notes: int) -> str:
    """What a build says where nothing has changed."""
    return f"nothing has changed: {report.plural(notes, 'note')} in {project.shown(package)}"


def _folder(arguments: Sequence[str]) -> str | None:
    command, *rest = arguments or [""]
    if command != "build" or len(rest) > 1:
        return None
    folder = rest[0] if rest else "."
    is_plain = folder and folder[0] != "-" and not _NOT_PLAIN & {*folder}
    return folder if is_plain and os.path.isdir(folder) else None  # noqa: PTH112


def _rules(setting: str) -> tuple[str, ...]:
    from obverse.check import rules  # only where a configuration names one

    return rules.named_by(setting)


def _said(project: Project) -> str | None:
    if not project.build.is_dir():  # nothing was built, and a folder without notes stays as it is
        return None
    from obverse.incremental import answer

    with files.one_at_a_time(project.build):
        found = project.find_sources()
        last = answer(project, project.package, None, retire=False, paths=found.paths)
        same = last.same() if last and not found.faults else None
    if same is None or same.diagnostics:
        return None
    return nothing_changed(project, project.package, same.notes)
