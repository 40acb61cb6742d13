"""A project: the folder with sources, its settings, and the paths of everything in it."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from obverse.errors import ObverseError, TextError
from obverse.machine import files, paths
from obverse.project import settings
from obverse.project.settings import KnownRules, Settings

if TYPE_CHECKING:  # not imported by a build that has nothing to do
    from obverse.languages.markdown import RenderSettings
    from obverse.project.adopted_media import AdoptedMedia
    from obverse.values.diagnostic import Diagnostic

NOTE_TYPES, DRAWINGS = "note-types", ".obverse_cache"
MEDIA = "media"  # the folder for the files of imported decks
ADOPTED = ".media"  # the suffix of the list of their names, next to the lock
SUFFIXES = (".md", ".markdown")
CONFIGURATIONS = (("obverse.toml", ()), ("pyproject.toml", ("tool", "obverse")))


class BadConfigurationError(ObverseError):
    """A configuration that cannot be used, as the diagnostic to show."""

    def __init__(self, diagnostic: "Diagnostic") -> None:
        """Keep the finding."""
        super().__init__(str(diagnostic))
        self.diagnostic = diagnostic


class OutsideError(ObverseError):
    """A path of a project that leads out of it, where nobody allowed that."""

    def __init__(self, what: str, path: str | Path) -> None:
        """`what` leads to `path`, its links followed."""
        real = _real(path)
        hint = (
            f"if you want files outside the project, run `obverse allow` or add `--outside {real}`"
        )
        super().__init__(f"{what} leads out of the project, to `{real}`", hint)


class Project(NamedTuple):
    """`root` is the folder of the configuration; `content` holds the sources.

    `outside` are files and folders outside the project that the command line allows.
    """

    root: Path
    settings: Settings
    content: Path
    outside: tuple[str, ...] = ()

    @property
    def bounds(self) -> tuple[str, ...]:
        """What the project's paths may lead into: its git repository, or else its folder."""
        return (paths.repository(self.root), *self.outside)

    def is_inside(self, path: str | Path, bounds: tuple[str, ...] = ()) -> bool:
        """Whether a path stays within the bounds, or the user allowed where it leads to.

        `bounds` are the project's, where they are known already. This is the one guard of every
        path that the project's files name.
        """
        if paths.stays_in(path, bounds or self.bounds):
            return True
        if "\0" in str(path):
            return False
        from obverse.machine import unfetched  # asked for only where a path leads out
        from obverse.project import permission

        return unfetched.is_of_annex(Path(path), self.root) or permission.covers(self.root, path)

    def inside(self, path: Path, what: str = "", bounds: tuple[str, ...] = ()) -> Path:
        """The path, if it is inside (`is_inside`). `what` names it. Raises `OutsideError`."""
        if not self.is_inside(path, bounds):
            raise OutsideError(what or f"`{self.shown(path)}`", path)
        return path

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

    def doors(self) -> Iterator[tuple[str, Path]]:
        """The paths that the configuration names, each with what it is, and where caches are."""
        settings = self.settings
        derived = [(f"`{name}`", self.root / name) for name, _ in CONFIGURATIONS]
        derived += [("the package", self.package), ("the cache", self.cache)]
        yield f'`content = "{settings.content}"`', self.content
        yield f'`build = "{settings.build}"`', self.build
        if settings.lock:
            yield f'`lock = "{settings.lock}"`', self.lock
        else:
            derived.append(("the lock", self.lock))
        # What is in a folder that is inside leads out only if it is a link itself.
        yield from (door for door in derived if os.path.islink(door[1]))  # noqa: PTH114
        if settings.style:
            from obverse.project import styles

            if not styles.is_word(settings.style):
                yield f'`style = "{settings.style}"`', styles.file_of(self.root, settings.style)

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
        bounds = self.bounds
        found: dict[str, str] = {}
        for here, folders, names in os.walk(self.content):
            folders[:] = _in_order(
                name
                for name in folders
                if not name.startswith(".")
                and (name != made.name or Path(here, name).resolve() != made)
            )
            tables = self.settings.cards.tables_in(here, self.content, names)
            sources = [n for n in names if is_source(n) and not n.startswith(".")]
            sources = _in_order((*sources, *tables))
            if not sources:
                continue
            below = paths.relative(here, self.root)
            before = "" if below == "." else f"{below}/"
            for name in sources:
                path = f"{before}{name}"
                key = paths.composed(path)
                at = os.path.join(here, name)  # noqa: PTH118  # of thousands
                # os.walk follows no folder that is a link, so only the file itself may lead out.
                if os.path.islink(at) and not self.is_inside(at, bounds):  # noqa: PTH114
                    raise OutsideError(f"`{self.shown(Path(at))}`", at)
                found[path if key in found else key] = at
        return found

    def key_of(self, path: Path) -> str:
        """The path of a source as the lock stores it: below the root, with `/`, in NFC."""
        return paths.composed(paths.relative(path, self.root))

    def read(self) -> dict[str, bytes]:
        """The bytes of all sources by key, in order. Raises `ObverseError`."""
        return {key: files.read_regular(path) for key, path in self.paths().items()}

    def read_lock(self) -> bytes:
        """The bytes of the lock, empty if there is no lock yet. Raises `ObverseError`."""
        return files.read_regular(self.lock) if os.path.lexists(self.lock) else b""

    def lock_there(self) -> bytes | None:
        """The bytes of the lock; `None` if there is none, or a link that leads to no file."""
        is_lost = not os.path.exists(self.lock)  # noqa: PTH110  # raises nothing
        return None if is_lost else files.read_regular(self.lock)

    def adopted_media(self) -> "tuple[AdoptedMedia, tuple[Diagnostic, ...]]":
        """The names of the files of imported decks, and what is wrong with the list of them."""
        from obverse.project.adopted_media import NO_NAMES, read

        path = self.lock.with_suffix(ADOPTED)
        return (
            read(files.read(self.inside(path)), self.key_of(path))
            if path.exists()
            else (NO_NAMES, ())
        )

    def looks(self) -> dict[str, str]:
        """The paths by key of what decides how notes look: style, note types, what draws."""
        paths = list((self.root / NOTE_TYPES).glob("*/*"))
        if paths:
            paths += (self.content / MEDIA).glob("_*")
        if (adopted := self.lock.with_suffix(ADOPTED)).is_file():
            paths += (adopted, *(self.content / MEDIA / n for n in self.adopted_media()[0].missing))
        if self.settings.style:
            from obverse.project import styles

            paths.append(styles.file_of(self.root, self.settings.style))
        if self.settings.diagrams:
            from obverse.project import drawing

            paths += drawing.named_files(self.root, dict(self.settings.diagrams).values())
        return {self.key_of(path): str(path) for path in paths if path.is_file()}

    @property
    def rendering(self) -> "RenderSettings":
        """What the settings say about compiling a source."""
        from obverse.languages.markdown import RenderSettings

        cards = self.settings.cards.below(self.key_of(self.content))
        languages = frozenset(dict(self.settings.diagrams))
        return RenderSettings(self.settings.html == "trust", languages, cards)


def _in_order(names: Iterable[str]) -> list[str]:
    """Sorted as in NFC, so that cards have one order on every system; NFC before other forms."""
    return sorted(names, key=lambda name: ((same := paths.composed(name)), same != name, name))


def is_source(name: str) -> bool:
    """Whether a file is a source, by its name; `A.MD` is one, as on a system that ignores case."""
    return name.lower().endswith(SUFFIXES)


def find(
    folder: Path,
    rules: KnownRules | None = None,
    outside: Iterable[Path] = (),
    *,
    is_guarded: bool = True,
) -> Project:
    """The project in `folder`: its root, its content folder, or any folder with sources.

    A configuration applies if `folder` is the folder that holds it or its `content`; any other
    folder is a separate project. Raises `ObverseError` if there is no such folder,
    `BadConfigurationError`, and `OutsideError` unless it `is_guarded` no more. `rules` are what the
    configuration may name; without them, anything. `outside` is what the command line allows.
    """
    project = _found(folder, rules)._replace(outside=tuple(map(_real, outside)))
    if is_guarded:
        bounds = project.bounds
        for name, path in project.doors():
            project.inside(path, name, bounds)
    return project


def _found(folder: Path, rules: KnownRules | None) -> Project:
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
        if root == folder or _real(content) == str(resolved):
            return Project(root, found, content)
        break
    return Project(folder, Settings(), folder)


def _real(path: str | Path) -> str:
    """The path with its links followed; as it is if it cannot be one."""
    try:
        return os.path.realpath(path)
    except ValueError:
        return ascii(str(path)).strip("'")


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

            if not Project(root, Settings(), root).is_inside(path):  # not a line of it is shown
                raise OutsideError(f"`{path.name}`", path) from None
            raise BadConfigurationError(of_text_error(str(path), fault)) from None
        if found is not None:
            return found
    return None
