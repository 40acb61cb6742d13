"""Resolve: the files that notes show, each read once, checked and named for Anki's media folder."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from obverse.languages import media
from obverse.link import diagrams
from obverse.machine import files
from obverse.project.media_files import MediaFiles
from obverse.project.project import Project
from obverse.values.diagnostic import Diagnostic, error, warning
from obverse.values.note import MediaUse, Note


class Media(NamedTuple):
    """The files that notes show: (stored name, path) of every use; and what is wrong with any."""

    uses: dict[MediaUse, tuple[str, str]]
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def files(self) -> dict[str, str]:
        """The path to read each file from, by the name it gets in Anki."""
        return dict(sorted(self.uses.values()))

    def name(self, note: Note, number: int) -> str:
        """The stored name for media hole `number` of a note; empty if the file was not found."""
        return self.uses.get(note.media[number], ("", ""))[0]


class _Stored(NamedTuple):
    """The name in Anki of a file that may be shown, or why it may not; what else to say of it."""

    name: str = ""
    warnings: tuple[Diagnostic, ...] = ()
    error: Diagnostic | None = None


def resolve(notes: Sequence[Note], project: Project) -> Media:
    """Find, check and name the files; a problem with a file is reported at each use."""
    names: dict[MediaUse, tuple[str, str]] = {}
    found: list[Diagnostic] = []
    stored: dict[Path, _Stored] = {}
    files = MediaFiles(project)
    by_path: dict[tuple[str, str, str], Path | Diagnostic] = {}
    for note in notes:
        for use in note.media:
            key = (use.place.path.rpartition("/")[0], use.path, use.code)
            if key not in by_path:
                by_path[key] = _file(use, project, files)
            path = by_path[key]
            if isinstance(path, Diagnostic):
                found.append(path._replace(place=use.place))
                continue
            if path not in stored:
                stored[path] = _stored(use, path)
                found += stored[path].warnings
            file = stored[path]
            if file.error:
                found.append(file.error._replace(place=use.place))
            else:
                names[use] = (file.name, str(path))
    return Media(names, tuple(found))


def _file(use: MediaUse, project: Project, files: MediaFiles) -> Path | Diagnostic:
    if not use.code:
        return files.find(use)
    command = dict(project.settings.diagrams)[use.path]
    try:
        return diagrams.draw(command, use.code, project.root)
    except diagrams.NotDrawnError as fault:
        message = f"the command `{command}` did not draw this diagram: {fault}"
        hint = "it reads the diagram from its standard input and writes SVG to its output"
        return error(use.place, "undrawn-diagram", message, hint)


def _stored(use: MediaUse, path: Path) -> _Stored:
    try:
        size = path.stat().st_size
        if size > media.LARGEST:
            message = (
                f"`{use.path}` is {_megabytes(size)} MB; Anki does not sync files above 100 MB"
            )
            return _Stored(error=error(use.place, "large-media", message, "make it smaller"))
        content = path.read_bytes()
    except OSError as fault:
        reason, hint = files.why(fault, path)
        message = f"cannot read `{use.path}`: {reason}"
        return _Stored(error=error(use.place, "unresolved-image", message, hint))
    warnings = (_large(use, size),) if size > media.LARGE else ()
    if media.has_script(path.name, content):
        message = f"`{use.path}` is an SVG with a script, or with something that could start one"
        hint = "save it as plain SVG, or as a PNG"
        return _Stored(warnings=warnings, error=error(use.place, "svg-with-script", message, hint))
    stem = f"{use.path}.svg" if use.code else path.name
    return _Stored(media.stored_name(stem, content), warnings)


def _large(use: MediaUse, size: int) -> Diagnostic:
    message = f"`{use.path}` is {_megabytes(size)} MB, which every learner has to download"
    return warning(use.place, "large-media", message, "make it smaller")


def _megabytes(size: int) -> int:
    return round(size / 1_000_000)
