"""A plain `obverse build`, whose command line is read without click.

click takes as long to import as all else that a build imports before it looks at the sources. What
is not plain, or wrong, is left to it.
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from obverse.commands import known_rules, telling_trouble
from obverse.commands.build import Options, build_project
from obverse.machine.streams import escape_what_is_missing
from obverse.project.project import find

# The shell's, or what click does to an argument where there is no such shell.
_NOT_PLAIN = frozenset("~$%*?[")
_QUIET, _OUTPUT = ("-q", "--quiet"), ("-o", "--output")


class PlainBuild(NamedTuple):
    """`obverse build [FOLDER] [-o FILE] [-q]`; without an `output` it is the project's own."""

    folder: Path
    output: Path | None
    quiet: bool

    @telling_trouble
    def build(self) -> None:
        """Build, as the command does with these arguments."""
        escape_what_is_missing()
        project = find(self.folder, known_rules)
        build_project(project, Options(output=self.output, quiet=self.quiet))


def plain_build(arguments: Sequence[str]) -> PlainBuild | None:
    """What a command line asks for; `None` where it is not a plain build, or is wrong."""
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
    folder = "." if folder is None else folder
    named = [folder] if output is None else [folder, output]
    if command != "build" or not all(map(_is_plain, named)) or not os.path.isdir(folder):  # noqa: PTH112
        return None
    if output is not None and os.path.isdir(output):  # noqa: PTH112
        return None
    return PlainBuild(Path(folder), None if output is None else Path(output), quiet)


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
