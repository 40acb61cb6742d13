"""Commands: one file each, a thin skin over functions of plain values.

Here is what they share: how trouble is told, and where colour goes.
"""

import os
import sys
import time
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click

from obverse import report
from obverse.diagnostic import Diagnostic, Severity
from obverse.errors import ObverseError
from obverse.project import BadConfigurationError, Project

FINDINGS, TROUBLE = 1, 2  # exit statuses

_P = ParamSpec("_P")

folder_argument = click.argument(
    "folder", default=".", type=click.Path(path_type=Path), metavar="[FOLDER]"
)


def now() -> int:
    """Unix seconds, or `SOURCE_DATE_EPOCH` where it is set (reproducible-builds.org)."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not fixed:
        return int(time.time())
    if not fixed.isdecimal():
        raise ObverseError(f"SOURCE_DATE_EPOCH is `{fixed}`, not a number of seconds")
    return int(fixed)


def colourful(stream: object) -> bool:
    """Whether to colour: on a terminal, and not where `NO_COLOR` is set (no-color.org)."""
    is_terminal: bool = getattr(stream, "isatty", bool)()
    return is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def telling_trouble(command: Callable[_P, None]) -> Callable[_P, None]:
    """Tell what went wrong in a line on the standard error, and end with the right status."""

    @wraps(command)
    def told(*args: _P.args, **kwargs: _P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except BadConfigurationError as error:
            show([error.diagnostic], Path())
            sys.exit(TROUBLE)
        except ObverseError as error:
            click.echo(f"error: {error.message}", err=True)
            if error.hint:
                click.echo(f"  help: {error.hint}", err=True)
            sys.exit(TROUBLE)
        except KeyboardInterrupt:
            click.echo("stopped; nothing was written", err=True)
            sys.exit(130)

    return told


def show(diagnostics: Iterable[Diagnostic], root: Path) -> None:
    """Print findings on the standard error, their paths as seen from the current folder."""
    colour = colourful(sys.stderr)
    lines = report.lines_below(root)
    below = os.path.relpath(root)
    prefix = f"{root.resolve() if below.startswith('..') else below}/".removeprefix("./")
    for each in diagnostics:
        told = report.text(each, lines, prefix, colour=colour)
        click.echo(told, err=True, color=True)


def strict(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings with every warning made an error."""
    return tuple(
        Diagnostic(d.place, Severity.ERROR, d.message, d.rule, d.hint, d.related)
        if d.severity is Severity.WARNING
        else d
        for d in diagnostics
    )


def fails(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether there is an error among them."""
    return any(d.severity is Severity.ERROR for d in diagnostics)


def where(project: Project, path: Path) -> str:
    """A path for the reader of a summary."""
    return project.shown(path)
