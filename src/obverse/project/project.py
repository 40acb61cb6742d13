"""A project: the folder with sources, its settings, and the paths of everything in it."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from obverse.errors import ObverseError, TextError
from obverse.machine import files, paths
from obverse.project import settings
from obverse.project.settings import KnownRules, Settings

if TYPE_CHECKING:  # not imported by a build that has nothing to do
    from obverse.languages.markdown import RenderSettings
    from obverse.values.diagnostic import Diagnostic

NOTE_TYPES = "note-types"
SUFFIXES = (".md", ".markdown")
CONFIGURATIONS = (("obverse.toml", ()), ("pyproject.toml", ("tool", "obverse")))


class BadConfigurationError(ObverseError):
    """A configuration that cannot be used, as the diagnostic to show."""

    def __init__(self, diagnostic: "Diagnostic") -> None:
        """Keep the finding."""
        super().__init__(str(diagnostic))
        self.diagnostic = diagnostic


class Project(NamedTuple):
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
        return paths.shown(path)

    def paths(self) -> dict[str, str]:
        """The paths of the sources by key, in a fixed order, folder by folder.

        Hidden folders and the build folder are skipped. If the names of two files are two
        spellings of one name (`paths.composed`), the key of the second is its own spelling, which
        no source may have.
        """
        made = self.build.resolve()
        found: dict[str, str] = {}
        for here, folders, names in os.walk(self.content):
            folders[:] = _in_order(
                name
                for name in folders
                if not name.startswith(".")
                and (name != made.name or Path(here, name).resolve() != made)
            )
            sources = _in_order(n for n in names if is_source(n) and not n.startswith("."))
            if not sources:
                continue
            below = paths.relative(here, self.root)
            before = "" if below == "." else f"{below}/"
            for name in sources:
                path = f"{before}{name}"
                key = paths.composed(path)
                found[path if key in found else key] = os.path.join(here, name)  # noqa: PTH118
        return found

    def key_of(self, path: Path) -> str:
        """The path of a source as the lock stores it: below the root, with `/`, in NFC."""
        return paths.composed(paths.relative(path, self.root))

    def read(self) -> dict[str, bytes]:
        """The bytes of all sources by key, in order. Raises `ObverseError`."""
        return {key: files.read(path) for key, path in self.paths().items()}

    def read_lock(self) -> bytes:
        """The bytes of the lock, empty if there is no lock yet. Raises `ObverseError`."""
        return files.read(self.lock) if os.path.lexists(self.lock) else b""

    def lock_there(self) -> bytes | None:
        """The bytes of the lock; `None` if there is none, or a link that leads to no file."""
        is_lost = not os.path.exists(self.lock)  # noqa: PTH110  # raises nothing
        return None if is_lost else files.read(self.lock)

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
        from obverse.languages.markdown import RenderSettings

        languages = frozenset(language for language, _ in self.settings.diagrams)
        return RenderSettings(trust=self.settings.html == "trust", diagrams=languages)


def _in_order(names: Iterable[str]) -> list[str]:
    """Sorted as in NFC, so that cards have one order on every system; NFC before other forms."""
    return sorted(names, key=lambda name: ((same := paths.composed(name)), same != name, name))


def is_source(name: str) -> bool:
    """Whether a file is a source, by its name; `A.MD` is one, as on a system that ignores case."""
    return name.lower().endswith(SUFFIXES)


def find(folder: Path, rules: KnownRules | None = None) -> Project:
    """The project in `folder`: its root, its content folder, or any folder with sources.

    A configuration applies if `folder` is the folder that holds it or its `content`; any other
    folder is a separate project. Raises `ObverseError` if there is no such folder, and
    `BadConfigurationError`. `rules` are what the configuration may name; without them, anything.
    """
    if folder.is_file():
        raise ObverseError(f"`{folder}` is a file, not a folder", "name the folder it is in")
    try:
        resolved = folder.resolve(strict=True)
    except OSError:  # also of `.`, where the current folder was deleted
        raise ObverseError(f"the folder `{folder}` does not exist") from None
    if not folder.is_dir():
        raise ObverseError(f"`{folder}` is not a folder")
    for root in (folder, *resolved.parents):
        found = _configuration(root, rules)
        if found is None:
            continue
        content = root / found.content
        if root == folder or content.resolve() == resolved:
            return Project(root, found, content)
        break
    return Project(folder, Settings(), folder)


def _configuration(root: Path, rules: KnownRules | None) -> Settings | None:
    for name, table in CONFIGURATIONS:
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
