"""A plain `obverse build` that has nothing to do: found out before click is imported.

click takes as long to import as all else that such a build does. Whatever is not plain, wrong or
changed is left to the command, which does the same again and tells of it.
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from obverse import report
from obverse.machine import files
from obverse.project.project import Project, find

# The shell's, or what click does to an argument where there is no such shell.
_NOT_PLAIN = frozenset("~$%*?[")
_QUIET, _OUTPUT = ("-q", "--quiet"), ("-o", "--output")


class _Asked(NamedTuple):
    """What a command line asks for; without an `output` it is the project's own package."""

    folder: str
    output: str | None
    quiet: bool


def unchanged(arguments: Sequence[str]) -> str | None:
    """What `obverse build [FOLDER] [-o FILE] [-q]` prints where nothing has changed.

    `None` where the command has to run.
    """
    asked = _asked(arguments)
    if asked is None:
        return None
    try:
        project = find(Path(asked.folder), _rules)
        # Nothing is waited for, written or made where there was no build.
        if not os.path.isdir(project.cache):  # noqa: PTH112
            return None
        said = _said(project, Path(asked.output) if asked.output else project.package)
    except Exception:  # noqa: BLE001  # the command finds it again, and tells of it
        return None
    return said and ("" if asked.quiet else f"{said}\n")


def nothing_changed(project: Project, package: Path, notes: int) -> str:
    """What a build says where nothing has changed."""
    return f"nothing has changed: {report.plural(notes, 'note')} in {project.shown(package)}"


def _asked(arguments: Sequence[str]) -> _Asked | None:
    """What a command line asks for; `None` where it is not plain, or wrong."""
    command, *rest = arguments or [""]
    folder, output, quiet = None, None, False
    words = iter(rest)
    for word in words:
        if word in _QUIET:
            quiet = True
        elif output is None and word.startswith(_OUTPUT):
            output = _file(word, words)
        elif folder is None:
            folder = word
        else:
            return None
    asked = _Asked("." if folder is None else folder, output, quiet)
    named = [asked.folder] if output is None else [asked.folder, output]
    is_plain = command == "build" and all(map(_is_plain, named))
    return asked if is_plain and os.path.isdir(asked.folder) else None  # noqa: PTH112


def _file(word: str, others: Iterator[str]) -> str:
    """The file that an option names, as click reads it; empty where click has to judge."""
    if word in _OUTPUT:
        value = next(others, "")
    elif word.startswith("--"):
        value = word.removeprefix("--output=")
    else:
        value = word.removeprefix("-o")
    return "" if value.endswith(("/", os.sep)) else value


def _is_plain(path: str) -> bool:
    return path[:1] not in {"", "-"} and not _NOT_PLAIN & {*path}


def _rules(setting: str) -> tuple[str, ...]:
    from obverse.check import rules  # only where a configuration names one

    return rules.named_by(setting)


def _said(project: Project, package: Path) -> str | None:
    if not project.build.is_dir():  # nothing was built, and a folder without notes stays as it is
        return None
    from obverse.incremental import answer

    with files.one_at_a_time(project.build):
        found = project.find_sources()
        last = answer(project, package, None, retire=False, paths=found.paths)
        same = last.same() if last and not found.faults else None
    if same is None or same.diagnostics:
        return None
    return nothing_changed(project, package, same.notes)
