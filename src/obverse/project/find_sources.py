"""Find sources: one walk through the folders of a project, and what it leaves out on the way."""

import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from obverse.errors import ObverseError
from obverse.machine import paths
from obverse.project import left_out
from obverse.project.left_out import LeftOut
from obverse.values.card_settings import TABLE_SUFFIXES

if TYPE_CHECKING:  # a build of a plain folder needs neither
    from obverse.machine.globs import Globs, States
    from obverse.project.vault import Vault, VaultFault

SUFFIXES = (".md", ".markdown")
_VAULT = ".obsidian"
_ENVIRONMENT = "pyvenv.cfg"  # PEP 405


class Bounds(NamedTuple):
    """Where and what to look for.

    `root` is the project's, `base` the folder that globs are seen from, `build` the folder for the
    package. `within` are real folders that a vault may be looked for in. `is_inside` says whether a
    path may be read; `outside` is the error for one that may not. `is_table` says of a path below
    the `base` whether it is a table and a source; `None` if none is.
    """

    root: str
    base: str
    folders: tuple[str, ...]
    build: str
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    within: tuple[str, ...]
    is_inside: Callable[[str], bool]
    outside: Callable[[str], ObverseError]
    is_table: Callable[[str], bool] | None = None


class FoundSources(NamedTuple):
    """The paths of the sources by key, what was left out, and settings that cannot be read."""

    paths: dict[str, str]
    left_out: tuple[LeftOut, ...]
    faults: "tuple[VaultFault, ...]"


class _Here(NamedTuple):
    """A folder on the way: what is known of it from those above it.

    `key` ends with `/`, or is empty for the root. `reason` is why all that is in it is left out.
    The path of a file in the `vault` is `before`, and its key from `after` on.
    """

    path: str
    key: str
    real: str
    include: "States" = ()
    exclude: "States" = ()
    reason: str = ""
    vault: "Vault | None" = None
    before: str = ""
    after: int = 0

    def in_vault(self, key: str) -> str:
        """The path of a file below its vault."""
        return f"{self.before}{key[self.after :]}"


def is_source(name: str) -> bool:
    """Whether a file is a source, by its name; `A.MD` is one, as on a system that ignores case."""
    return name.lower().endswith(SUFFIXES)


def is_table(name: str) -> bool:
    """Whether a file is a table, by its name."""
    return name.lower().endswith(TABLE_SUFFIXES) and not name.rpartition("/")[2].startswith(".")


def find_sources(bounds: Bounds) -> FoundSources:
    """The sources below the folders, in a fixed order, folder by folder, each once.

    If the names of two files are two spellings of one name (`paths.composed`), the key of the
    second is its own spelling, which no source may have. Raises `ObverseError` where one of
    several folders is missing, and for a file that is a link and leads out of the project.
    """
    walk = _Walk(bounds)
    for folder in bounds.folders:
        if len(bounds.folders) > 1 and not os.path.isdir(folder):  # noqa: PTH112  # raises nothing
            hint = "make the folder, or remove it from `content`"
            message = f"`content` names `{paths.shown(folder)}`, which is not a folder"
            raise ObverseError(message, hint)
        walk.enter(folder)
    return walk.result()


class _Walk:
    """The walk, and what it has found."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._found: dict[str, str] = {}
        self._left: dict[str, LeftOut] = {}
        self._faults: list[VaultFault] = []
        self._made = os.path.realpath(bounds.build)
        self._include, self._exclude = _globs(bounds.include), _globs(bounds.exclude)
        self._met: set[str] = set()  # real paths, for folders can overlap

    def result(self) -> FoundSources:
        """All that was found. What one folder leaves out may be another one that is named."""
        if len(self._bounds.folders) > 1:
            for path in [*self._left]:
                if path in self._found or (
                    path.endswith("/") and any(key.startswith(path) for key in self._found)
                ):
                    del self._left[path]
        faults = tuple(dict.fromkeys(self._faults))
        return FoundSources(self._found, tuple(sorted(self._left.values())), faults)

    def enter(self, folder: str) -> None:
        """Walk through a folder that the project names."""
        below = paths.relative(folder, self._bounds.root)
        key = "" if below == "." else f"{below}/"
        way = paths.composed(paths.relative(folder, self._bounds.base)).split("/")
        names = [name for name in way if name != "."]
        include = self._include.at(names) if self._include else ()
        exclude = self._exclude.at(names) if self._exclude else ()
        here = _Here(folder, key, os.path.realpath(folder), include, exclude)
        self._go(self._in_vault_above(here), is_named=True)

    def _in_vault_above(self, here: _Here) -> _Here:
        """The folder, with the vault that it is in, where that begins above it."""
        folder = os.path.abspath(here.path)  # noqa: PTH100
        while (above := os.path.dirname(folder)) != folder:  # noqa: PTH120
            if not paths.stays_in(above, self._bounds.within):
                break
            folder = above
            if os.path.isdir(os.path.join(folder, _VAULT)):  # noqa: PTH112, PTH118
                below = paths.composed(paths.relative(folder, self._bounds.root))
                if below == "." or paths.composed(here.key).startswith(f"{below}/"):
                    after = 0 if below == "." else len(below) + 1
                    here = here._replace(vault=self._vault(folder), after=after)
                else:
                    before = f"{paths.composed(paths.relative(self._bounds.root, folder))}/"
                    here = here._replace(vault=self._vault(folder), before=before)
                # What the project names is meant, whatever the vault says of the whole folder.
                inside = here.in_vault(paths.composed(here.key))
                return here._replace(vault=here.vault and here.vault.meaning(inside))
        return here

    def _vault(self, folder: str) -> "Vault":
        from obverse.project.vault import read_vault

        vault, faults = read_vault(folder, self._bounds.is_inside)
        self._faults += faults
        return vault

    def _go(self, here: _Here, *, is_named: bool) -> None:
        listed = _listed(here.path, self._is_source(here))
        if listed is None or (listed.is_environment and not is_named):
            reason = left_out.UNREADABLE if listed is None else left_out.TOOLS
            self._leave(here.key, reason)
            return
        if listed.has_vault:
            vault = self._vault(here.path)
            here = here._replace(vault=vault, before="", after=len(paths.composed(here.key)))
        links = dict(listed.sources)
        for name in _in_order(links):
            self._take(here, name, is_link=links[name])
        for name in _in_order(listed.folders):
            self._descend(here, name)

    def _is_source(self, here: _Here) -> Callable[[str], bool]:
        """Which names in a folder are sources."""
        if (is_table := self._bounds.is_table) is None:
            return is_source
        below = paths.composed(paths.relative(here.path, self._bounds.base))
        before = "" if below == "." else f"{below}/"
        return lambda name: is_source(name) or is_table(before + paths.composed(name))

    def _descend(self, here: _Here, name: str) -> None:
        """Go into a folder, unless nothing in it can be a source."""
        same = paths.composed(name)
        is_named = self._include is not None and self._include.name(here.include, same)
        below = here._replace(
            path=os.path.join(here.path, name),  # noqa: PTH118  # of thousands
            key=f"{here.key}{name}/",
            real=f"{here.real}{os.sep}{name}",
            include=self._include.step(here.include, same) if self._include else (),
            exclude=self._exclude.step(here.exclude, same) if self._exclude else (),
        )
        reason = self._of_folder(here, below, name, is_named=is_named)
        if reason in left_out.UNCOUNTED:
            self._leave(below.key, reason)
        else:
            self._go(below._replace(reason=reason), is_named=is_named)

    def _of_folder(self, here: _Here, below: _Here, name: str, *, is_named: bool) -> str:
        """Why a folder is left out, with all that is in it."""
        made = self._made
        if name == os.path.basename(made) and os.path.realpath(below.path) == made:  # noqa: PTH119
            return left_out.BUILD
        above = here.key.rstrip("/").rpartition("/")[2]
        unmeant = "" if is_named else left_out.of_folder(name, above)
        if unmeant in left_out.UNCOUNTED or here.reason == left_out.EXCLUDED:
            return unmeant or here.reason
        if self._exclude and self._exclude.match(below.exclude, is_folder=True):
            return left_out.EXCLUDED
        if is_named:
            return ""
        if here.reason or unmeant or not here.vault:
            return here.reason or unmeant
        path = here.in_vault(paths.composed(below.key[:-1]))
        return left_out.TEMPLATE if here.vault.is_template(path) else ""

    def _take(self, here: _Here, name: str, *, is_link: bool) -> None:
        """Take a file, or leave it out."""
        path = f"{here.key}{name}"
        key = paths.composed(path)
        if reason := self._of_file(here, name, key):
            self._leave(key, reason)
            return
        at, real = os.path.join(here.path, name), f"{here.real}{os.sep}{name}"  # noqa: PTH118
        if real in self._met:
            return
        # No folder that is a link is entered, so only the file itself may lead out.
        if is_link and not self._bounds.is_inside(at):
            raise self._bounds.outside(at)
        self._met.add(real)
        self._found[path if key in self._found else key] = at

    def _of_file(self, here: _Here, name: str, key: str) -> str:
        """Why a file is left out."""
        same = paths.composed(name)
        if self._exclude and self._exclude.match(
            self._exclude.step(here.exclude, same), is_folder=False
        ):
            return left_out.EXCLUDED
        if self._include:
            if here.reason != left_out.EXCLUDED and self._include.name(here.include, same):
                return ""
            states = self._include.step(here.include, same)
            if not self._include.match(states, is_folder=False):
                return here.reason or left_out.NOT_INCLUDED
        if here.reason or not here.vault:
            return here.reason or left_out.of_file(name, is_in_root=not here.key)
        if unmeant := left_out.of_file(name, is_in_root=not here.key):
            return unmeant
        return left_out.IGNORED if here.vault.ignores(here.in_vault(key)) else ""

    def _leave(self, path: str, reason: str) -> None:
        self._left.setdefault(path, LeftOut(path, reason))


class _Listed(NamedTuple):
    """What is in a folder: names of folders, (name, whether it is a link) of sources."""

    folders: list[str]
    sources: list[tuple[str, bool]]
    has_vault: bool = False
    is_environment: bool = False


def _listed(folder: str, is_source: Callable[[str], bool]) -> _Listed | None:
    """What is in a folder; `None` if it cannot be read."""
    listed = _Listed([], [])
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    listed.folders.append(entry.name)
                elif is_source(entry.name):
                    is_link = entry.is_symlink()
                    if not (is_link and entry.is_dir()):
                        listed.sources.append((entry.name, is_link))
                elif entry.name == _ENVIRONMENT:
                    listed = listed._replace(is_environment=True)
    except FileNotFoundError:
        return listed
    except (OSError, ValueError):
        return None
    return listed._replace(has_vault=_VAULT in listed.folders)


def _globs(written: tuple[str, ...]) -> "Globs | None":
    if not written:
        return None
    from obverse.machine.globs import Globs

    return Globs(written)


def _in_order(names: Iterable[str]) -> list[str]:
    """Sorted as in NFC, so that cards have one order on every system; NFC before other forms."""
    if all(map(str.isascii, listed := list(names))):
        return sorted(listed)
    return sorted(listed, key=lambda name: ((same := paths.composed(name)), same != name, name))
