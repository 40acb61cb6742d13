"""All that goes into a build, and what came out of it, beside what the last build left of both."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from obverse.incremental import stamp
from obverse.incremental.make import Last
from obverse.incremental.stamp import Files, Packages, Sources, Stamp
from obverse.machine import files, version
from obverse.project.project import Project

if TYPE_CHECKING:  # a build that has nothing to do imports nothing that compiles
    from obverse.incremental.outcome import Outcome
    from obverse.values.diagnostic import Diagnostic


class Inputs:
    """What shapes a build; to be made and used only by who holds the build folder.

    `last` is the stamp of the last build, `sources` are read when they are asked for.
    """

    def __init__(self, project: Project, package: Path, deck: str | None, *, retire: bool) -> None:
        """Look at all files; `retire` is never nothing to do."""
        self._project, self._package = project, package
        self._tick = files.tick(project.build)
        self.last = stamp.read(project.cache)
        own = (project.settings, str(package.resolve()), deck, retire)
        self._about = f"{own!r}\n{version.listing()}"
        self.sources = Sources(project.paths(), self.last.sources)
        self._others = self._files(self.last.others)
        self._before = self._packages()
        is_same = not retire and self.last.about == self._about
        self._is_same = is_same and not self._others.changed()
        self._changed = self.sources.changed() if self._is_same else []

    @property
    def are_same(self) -> bool:
        """Whether a build would only make again the package that is there."""
        return self._is_same and not self._changed and not self._before.changed()

    def edited(self) -> Last | None:
        """What the last build left, where sources were edited since and nothing else is other."""
        last = self.last.sources
        if not self._is_same or not {*self._changed} <= last.keys() & self.sources.keys():
            return None
        lock = self.last.others[self._project.key_of(self._project.lock)].digest
        return Last(lock, {path: last[path].digest for path in self._changed})

    def refresh(self) -> None:
        """Where nothing is other: keep how the files look now, so that they need not be read."""
        packages, tick = self._before.keep(self._tick), self._tick
        sources, others = self.sources.keep(tick), self._others.keep(tick)
        fresh = replace(self.last, packages=packages, sources=sources, others=others)
        if fresh != self.last:
            stamp.leave(self._project.cache, fresh)

    def sweep(self) -> None:
        """Delete what a killed build left half-written."""
        for path in (self._package, self._project.lock, self._project.cache / stamp.NAME):
            files.sweep(path)

    def leave(self, outcome: "Outcome", lock: str, told: "Sequence[Diagnostic]") -> None:
        """Keep what a build came from and what it wrote.

        `lock` is the digest of its lock, `told` are the findings that are to be judged again.
        """
        from obverse.incremental.make import keep

        project = self._project
        if project.read_lock() != outcome.lock:
            return  # it was changed meanwhile, so the next build has something to do
        below = f"{project.root}{os.sep}"
        shown = sorted({path.removeprefix(below) for path in outcome.media.values()})
        others = self._files(shown, {project.key_of(project.lock): lock})
        others.digest()  # which takes longer than a tick where it is much
        tick = files.tick(project.build)
        left = Stamp(
            self._about,
            self._packages().keep(tick),
            self.sources.keep(self._tick),
            others.keep(tick),
            outcome.linked.notes,
            tuple(told),
        )
        stamp.leave(project.cache, left)
        keep(project, outcome, lock)

    def _files(self, names: Iterable[str], digests: dict[str, str] | None = None) -> Files:
        """The files that shape a build and are no sources: the lock, media, and how notes look."""
        root = str(self._project.root)
        paths = {name: os.path.join(root, name) for name in names}  # noqa: PTH118
        paths[self._project.key_of(self._project.lock)] = str(self._project.lock)
        return Files(paths | self._project.looks(), self.last.others, digests)

    def _packages(self) -> Packages:
        name = os.path.abspath(self._package)  # noqa: PTH100
        return Packages({name: name}, self.last.packages)
