"""A project: the folder with sources, its settings, and the paths of everything in it."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from obverse.errors import ObverseError, TextError
from obverse.machine import files
from obverse.project import settings
from obverse.project.settings import KnownRules, Settings

if TYPE_CHECKING:  # not imported by a build that has nothing to do
    from obverse.languages.markdown import Settings as RenderSettings
    from obverse.values.diagnostic import Diagnostic
    from obverse.values.note import MediaUse

NOTE_TYPES = "note-types"
SUFFIXES = (".md", ".markdown")
_CONFIGURATIONS = (("obverse.toml", ()), ("pyproject.toml", ("tool", "obverse")))


class BadConfigurationError(ObverseError):
    """A configuration that cannot be used, as the diagnostic to show."""

    def __init__(self, diagnostic: "Diagnostic") -> None:
        """Keep the finding."""
        super().__init__(str(diagnostic))
        self.diagnostic = diagnostic


@dataclass(frozen=True, slots=True)
class Project:
    """`root` is the folder of the configuration; `content` holds the sources."""

    root: Path
    settings: Settings
    content: Path

    @property
    def name(self) -> str:
        """The package's file name without its suffix."""
        return self.settings.name or self.root.resolve().name or "deck"

    @property
    def build(self) -> Path:
        """The folder for the package."""
        return self.root / self.settings.build

    @property
    def package(self) -> Path:
        """Where the package is written by default."""
        return self.build / f"{self.name}.apkg"

    @property
    def cache(self) -> Path:
        """The folder for what is kept between builds; it may be deleted at any time."""
        return self.build / ".cache"

    @property
    def lock(self) -> Path:
        """The lockfile."""
        return (
            self.root / self.settings.lock if self.settings.lock else self.content / "obverse.lock"
        )

    def shown(self, path: Path) -> str:
        """A path as the author would type it: relative to the current folder if it is below it."""
        return files.shown(path)

    def paths(self) -> dict[str, str]:
        """The paths of the sources by key, in a fixed order, folder by folder.

        Hidden folders and the build folder are skipped.
        """
        made = self.build.resolve()
        found: dict[str, str] = {}
        for here, folders, names in os.walk(self.content):
            folders[:] = sorted(
                name
                for name in folders
                if not name.startswith(".")
                and (name != made.name or Path(here, name).resolve() != made)
            )
            sources = sorted(n for n in names if n.endswith(SUFFIXES) and not n.startswith("."))
            if not sources:
                continue
            below = self.key_of(Path(here))
            before = "" if below == "." else f"{below}/"
            found |= {f"{before}{name}": os.path.join(here, name) for name in sources}  # noqa: PTH118
        return found

    def key_of(self, path: Path) -> str:
        """The path of a source as the lock stores it: below the root, with `/`."""
        return Path(os.path.relpath(path, self.root)).as_posix()

    def read(self) -> dict[str, bytes]:
        """The bytes of all sources by key, in order. Raises `ObverseError`."""
        return {key: files.read(path) for key, path in self.paths().items()}

    def read_lock(self) -> bytes:
        """The bytes of the lock, empty if there is no lock yet. Raises `ObverseError`."""
        return files.read(self.lock) if self.lock.exists() else b""

    def media_file(self, use: "MediaUse") -> "Path | Diagnostic":
        """The file that a source shows, or why it cannot: it is missing, or outside the project.

        An embed is looked for next to its source, then below the root by its name, as in Obsidian.
        """
        from obverse.languages import media
        from obverse.values.diagnostic import error

        here = (self.root / use.place.path).parent
        written = media.candidates(use.path)
        path = next((here / each for each in written if _is_file(here / each)), None)
        if path is None and use.embed:
            path = next((each for name in written if (each := self._embedded(name))), None)
        if path is None:
            name = media.decoded(use.path)
            message = f"the file `{name}` does not exist"
            return error(use.place, "unresolved-image", message, _nearest(here / name))
        if path.resolve().is_relative_to(self.root.resolve()):
            return path
        message = f"`{use.path}` is outside the project"
        hint = "copy the file into the project"
        return error(use.place, "unresolved-image", message, hint)

    def _embedded(self, written: str) -> Path | None:
        """The file below the root whose path ends so; if several, the one nearest to the root."""
        name = written.rpartition("/")[2]
        found = [
            Path(folder) / name
            for folder, folders, names in os.walk(self.root)
            if name in _visible(folders, names)
        ]
        ending = "/" + written.lstrip("/")
        fitting = [path for path in found if path.as_posix().endswith(ending)]
        return min(fitting, key=lambda path: (len(path.parts), path), default=None)

    def looks(self) -> dict[str, str]:
        """The paths by key of what decides how notes look: the style, custom note types."""
        paths = list((self.root / NOTE_TYPES).glob("*/*"))
        if self.settings.style:
            from obverse.project import styles

            paths.append(styles.file_of(self.root, self.settings.style))
        return {self.key_of(path): str(path) for path in paths if path.is_file()}

    @property
    def rendering(self) -> "RenderSettings":
        """What the settings say about rendering a source."""
        from obverse.languages.markdown import Settings as RenderSettings

        languages = frozenset(language for language, _ in self.settings.diagrams)
        return RenderSettings(trust=self.settings.html == "trust", diagrams=languages)


def find(folder: Path, rules: KnownRules | None = None) -> Project:
    """The project in `folder`: its root, its content folder, or any folder with sources.

    A configuration applies if `folder` is the folder that holds it or its `content`; any other
    folder is a separate project. Raises `ObverseError` if there is no such folder, and
    `BadConfigurationError`. `rules` are what the configuration may name; without them, anything.
    """
    if not folder.is_dir():
        what = "is not a folder" if folder.exists() else "does not exist"
        raise ObverseError(f"the folder `{folder}` {what}")
    for root in (folder, *folder.resolve().parents):
        found = _configuration(root, rules)
        if found is None:
            continue
        content = root / found.content
        if root == folder or content.resolve() == folder.resolve():
            return Project(root, found, content)
        break
    return Project(folder, Settings(), folder)


def _configuration(root: Path, rules: KnownRules | None) -> Settings | None:
    for name, table in _CONFIGURATIONS:
        path = root / name
        if not path.is_file():
            continue
        from obverse.values.source import decode

        try:
            found = settings.read(decode(files.read(path)), table=table, rules=rules)
        except TextError as fault:
            from obverse.values.diagnostic import of_text_error

            raise BadConfigurationError(of_text_error(str(path), fault)) from None
        if found is not None:
            return found
    return None


def _visible(folders: list[str], names: list[str]) -> list[str]:
    """The names, with hidden folders left out of the walk."""
    folders[:] = sorted(each for each in folders if not each.startswith("."))
    return names


def _is_file(path: Path) -> bool:
    """Whether there is such a file; with a name that is too long, there is not."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _nearest(path: Path) -> str | None:
    """The file that may have been meant, among those in the same folder."""
    from obverse.values.diagnostic import did_you_mean

    try:
        names = [each.name for each in path.parent.iterdir() if each.is_file()]
    except OSError:
        return f"there is no folder `{path.parent.name}`"
    hint = did_you_mean(path.name, names) if names else ""
    return hint if hint.startswith("did you") else None
