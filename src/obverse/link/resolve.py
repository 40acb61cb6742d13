"""Resolve: the files that notes show, each read once, checked and named for Anki's media folder."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from obverse.languages import media
from obverse.link import diagrams
from obverse.machine import files
from obverse.project.project import Project
from obverse.values.diagnostic import Diagnostic, error, warning
from obverse.values.note import MediaUse, Note


@dataclass(frozen=True, slots=True)
class Media:
    """The files that notes show: (stored name, path) of every use."""

    uses: dict[MediaUse, tuple[str, str]]

    @property
    def files(self) -> dict[str, str]:
        """The path to read each file from, by the name it gets in Anki."""
        return dict(sorted(self.uses.values()))

    def name(self, note: Note, number: int) -> str:
        """The stored name for media hole `number` of a note; empty if the file was not found."""
        return self.uses.get(note.media[number], ("", ""))[0]


def resolve(notes: Sequence[Note], project: Project, found: list[Diagnostic]) -> Media:
    """Find, check and name the files; a problem with a file is reported at each use."""
    names: dict[MediaUse, tuple[str, str]] = {}
    stored: dict[Path, str | Diagnostic] = {}
    by_path: dict[tuple[str, str, str], Path | Diagnostic] = {}
    for note in notes:
        for use in note.media:
            key = (use.place.path.rpartition("/")[0], use.path, use.code)
            if key not in by_path:
                by_path[key] = _file(use, project)
            path = by_path[key]
            if isinstance(path, Diagnostic):
                found.append(replace(path, place=use.place))
                continue
            if path not in stored:
                stored[path] = _stored(use, path, found)
            name = stored[path]
            if isinstance(name, Diagnostic):
                found.append(replace(name, place=use.place))
            else:
                names[use] = (name, str(path))
    return Media(names)


def _file(use: MediaUse, project: Project) -> Path | Diagnostic:
    if not use.code:
        return project.media_file(use)
    command = dict(project.settings.diagrams)[use.path]
    try:
        return diagrams.draw(command, use.code, project.root)
    except diagrams.NotDrawnError as fault:
        message = f"the command `{command}` did not draw this diagram: {fault}"
        hint = "it reads the diagram from its standard input and writes SVG to its output"
        return error(use.place, "undrawn-diagram", message, hint)


def _stored(use: MediaUse, path: Path, found: list[Diagnostic]) -> str | Diagnostic:
    """The name in Anki of a file that may be shown."""
    try:
        size = path.stat().st_size
        if size > media.LARGEST:
            message = (
                f"`{use.path}` is {_megabytes(size)} MB; Anki does not sync files above 100 MB"
            )
            return error(use.place, "large-media", message, "make it smaller")
        content = path.read_bytes()
    except OSError as fault:
        reason, hint = files.why(fault, path)
        return error(use.place, "unresolved-image", f"cannot read `{use.path}`: {reason}", hint)
    if size > media.LARGE:
        message = f"`{use.path}` is {_megabytes(size)} MB, which every learner has to download"
        found.append(warning(use.place, "large-media", message, "make it smaller"))
    if media.has_script(path.name, content):
        message = f"`{use.path}` is an SVG with a script, or with something that could start one"
        hint = "save it as plain SVG, or as a PNG"
        return error(use.place, "svg-with-script", message, hint)
    stem = f"{use.path}.svg" if use.code else path.name
    return media.stored_name(stem, content)


def _megabytes(size: int) -> int:
    return round(size / 1_000_000)
