"""Resolve: the files that notes show, each read once, checked and named for Anki's media folder."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from obverse.languages import media
from obverse.machine import files, paths, unfetched
from obverse.project.adopted_media import AdoptedMedia
from obverse.project.media_files import MediaFiles
from obverse.project.project import Project
from obverse.values.diagnostic import Diagnostic, error, info, warning
from obverse.values.note import MediaUse, Note

if TYPE_CHECKING:  # few sources have diagrams
    from obverse.link.diagrams import Diagrams

_TO_ALLOW = "run `obverse allow`: it shows the project's commands, and asks"


class Media(NamedTuple):
    """The files that notes show: (stored name, path) of every use; and what is wrong with any.

    A diagram that was not drawn, and a file that only learners have, has a name and an empty path.
    """

    uses: dict[MediaUse, tuple[str, str]]
    diagnostics: tuple[Diagnostic, ...] = ()

    def files(self, notes: Iterable[Note]) -> dict[str, str]:
        """The path to read each file of these notes from, by the name it gets in Anki."""
        uses = {use for note in notes for use in note.media}
        found = sorted({self.uses[use] for use in uses if use in self.uses})
        return {name: path for name, path in found if path}

    def name(self, note: Note, number: int) -> str:
        """The stored name for media hole `number`, as HTML; empty if the file was not found."""
        name = self.uses.get(note.media[number], ("", ""))[0]
        # A name that no file has may hold what ends an attribute. No apostrophe does.
        return name if name.isalnum() else escape(name, quote=False).replace('"', "&quot;")


class _Stored(NamedTuple):
    """The name in Anki of a file that may be shown, and its path; `error` says why it may not.

    `once` is what else to say of it, at its first use.
    """

    name: str = ""
    path: str = ""
    once: tuple[Diagnostic, ...] = ()
    error: Diagnostic | None = None


def resolve(
    notes: Sequence[Note],
    project: Project,
    *,
    draws: bool = True,
    known: Mapping[str, str] = MappingProxyType({}),
) -> Media:
    """Find, check and name the files; a problem with a file is reported at each use.

    Without `draws` the diagrams that may not be drawn stay undrawn. `known` are the names of files
    by path that need not be read: they are as they were, and nothing was to be said about them.
    """
    names: dict[MediaUse, tuple[str, str]] = {}
    resolving = _Resolving(project, known, draws=draws)
    found: list[Diagnostic] = [*resolving.bad_lines]
    said = set[Diagnostic]()
    for use in (use for note in notes for use in note.media):
        stored = resolving.stored(use)
        found += (each for each in stored.once if each not in said)
        said.update(stored.once)
        if stored.error:
            found.append(stored.error._replace(place=use.place))
        else:
            names[use] = (stored.name, stored.path)
            found += resolving.ambiguous(use)
    return Media(names, tuple(found))


class _Resolving:
    """The files of one build, each looked at once, whatever names it."""

    def __init__(self, project: Project, known: Mapping[str, str], *, draws: bool) -> None:
        self._project, self._known, self._draws = project, known, draws
        self._files = MediaFiles(project)
        self._adopted, self.bad_lines = project.adopted_media()
        self._diagrams: Diagrams | None = None
        self._by_use: dict[tuple[str, str, str, bool], _Stored] = {}
        self._by_path: dict[Path, _Stored] = {}

    def stored(self, use: MediaUse) -> _Stored:
        key = (use.place.path.rpartition("/")[0], use.path, use.code, use.embed)
        if key not in self._by_use:
            self._by_use[key] = self._drawn(use) if use.code else self._found(use)
        return self._by_use[key]

    def ambiguous(self, use: MediaUse) -> tuple[Diagnostic, ...]:
        """Which file an embed took, if several have its name."""
        found = None if use.code else self._files.ambiguous(use)
        return (found,) if found else ()

    def _found(self, use: MediaUse) -> _Stored:
        if not use.path:
            message, hint = "this picture names no file", "write its path between `(` and `)`"
            return _Stored(error=error(use.place, "unresolved-image", message, hint))
        path = self._files.find(use)
        if not isinstance(path, Diagnostic):
            return self._read(use, path)
        if name := self._adopted.is_missing(use.path):
            return _Stored(name, once=(_only_there(use, name),))
        return _Stored(error=path)

    def _drawn(self, use: MediaUse) -> _Stored:
        from obverse.link.diagrams import Diagrams, NotAllowedError, NotDrawnError

        self._diagrams = self._diagrams or Diagrams(self._project)
        try:
            drawn = self._diagrams.find(use.path, use.code, draws=self._draws)
        except NotAllowedError:
            message = f"the command that draws `{use.path}` may not run: you did not allow it"
            return _Stored(error=error(use.place, "undrawn-diagram", message, _TO_ALLOW))
        except NotDrawnError as fault:
            command = dict(self._project.settings.diagrams)[use.path]
            message = f"the command `{command}` did not draw this diagram: {fault}"
            hint = "it reads the diagram from its standard input and writes SVG to its output"
            return _Stored(error=error(use.place, "undrawn-diagram", message, hint))
        if drawn.path is None:
            message = f"the `{use.path}` diagram is not drawn: its command may not run yet"
            told = info(use.place, "undrawn-diagram", message, _TO_ALLOW)
            return _Stored(drawn.name, once=(told,))
        stored = self._read(use, drawn.path)
        return stored if stored.error else stored._replace(name=drawn.name)

    def _read(self, use: MediaUse, path: Path) -> _Stored:
        if path not in self._by_path:
            name = self._known.get(str(path))
            read = _Stored(name, str(path)) if name else _stored(use, path, self._adopted)
            self._by_path[path] = read
        return self._by_path[path]


def _only_there(use: MediaUse, name: str) -> Diagnostic:
    message = f"`{name}` was not in the imported package: only those who have it see it"
    hint = "put the file where this card looks for it"
    return warning(use.place, "missing-media", message, hint)


def _stored(use: MediaUse, path: Path, adopted: AdoptedMedia) -> _Stored:
    try:
        size = path.stat().st_size
        if size > media.LARGEST:
            message = (
                f"`{use.path}` is {_megabytes(size)} MB; Anki does not sync files above 100 MB"
            )
            return _Stored(error=error(use.place, "large-media", message, "make it smaller"))
        content = path.read_bytes()
    except OSError as fault:
        if missing := unfetched.of_link(path, paths.shown(path)):
            return _unfetched(use, missing)
        reason, hint = files.why(fault, path)
        message = f"cannot read `{use.path}`: {reason}"
        return _Stored(error=error(use.place, "unresolved-image", message, hint))
    if missing := unfetched.of_content(content, path):
        return _unfetched(use, missing)
    once = (_large(use, size),) if size > media.LARGE else ()
    # The stored name decides what a browser takes it for: `a.s-v-g` is stored as `.svg`.
    name = adopted.name(path.name, content) or media.stored_name(path.name, content)
    if name.lower().endswith((".svg", ".svgz")):
        from obverse.languages import svg  # its parser, only where there is such a picture

        if wrong := svg.fault(content):
            hint = "save it as plain SVG, or as a PNG"
            found = error(use.place, "svg-with-script", f"`{use.path}` {wrong}", hint)
            return _Stored(once=once, error=found)
    return _Stored(name, str(path), once)


def _large(use: MediaUse, size: int) -> Diagnostic:
    message = f"`{use.path}` is {_megabytes(size)} MB, which every learner has to download"
    return warning(use.place, "large-media", message, "make it smaller")


def _unfetched(use: MediaUse, missing: unfetched.Reason) -> _Stored:
    what, hint = missing
    message = f"cannot show `{use.path}`: {what}"
    return _Stored(error=error(use.place, "unfetched-file", message, hint))


def _megabytes(size: int) -> int:
    return round(size / 1_000_000)
