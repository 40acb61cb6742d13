"""What the last build spares this one: what goes into both, and what came out of the last."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from obverse.incremental import stamp
from obverse.incremental.guard import or_nothing
from obverse.incremental.stamp import Files, Packages, Sources, Stamp
from obverse.machine import files, parts, version
from obverse.project.job import Job
from obverse.project.looks import looks
from obverse.project.project import Project

if TYPE_CHECKING:  # a build that has nothing to do imports nothing that compiles
    from obverse.build import Built
    from obverse.incremental.linked import Linked, Outcome
    from obverse.link.output import Output
    from obverse.values.diagnostic import Diagnostic


class Same(NamedTuple):
    """A build that has nothing to do: how many notes the package has, and what was reported."""

    notes: int
    diagnostics: "Sequence[Diagnostic]"


_NO_PROSE: frozenset[str] = frozenset()


class Answer:
    """What shapes a build, and what the last one left. After a fault each answer is `None`."""

    def __init__(
        self,
        project: Project,
        package: Path,
        deck: str | None,
        *,
        retire: bool,
        paths: Mapping[str, str] | None = None,
    ) -> None:
        """Look at all files; `paths` are those of the sources, where they are known."""
        self._project, self._package, self._retire = project, package, retire
        self.is_faulty = False
        self._outcome: Outcome | None = None
        self._written = ""  # the digest of its lock
        self._tick = files.tick(project.build)
        self._last = stamp.read(project.cache)
        own = (project.settings, str(package.resolve()), deck, retire)
        self._about = f"{own!r}\n{version.listing()}"
        self._sources = Sources(project.paths() if paths is None else paths, self._last.sources)
        self._others = self._files(self._last.others)
        self._before = self._packages()
        is_same = not retire and self._last.about == self._about
        self._is_same = is_same and not self._others.changed() and not self._has_appeared()
        self._changed = self._sources.changed() if self._is_same else []

    @or_nothing
    def sources(self) -> Mapping[str, bytes]:
        """The sources, each read when it is asked for."""
        return self._sources

    @or_nothing
    def read(self) -> Mapping[str, bytes]:
        """All sources, each read but once, so that what is kept of it is of what was built."""
        return dict(self._sources)

    @or_nothing
    def wrote(self, lock: bytes | None) -> bool:
        """Whether this is the lock that the last build wrote."""
        known = self._last.others.get(self._project.key_of(self._project.lock))
        return bool(lock and known and known.digest == files.digest(lock))

    @or_nothing
    def same(self) -> Same | None:
        """What the last build made, where this one would only make it again."""
        if not self._is_same or self._before.changed():
            return None
        if not all(map(self._is_prose, self._changed)):
            return None
        self._refresh()
        return Same(self._last.notes, self._last.diagnostics)

    def _has_appeared(self) -> bool:
        """Whether there is a page now that a source named when there was none."""
        if not self._last.missing:
            return False
        from obverse.project.page_files import PageFiles
        from obverse.values.source import Place

        pages = PageFiles(self._project)
        return any(pages.find(target, Place(path)) for path, target in self._last.missing)

    def _is_prose(self, path: str) -> bool:
        """Whether a source is a note of prose that was one before: no note is other for it."""
        if path not in self._last.prose or path not in self._sources:
            return False
        from obverse.compile.prose import is_prose

        # Only the tables are told apart by where they are, and none of them is prose.
        return is_prose(path, self._sources.read(path), self._project.settings.cards)

    def _refresh(self) -> None:
        """Keep how the files look now, so that they need not be read."""
        packages, tick = self._before.keep(self._tick), self._tick
        sources, others = self._sources.keep(tick), self._others.keep(tick)
        fresh = self._last._replace(packages=packages, sources=sources, others=others)
        if fresh != self._last:
            stamp.leave(self._project.cache, fresh)

    @or_nothing
    def edited(self, job: Job, meanwhile: Callable[[], object] | None = None) -> "Output | None":
        """The build of what an edit can touch, where that is not everything.

        `meanwhile` is called while another process compiles, if one does.
        """
        last, project = self._last.sources, self._project
        if not self._is_same or not {*self._changed} <= last.keys() & self._sources.keys():
            return None
        from obverse.incremental.make import Last, make_edit, output

        for path in self._changed:
            self._sources.read(path)  # before another process compiles: this is what will be kept
        lock = self._last.others[project.key_of(project.lock)].digest
        known = Last(lock, {path: last[path].digest for path in self._changed})
        made = make_edit(job, self._sources, known, meanwhile)
        self._outcome = made and made.left
        return made and output(project, made)

    @or_nothing
    def write(self, write: Callable[[], None]) -> bool:
        """Write the build of an edit, and say whether that could be done."""
        from obverse.formats.apkg.amend import CannotAmendError
        from obverse.machine.threads import beside

        self.forget()
        with beside(self._digest) as digest:
            try:
                write()
            except CannotAmendError:
                return False
            self._written = digest()
        return True

    def _digest(self) -> str:
        """The digest of the lock that an edit leaves."""
        return files.digest(self._outcome.lock) if self._outcome else ""

    @or_nothing
    def keep(self) -> Path:
        """The folder for what a whole build is to keep of its package; lets go of the sources."""
        from obverse.incremental.make import package_folder

        self._sources.release()
        return package_folder(self._project)

    @or_nothing
    def forget(self) -> None:
        """Know nothing of the last build from here on: what it wrote is about to change."""
        from obverse.incremental import state

        parts.sweep(self._project.cache)
        state.forget(self._project.cache)

    @or_nothing
    def leave(
        self, built: "Built | None", shown: "Sequence[Diagnostic]", *, is_whole: bool = True
    ) -> None:
        """Keep what was built for the next build: of an edit, or all that is `built`.

        `shown` are the findings that are to be judged again. Unless the package `is_whole` it was
        not written, so the next build has something to do.
        """
        from obverse.incremental.linked import of_all
        from obverse.incremental.make import keep

        project = self._project
        policy = project.settings.duplicates
        outcome = of_all(built, policy, retired=self._retire) if built else self._outcome
        if not outcome or project.read_lock() != outcome.lock:
            return  # it was changed meanwhile, so the next build has something to do
        below = f"{project.root}{os.sep}"
        media = sorted({path.removeprefix(below) for path in outcome.linked.read_media})
        lock = files.digest(outcome.lock) if built else self._written
        others = self._files(media, {project.key_of(project.lock): lock})
        if others.gone():
            return
        others.distrust(self._tick)
        others.digest()  # which takes longer than a tick where it is much
        tick = files.tick(project.build)
        is_mixed = not project.settings.cards.is_headings
        left = Stamp(
            self._about,
            self._packages().keep(tick) if is_whole else {},
            self._sources.keep(self._tick),
            others.keep(tick),
            outcome.linked.notes,
            tuple(shown),
            frozenset(_prose(outcome.linked)) if is_mixed else _NO_PROSE,
            tuple(outcome.linked.missing),
        )
        stamp.leave(project.cache, left)
        keep(project, outcome, lock)

    def _files(self, names: Iterable[str], digests: dict[str, str] | None = None) -> Files:
        """The files that shape a build and are no sources: the lock, media, and how notes look."""
        root = str(self._project.root)
        paths = {name: os.path.join(root, name) for name in names}  # noqa: PTH118
        # The lock by its own path, which may be spelled in another Unicode form than its key.
        paths[self._project.key_of(self._project.lock)] = str(self._project.lock)
        return Files(paths | looks(self._project), self._last.others, digests)

    def _packages(self) -> Packages:
        name = os.path.abspath(self._package)  # noqa: PTH100
        return Packages({name: name}, self._last.packages)


def _prose(linked: "Linked") -> Iterator[str]:
    """The sources of which nothing came, and that are not left out."""
    from obverse.incremental.linked import bare_paths

    return (path for path, reason in bare_paths(linked.bare).items() if not reason)
