"""A project: the folder with sources, its settings, and the paths of everything in it."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from obverse.errors import ObverseError, TextError
from obverse.machine import files, paths
from obverse.project import settings
from obverse.project.find_sources import Bounds, FoundSources, find_sources
from obverse.project.settings import KnownRules, Settings

if TYPE_CHECKING:  # not imported by a build that has nothing to do
    from obverse.project.adopted_media import AdoptedMedia
    from obverse.values.diagnostic import Diagnostic
    from obverse.values.render_settings import RenderSettings

NOTE_TYPES, DRAWINGS, MEDIA = "note-types", ".obverse_cache", "media"  # files of imported decks
ADOPTED = ".media"  # the suffix of the list of their names, next to the lock
FIELDS = ".fields"  # likewise, of what notes of imported decks had in their fields
BASE = ".base"  # likewise, of what a deck said when it was last imported
LOCK = "obverse.lock"
WITH_LOCK = (ADOPTED, FIELDS, BASE)  # suffixes of all files next to the lock, which move with it
_RENDERED = ("tags_only", "include", "decks", "breaks")  # settings that compiling takes as they are
CONFIGURATIONS = (("obverse.toml", ()), ("pyproject.toml", ("tool", "obverse")))


class BadConfigurationError(ObverseError):
    """A configuration that cannot be used, as the diagnostic to show."""

    def __init__(self, diagnostic: "Diagnostic") -> None:
        """Keep the finding."""
        super().__init__(str(diagnostic))
        self.diagnostic = diagnostic


class Project(NamedTuple):
    """`root` is the folder of the configuration; `content` holds the sources.

    Of a list of folders `content` is the first: an import writes there. `outside` are files and
    folders outside the project that the command line allows.
    """

    root: Path
    settings: Settings
    content: Path
    outside: tuple[str, ...] = ()

    @property
    def contents(self) -> tuple[Path, ...]:
        """The folders with the sources."""
        return (self.content, *(self.root / name for name in self.settings.folders[1:]))

    @property
    def base(self) -> Path:
        """The folder that holds the lock, and that globs and the decks of folders are seen from."""
        return self.content if isinstance(self.settings.content, str) else self.root

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
            raise _outside(what or f"`{self.shown(path)}`", path)
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
        return self.root / self.settings.lock if self.settings.lock else self.base / LOCK

    @property
    def locks_before(self) -> tuple[Path, ...]:
        """Where the lock would be if `content` were a list and is not, or the reverse."""
        if self.settings.lock:
            return ()
        others = dict.fromkeys(each / LOCK for each in (*self.contents, self.root))
        return tuple(each for each in others if paths.real_path(each) != paths.real_path(self.lock))

    def doors(self) -> Iterator[tuple[str, Path]]:
        """The paths that the configuration names, each with what it is, and where caches are."""
        settings = self.settings
        derived = [("the package", self.package), ("the cache", self.cache)]
        derived += ((f"`{name}`", self.root / name) for name, _ in CONFIGURATIONS)
        for name, path in zip(settings.folders, self.contents, strict=True):
            yield f'`content = "{name}"`', path
        yield f'`build = "{settings.build}"`', self.build
        if settings.lock:
            yield f'`lock = "{settings.lock}"`', self.lock
        else:
            derived += (("the lock", path) for path in (self.lock, *self.locks_before))
        # What is in a folder that is inside leads out only if it is a link itself.
        yield from (door for door in derived if os.path.islink(door[1]))  # noqa: PTH114
        if settings.style:
            from obverse.project import styles

            if not styles.is_word(settings.style):
                yield f'`style = "{settings.style}"`', styles.file_of(self.root, settings.style)

    def shown(self, path: Path) -> str:
        """A path as the author would type it: relative to the current folder if it is below it."""
        return paths.shown(path)

    def find_sources(self, is_table: Callable[[str], bool] | None = None) -> FoundSources:
        """The sources, and what is left out; `is_table` as in `Bounds`. Raises `ObverseError`."""
        bounds, named = self.bounds, self.settings.cards
        return find_sources(
            Bounds(
                root=str(self.root),
                base=str(self.base),
                folders=tuple(map(str, self.contents)),
                build=str(self.build),
                include=self.settings.include,
                exclude=self.settings.exclude,
                within=bounds,
                is_inside=lambda path: self.is_inside(path, bounds),
                outside=lambda path: _outside(f"`{self.shown(Path(path))}`", path),
                is_table=is_table or (named.names_table if named.tables else None),
            )
        )

    def paths(self) -> dict[str, str]:
        """The paths of the sources by key, in a fixed order. Raises `ObverseError`."""
        return self.find_sources().paths

    def key_of(self, path: Path) -> str:
        """The path of a source as the lock stores it: below the root, with `/`, in NFC."""
        return paths.composed(paths.relative(path, self.root))

    def read(self, paths: Mapping[str, str] | None = None) -> dict[str, bytes]:
        """The bytes of all sources by key, or of those at these `paths`. Raises `ObverseError`."""
        found = self.paths() if paths is None else paths
        return {key: files.read_regular(path) for key, path in found.items()}

    def read_lock(self) -> bytes:
        """The bytes of the lock, empty if there is no lock yet. Raises `ObverseError`."""
        return files.read_regular(lock) if os.path.lexists(lock := self.lock_now) else b""

    def lock_there(self) -> bytes | None:
        """The bytes of the lock; `None` if there is none, or a link that leads to no file."""
        is_lost = not os.path.exists(lock := self.lock_now)  # noqa: PTH110  # raises nothing
        return None if is_lost else files.read_regular(lock)

    @property
    def lock_now(self) -> Path:
        """Where the lock is: not moved yet, where `content` became a list or is one no longer.

        Raises `ObverseError` where several folders have one.
        """
        return self._there(self.lock, self.locks_before)

    def beside_lock(self, suffix: str) -> Path:
        """Where a file is that goes with the lock, one of `WITH_LOCK`: not moved yet, or moved."""
        before = (path.with_suffix(suffix) for path in self.locks_before)
        return self._there(self.lock.with_suffix(suffix), before)

    def _there(self, path: Path, before: Iterable[Path]) -> Path:
        if os.path.lexists(path):
            return path
        found = [each for each in before if os.path.lexists(each)]
        if len(found) > 1:
            shown = " and ".join(f"`{self.shown(each)}`" for each in found)
            message = f"there is more than one lock for this project: {shown}"
            hint = (
                f"move one of them to `{self.shown(path)}`; `obverse lock --restore PACKAGE` then"
            )
            raise ObverseError(message, f"{hint} adds the notes of the other from its package")
        return found[0] if found else path

    def adopted_media(self) -> "tuple[AdoptedMedia, tuple[Diagnostic, ...]]":
        """The names of the files of imported decks, and what is wrong with the list of them."""
        from obverse.project.adopted_media import NO_NAMES, read

        if not (path := self.beside_lock(ADOPTED)).exists():
            return NO_NAMES, ()
        return read(files.read(self.inside(path)), self.key_of(path))

    @property
    def rendering(self) -> "RenderSettings":
        """What the settings say about compiling a source."""
        from obverse.values.render_settings import RenderSettings

        settings, base = self.settings, self.key_of(self.base)
        made = RenderSettings(
            *(settings.html == "trust", frozenset(dict(settings.diagrams))),
            cards=settings.cards.below(base),
            base="" if base == "." else base,
            **{name: getattr(settings, name) for name in _RENDERED},
            embeds=True,
        )
        if settings.context or settings.source:
            from obverse.project.what_cards_carry import carrying

            made = carrying(made, self.root, settings.context, settings.source, self.base)
        return made


def find(
    folder: Path,
    rules: KnownRules | None = None,
    outside: Iterable[Path] = (),
    *,
    is_guarded: bool = True,
) -> Project:
    """The project in `folder`: its root, its content folder, or any folder with sources.

    A configuration applies if `folder` is the folder that holds it or one of its `content`; any
    other folder is a separate project. Raises `ObverseError` if there is no such folder,
    `BadConfigurationError`, and `OutsideError` unless it `is_guarded` no more. `rules` are what the
    configuration may name; without them, anything. `outside` is what the command line allows.
    """
    project = _found(folder, rules)._replace(outside=tuple(map(paths.real_path, outside)))
    if is_guarded:
        bounds = project.bounds
        for name, path in project.doors():
            project.inside(path, name, bounds)
    return project


def _outside(what: str, path: str | Path) -> ObverseError:
    from obverse.project.outside import OutsideError

    return OutsideError(what, path)


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
        if (found := _configuration(root, rules)) is None:
            continue
        contents = [root / name for name in found.folders]
        if root == folder or str(resolved) in map(paths.real_path, contents):
            return Project(root, found, contents[0])
        break
    return Project(folder, Settings(), folder)


def _configuration(root: Path, rules: KnownRules | None) -> Settings | None:
    for name, table in CONFIGURATIONS:
        if not (path := root / name).is_file():
            continue
        from obverse.values.source import decode

        try:
            found = settings.read(decode(files.read(path)), table=table, rules=rules)
        except TextError as fault:
            from obverse.values.diagnostic import of_text_error

            if not Project(root, Settings(), root).is_inside(path):  # not a line of it is shown
                raise _outside(f"`{path.name}`", path) from None
            raise BadConfigurationError(of_text_error(str(path), fault)) from None
        if found is not None:
            return found
    return None
