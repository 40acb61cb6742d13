"""`obverse build --since`: a package with only what is new to who has the last one."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from obverse import report
from obverse.link.since import Since, since
from obverse.machine.paths import real_path
from obverse.project.project import Project

if TYPE_CHECKING:
    from obverse.link.output import DeltaPart, Output


class Delta(NamedTuple):
    """What the package is to hold, and where it is written."""

    since: Since
    package: Path
    retire: bool

    def part(self, made: "Output") -> "DeltaPart":
        """What of a build it holds."""
        return self.since.part(made.lock, retire=self.retire)


def delta(project: Project, typed: str, output: Path | None, *, retire: bool) -> Delta:
    """The delta since PACKAGE or REF, as it was typed. Raises `ObverseError`.

    It may replace neither the whole package nor the one that it completes.
    """
    found = since(project, typed)
    package = output or project.build / f"{project.name}-since-{found.label}.apkg"
    taken = [project.package, *([found.package] if found.package else [])]
    if real_path(package) in map(real_path, taken):
        shown = project.shown(package)
        raise click.UsageError(
            f"`{shown}` is a whole package, or what `--since` names: write another"
        )
    return Delta(found, package, retire)


def delta_line(part: "DeltaPart", notes: int, shown: str) -> str:
    """How much of the build the package holds, for the summary."""
    holds = f"{len(part.note_ids):,} of {report.plural(notes, 'note')}"
    looks = f", {report.plural(len(part.note_types), 'note type')}" if part.note_types else ""
    return f"delta      {holds}{looks}: for who has {shown}"
