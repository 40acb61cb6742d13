"""A session of an editor: the texts that are open in it, and the projects that they belong to.

All of it is asked by one thread. Looks at projects go on in another one: see `look_at`.
"""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from lsprotocol import types
from pygls.uris import to_fs_path

from obverse.check.review import Wanted
from obverse.errors import ObverseError
from obverse.live.live_project import Asking, LiveProject, Snapshot
from obverse.lsp.diagnostics import of_configuration, published
from obverse.lsp.held_project import Alone, HeldProject
from obverse.lsp.texts import ColumnUnits, OpenText
from obverse.project.project import CONFIGURATIONS, Project
from obverse.project.project_of_note import NotASourceError, project_of_note
from obverse.project.settings import Settings
from obverse.values.outline import Outline


class Opening(NamedTuple):
    """How a project is opened, the time, and which findings are wanted: as commands do it."""

    project: Callable[[Path], Project]
    now: Callable[[], int]
    wanted: Callable[[Project], Wanted]


class About(NamedTuple):
    """What a request is about: a source of a project that was seen whole.

    `text` is as the editor has it now, and `alone` what was linked of it; `units` are those of
    columns, `client` is what the editor can do.
    """

    held: HeldProject
    seen: Snapshot
    key: str
    text: OpenText
    alone: Alone
    units: ColumnUnits
    client: types.ClientCapabilities

    @property
    def project(self) -> Project:
        """The project."""
        return self.seen.project

    @property
    def outline(self) -> Outline:
        """What the lines of the text are."""
        return self.alone.compiled.outline

    def at(self, position: types.Position) -> tuple[int, int]:
        """(line, characters before it) of a position, both from zero."""
        line = min(position.line, len(self.text.lines) - 1)
        return line, self.units.characters(self.text.lines[line], position.character)


def look_at(held: Sequence[HeldProject]) -> list[HeldProject]:
    """Look at projects again; those that are other than they were, to be taken (`Session.take`)."""
    return [each for each in held if each.live.look() is not None]


class Session:
    """What is open, and what was said of it."""

    def __init__(
        self, opening: Opening, units: ColumnUnits, client: types.ClientCapabilities
    ) -> None:
        """Nothing is open."""
        self.held: list[HeldProject] = []
        self.said: list[str] = []
        self._opening, self._units, self._client = opening, units, client
        self._texts: dict[str, OpenText] = {}
        self._sources: dict[str, tuple[HeldProject, str] | None] = {}
        self._shown: dict[tuple[Path, str], types.PublishDiagnosticsParams] = {}
        self._faults: dict[Path, str] = {}
        self._failed: set[str] = set()

    def update(self, texts: Mapping[str, OpenText | None]) -> list[types.PublishDiagnosticsParams]:
        """Take texts that were opened, changed or (`None`) closed; what is to be shown of them."""
        shown: list[types.PublishDiagnosticsParams] = []
        for uri, text in texts.items():
            if text is None:
                self._close(uri)
                continue
            self._texts[uri] = text
            if uri not in self._sources or uri in self._failed:
                shown += self._find(uri)
            if source := self._sources[uri]:
                held, key = source
                held.lay(key, text)
                shown += self._publish(held, key)
        return shown

    def take(self, held: HeldProject) -> list[types.PublishDiagnosticsParams]:
        """Take what a look saw of a project; what is to be shown of all its files."""
        held.take()
        before = {key for root, key in self._shown if root == held.root}
        shown: list[types.PublishDiagnosticsParams] = []
        for key in sorted(held.paths() | before):
            shown += self._publish(held, key)
        return [*shown, *self._fault(held)]

    def find_again(self) -> list[types.PublishDiagnosticsParams]:
        """Look again for the projects of texts that were not sources: a file may be saved now."""
        missing = [uri for uri, source in self._sources.items() if source is None]
        for uri in missing:
            del self._sources[uri]
        return self.update({uri: self._texts[uri] for uri in missing})

    def asked(self, uri: str) -> About | None:
        """What a request about a text is about; nothing where it is not a source."""
        source = self._sources.get(uri)
        if not source or uri not in self._texts:
            return None
        held, key = source
        alone, seen = held.alone(key), held.snapshot
        if not alone or not seen:
            return None
        return About(held, seen, key, self._texts[uri], alone, self._units, self._client)

    @property
    def units(self) -> ColumnUnits:
        """What columns count."""
        return self._units

    def _close(self, uri: str) -> None:
        self._texts.pop(uri, None)
        self._failed.discard(uri)
        if source := self._sources.pop(uri, None):
            source[0].lay(source[1], None)

    def _find(self, uri: str) -> list[types.PublishDiagnosticsParams]:
        """Find the project of a text, and look at it if it was not held yet.

        One that cannot be opened is tried again when the text is edited.
        """
        self._sources[uri] = None
        self._failed.discard(uri)
        name = to_fs_path(uri) if uri.startswith("file:") else None
        if name is None:
            return []
        path = Path(name)
        for held in self.held:
            if (key := _key(held, path)) is not None:
                self._sources[uri] = held, key
                return []
        try:
            project, _, key = project_of_note(path, self._opening.project)
        except NotASourceError:
            return []
        except (ObverseError, OSError) as fault:
            self._failed.add(uri)
            self._say(path.parent, str(fault))
            return []
        return self._join(uri, project.root, key) if _is_meant(project) else []

    def _join(self, uri: str, root: Path, key: str) -> list[types.PublishDiagnosticsParams]:
        """Have a text be a source of the project in a folder, which is opened if it was not."""
        text = self._texts[uri]
        for held in self.held:
            if held.root == root:  # the file is new, and the next look sees it
                self._sources[uri] = held, key
                held.lay(key, text)
                return []
        made = self._opened(root)
        self._sources[uri] = made, key
        made.lay(key, text)
        gc.disable()  # values of a whole project come at once, and stay
        made.live.look()
        shown = self.take(made)
        gc.collect()
        gc.freeze()
        gc.enable()
        self.held.append(made)
        return shown

    def _opened(self, root: Path) -> HeldProject:
        opening = self._opening
        asking = Asking(partial(opening.project, root), opening.now, opening.wanted)
        return HeldProject(LiveProject(asking), root)

    def _publish(self, held: HeldProject, key: str) -> Iterator[types.PublishDiagnosticsParams]:
        """What is to be shown of a file, if that is not shown already."""
        try:
            made = published(held, key, self._units)
        except (ObverseError, OSError):  # as of a folder that is gone: what is shown stays
            return
        owner = self._sources.get(made.uri)
        if not owner or owner[0] is held:  # not of a project within this one
            yield from self._show(held.root, key, made)

    def _show(
        self, root: Path, key: str, made: types.PublishDiagnosticsParams
    ) -> Iterator[types.PublishDiagnosticsParams]:
        was = self._shown.get((root, key))
        if made != was and (was or made.diagnostics or made.version is not None):
            self._shown[root, key] = made
            yield made

    def _fault(self, held: HeldProject) -> Iterator[types.PublishDiagnosticsParams]:
        """Say why a project cannot be seen as it is, once."""
        fault = held.live.fault
        if found := held.fault():
            made = of_configuration(found, held.root)
            yield from self._show(held.root, Path(found.place.path).name, made)
        elif fault:
            self._say(held.root, f"{fault.message}. {fault.hint or ''}".strip())
        else:
            self._faults.pop(held.root, None)

    def _say(self, root: Path, message: str) -> None:
        if self._faults.get(root) != message:
            self._faults[root] = message
            self.said.append(message)


def _key(held: HeldProject, path: Path) -> str | None:
    """The key of the source at a path; `None` if it is not a source of the project.

    A project that is within another one has its own sources.
    """
    root = held.root.absolute()
    if not held.snapshot or not path.is_relative_to(root):
        return None
    below = path.relative_to(root).parents
    if any((root / each / CONFIGURATIONS[0][0]).is_file() for each in below if each.name):
        return None
    key = held.snapshot.project.key_of(path)
    return key if key in held.snapshot.sources else None


def _is_meant(project: Project) -> bool:
    """Whether somebody made a project of this folder: it has a configuration, or a lock."""
    return project.settings != Settings() or any(
        each.is_file() for each in (project.root / CONFIGURATIONS[0][0], project.lock)
    )
