"""A live project: sources compiled, linked, reviewed and planned, and what of it changed."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from obverse.build import Built, link
from obverse.check.review import Wanted, review
from obverse.errors import ObverseError
from obverse.languages.media import is_media
from obverse.link.custom_note_types import custom_note_types
from obverse.link.plan import Plan, plan
from obverse.link.read_lock import read_lock
from obverse.link.usable_sources import usable_sources
from obverse.live.changes import Changes, ShownNow, what_changed
from obverse.live.compiling_again import CompiledSources
from obverse.live.disk import Around, Disk, around
from obverse.live.remembered import OF_ONE_SOURCE, RememberedFindings
from obverse.machine import files
from obverse.project.find_sources import FoundSources
from obverse.project.job import Job
from obverse.project.project import Project
from obverse.project.vault_findings import vault_findings
from obverse.values.diagnostic import Diagnostic, in_order
from obverse.values.lock import Lock

if TYPE_CHECKING:
    from obverse.note_types import NoteType


class Asking(NamedTuple):
    """What a live project asks whoever holds it: the project, the time, which findings.

    `deck` and `draws` are those of a job: only who is going to write draws diagrams.
    """

    project: Callable[[], Project]
    now: Callable[[], int]
    wanted: Callable[[Project], Wanted]
    deck: str | None = None
    draws: bool = False


class Snapshot(NamedTuple):
    """A project as it is now: what `build`, `check` and `plan` would say of it."""

    project: Project
    found: FoundSources
    sources: Mapping[str, bytes]
    built: Built
    findings: tuple[Diagnostic, ...]
    plan: Plan


class LiveProject:
    """A project held open. It writes nothing.

    `snapshot` is what was last seen whole; `fault` says why the last look saw less, as with a
    folder that is gone or a configuration that is being written.
    """

    def __init__(self, asking: Asking) -> None:
        """Look at nothing yet."""
        self.snapshot: Snapshot | None = None
        self.fault: ObverseError | None = None
        self._asking = asking
        self._laid: dict[str, bytes] = {}
        self._disk, self._compiled = Disk(), CompiledSources()
        self._remembered = RememberedFindings()
        self._around: Around | None = None
        self._lock: tuple[bytes, Lock, list[Diagnostic]] | None = None
        self._shape: tuple[Project, Mapping[str, NoteType]] | None = None

    def lay(self, path: str, raw: bytes | None) -> None:
        """Lay an editor's unsaved text over a source; `None` takes it away. Seen at a look.

        Another thread may look meanwhile, and sees the texts before or after.
        """
        others = {of: text for of, text in self._laid.items() if of != path}
        self._laid = others if raw is None else {**others, path: raw}

    def edited(self) -> dict[str, bytes]:
        """The sources whose texts are other than in the snapshot, to show them first.

        Nothing where there is more to see than edited texts, or a look is going to fail.
        """
        was = self.snapshot
        try:
            now = was and self._texts(was.found)
        except (ObverseError, OSError):
            return {}
        if not was or not now or now.keys() != was.sources.keys():
            return {}
        return {path: raw for path, raw in now.items() if raw != was.sources[path]}

    def look(self) -> Changes | None:
        """Look again, and say what changed; `None` where that is nothing."""
        before, fault = self.snapshot, self.fault
        try:
            now = self._seen()
            self.fault = None
        except (ObverseError, OSError) as wrong:  # as a file that goes while it is looked at
            self.fault = _told(wrong)
            is_new = fault is None or fault.args != self.fault.args
            return Changes() if is_new else None
        if now is before:
            return Changes() if fault else None
        return what_changed(before and _shown(before), _shown(now))

    def media_paths(self) -> tuple[str, ...]:
        """The files around the sources that a card could show, as the last look saw them."""
        return tuple(path for path in self._around.files if is_media(path)) if self._around else ()

    def _seen(self) -> Snapshot:
        """What is there now: the last snapshot, where nothing is different."""
        project = self._asking.project()
        found = project.find_sources()
        sources = self._texts(found)
        was = self.snapshot
        here = around(project, _media(was))
        if was and (project, found, sources, here) == (*was[:3], self._around):
            return was
        self.snapshot = self._made(project, found, sources, here.lock)
        self._around = here.with_files(_media(self.snapshot))
        return self.snapshot

    def _texts(self, found: FoundSources) -> dict[str, bytes]:
        """The texts of the sources, those of an editor over those of the disk."""
        laid = {path: raw for path, raw in self._laid.items() if path in found.paths}
        return self._disk.read(found.paths) | laid

    def _made(
        self, project: Project, found: FoundSources, sources: Mapping[str, bytes], old_lock: bytes
    ) -> Snapshot:
        built = self._linked(self._job(project), sources, old_lock)
        faults = vault_findings(project, found.faults)
        built = built._replace(diagnostics=in_order((*faults, *built.diagnostics)))
        wanted = self._asking.wanted(project)
        findings = review(project, built, sources, wanted, self._remembered.running)
        planned = plan(built.identity, built.deduped.merges, built.before)
        return Snapshot(project, found, sources, built, findings, planned)

    def _job(self, project: Project) -> Job:
        return Job(project, self._asking.now(), self._asking.deck, draws=self._asking.draws)

    def _linked(self, job: Job, sources: Mapping[str, bytes], old_lock: bytes) -> Built:
        """As `build` does it, from what is compiled already."""
        custom, bad_types = custom_note_types(job.project)
        used, bad_paths = usable_sources(sources, job.project)
        compiled = self._compiled.compiled(job.project, used, custom)
        lock, bad_lines = self._read_lock(job.project, old_lock)
        is_same = self._shape == (job.project, custom)
        last = self.snapshot.built.identity if self.snapshot and is_same else None
        self._shape = job.project, custom
        built = link(job, compiled, custom, lock, old_lock, last=last)
        found = (*bad_types, *bad_paths, *bad_lines, *built.diagnostics)
        return built._replace(diagnostics=in_order(found))

    def _read_lock(self, project: Project, raw: bytes) -> tuple[Lock, list[Diagnostic]]:
        known = self._lock
        if known is None or known[0] != raw:
            known = self._lock = raw, *read_lock(project, raw)
        return known[1:]

    def of_source(self, path: str, raw: bytes) -> tuple[Built, tuple[Diagnostic, ...]]:
        """The cards and findings of one source alone, before those of the whole project.

        Its notes are compared with its own lines of the lock, as where it is built alone. A look
        may go on in another thread.
        """
        assert self.snapshot  # noqa: S101  # whoever asks was shown a project
        project = self.snapshot.project
        custom, _ = custom_note_types(project)
        job = self._job(project)._replace(path=path)
        compiled = self._compiled.of_source(project, (path, raw), custom)
        old_lock = self._around.lock if self._around else b""
        built = link(job, (compiled,), custom, self._read_lock(project, old_lock)[0], old_lock)
        findings = review(project, built, {path: raw}, self._asking.wanted(project), OF_ONE_SOURCE)
        return built, findings


def _media(snapshot: Snapshot | None) -> Iterable[str]:
    return snapshot.built.collection.media.values() if snapshot else ()


def _told(wrong: ObverseError | OSError) -> ObverseError:
    if isinstance(wrong, ObverseError):
        return wrong
    reason, hint = files.why(wrong)
    return ObverseError(f"cannot read the project: {reason}", hint)


def _shown(snapshot: Snapshot) -> ShownNow:
    return ShownNow(snapshot.built, snapshot.findings, snapshot.plan)
