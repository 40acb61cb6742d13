"""The files that sources show: which one a reference means, or why there is none."""

import os
from pathlib import Path

from obverse.languages import media
from obverse.machine.paths import composed, relative
from obverse.machine.real_names import RealNames
from obverse.project.project import Project
from obverse.values.diagnostic import Diagnostic, did_you_mean, error, warning
from obverse.values.note import MediaUse

_RULE = "unresolved-image"
_LISTED = 3  # files of one name


class MediaFiles:
    """The files below a project's root; each folder is looked at once."""

    def __init__(self, project: Project) -> None:
        """Nothing has been looked at."""
        self._project, self._root, self._bounds = project, project.root, project.bounds
        self._names = RealNames()
        self._folders: dict[str, Path] = {}
        self._below: dict[str, list[Path]] | None = None

    def find(self, use: MediaUse) -> Path | Diagnostic:
        """The file that a source shows, or why it cannot be: missing, or outside the project.

        An embed is looked for beside its source, then below the root by its name, as in Obsidian.
        """
        path = self._beside(use)
        if path is None and use.embed:
            path = next(iter(self._embedded(use.path)), None)
        if path is None:
            name = media.percent_decoded(use.path)
            hint = self._meant(self._folder(use), name, is_embed=use.embed)
            return error(use.place, _RULE, f"the file `{name}` does not exist", hint)
        if self._project.is_inside(path, self._bounds):
            return path
        hint = "copy the file into the project, or run `obverse allow` if a link leads to it"
        return error(use.place, _RULE, f"`{use.path}` is outside the project", hint)

    def ambiguous(self, use: MediaUse) -> Diagnostic | None:
        """A finding if an embed names several files, that says which of them is shown."""
        if not use.embed or self._beside(use):
            return None
        named = [relative(each, self._root) for each in self._embedded(use.path)]
        is_exact = "/" in use.path and named[:1] == [use.path.removeprefix("/")]
        if len(named) < 2 or is_exact:  # noqa: PLR2004  # one is not ambiguous
            return None
        forms = (f"`![[{each if '/' in each else f'/{each}'}]]`" for each in named[:_LISTED])
        message = f"there are {len(named)} files `{use.path}`, and the card shows `{named[0]}`"
        return warning(use.place, "ambiguous-embed", message, f"write {' or '.join(forms)}")

    def _folder(self, use: MediaUse) -> Path:
        folder = use.place.path.rpartition("/")[0]
        if folder not in self._folders:
            found = self._names.find(self._root, folder)
            self._folders[folder] = found or self._root / folder
        return self._folders[folder]

    def _beside(self, use: MediaUse) -> Path | None:
        here = self._folder(use)
        files = (self._file(here, name) for name in media.candidates(use.path))
        return next(filter(None, files), None)

    def _file(self, here: Path, written: str) -> Path | None:
        path = self._names.find(here, written)
        # A link to a file that is missing is there, and what it leads to is said later.
        return path if path and (_is_file(path) or path.is_symlink()) else None

    def _embedded(self, written: str) -> list[Path]:
        """The files below the root whose paths end so, the one nearest to the root first."""
        for each in map(composed, media.candidates(written)):
            ending = "/" + each.lstrip("/")
            named = self._by_name().get(composed(_last(each)).casefold(), ())
            fitting = [path for path in named if composed(path.as_posix()).endswith(ending)]
            if fitting:
                return sorted(fitting, key=lambda path: (len(path.parts), path))
        return []

    def _by_name(self) -> dict[str, list[Path]]:
        """All files below the root, but for those in hidden folders, by name in lower case."""
        if self._below is None:
            self._below = {}
            for folder, folders, names in os.walk(self._root):
                folders[:] = sorted(each for each in folders if not each.startswith("."))
                for name in names:
                    found = self._below.setdefault(composed(name).casefold(), [])
                    found.append(Path(folder) / name)
        return self._below

    def _meant(self, here: Path, name: str, *, is_embed: bool) -> str | None:
        """What to do about a file that is not there: the one that may have been meant."""
        spelled = self._names.alike(here, name)
        if spelled is not None and not self._file(here, spelled):
            spelled = None  # a folder
        if spelled is None and is_embed:
            named = self._by_name().get(composed(_last(name)).casefold(), [])
            spelled = min((composed(path.name) for path in named), default=None)
        if spelled is not None and spelled != name:
            return f"did you mean `{spelled}`?"
        folder = (here / name).parent
        names = self._names.names(folder)
        if names is None:
            return f"there is no folder `{folder.name}`"
        files = [composed(each) for each in names if _is_file(folder / each)]
        hint = did_you_mean(_last(name), files) if files else ""
        return hint if hint.startswith("did you") else None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _last(path: str) -> str:
    return path.rpartition("/")[2]
