"""A project of a few files, reviewed as `obverse check` does it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from obverse.build import Built, build
from obverse.check import rules
from obverse.check.review import Wanted, review
from obverse.project import project
from obverse.project.job import Job
from obverse.project.project import BadConfigurationError, Project
from obverse.report.forms import lines_below
from obverse.report.forms.text import finding
from obverse.values.diagnostic import Diagnostic

NOW: Final = 1_700_000_000


def write(folder: Path, files: Mapping[str, bytes | str]) -> None:
    """Write files below a folder, texts as UTF-8 with the line endings they have."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def built(folder: Path) -> tuple[Project, Built, dict[str, bytes]]:
    """Build the project in a folder, writing nothing; give its sources too."""
    the_project = project.find(folder, rules.named_by)
    sources = the_project.read()
    return (
        the_project,
        build(Job(the_project, NOW), sources, the_project.read_lock()),
        sources,
    )


def reviewed(
    folder: Path, files: Mapping[str, bytes | str], wanted: Wanted | None = None
) -> tuple[Diagnostic, ...]:
    """Write files below a folder and give the findings in them."""
    write(folder, files)
    try:
        the_project, done, sources = built(folder)
    except BadConfigurationError as error:
        return (error.diagnostic,)
    return review(the_project, done, sources, wanted or Wanted())


def in_text(folder: Path, found: tuple[Diagnostic, ...]) -> str:
    """The findings as a terminal without colour shows them."""
    lines = lines_below(folder)
    return "".join(f"{finding(each, lines)}\n" for each in found).replace(f"{folder}/", "")
