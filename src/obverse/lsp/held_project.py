"""A project that is held open for an editor, with the editor's texts laid over its files."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from obverse.build import Built
from obverse.errors import TextError
from obverse.link.plan import Change, plan
from obverse.live.live_project import LiveProject, Snapshot
from obverse.lsp.edited_findings import OfWhole, of_whole
from obverse.lsp.texts import OpenText, editor_lines
from obverse.project.project import BadConfigurationError, Project
from obverse.values.compiled import Compiled
from obverse.values.diagnostic import Diagnostic
from obverse.values.source import decode


class Alone(NamedTuple):
    """A source that was linked alone, from these bytes, and what was found in it."""

    raw: bytes
    built: Built
    findings: tuple[Diagnostic, ...]

    @property
    def compiled(self) -> Compiled:
        """The source."""
        return self.built.compiled[0]

    def changes(self) -> dict[str, Change]:
        """What the next import does with its notes, by guid, but for those that stay."""
        made = plan(self.built.identity, self.built.deduped.merges, self.built.before)
        return {each.known.guid: each for each in made.changes}


class HeldProject:
    """A project, and the texts of it that are open, by the keys of their sources.

    Everything here is asked by one thread, which takes what a look saw when that is over:
    another one may look meanwhile (`LiveProject.look`).
    """

    def __init__(self, live: LiveProject, root: Path) -> None:
        """Nothing is open yet, and nothing was looked at."""
        self.live, self.root = live, root
        self.snapshot: Snapshot | None = None
        self.open: dict[str, OpenText] = {}
        self._uris: dict[str, str] = {}
        self._alone: dict[str, Alone] = {}
        self._whole: dict[str, OfWhole] = {}
        self._lines: dict[str, tuple[bytes, list[str]]] = {}
        self._by_path: dict[str, list[Diagnostic]] = {}
        self._linked_with: tuple[bytes, Project] | None = None

    def lay(self, key: str, text: OpenText | None) -> None:
        """Lay an open text over a source, or take it away."""
        self.live.lay(key, raw_of(text) if text else None)
        self.open.pop(key, None)
        if text:
            self.open[key], self._uris[key] = text, text.uri

    def take(self) -> None:
        """Take what the last look saw of the whole project."""
        self.snapshot = seen = self.live.snapshot
        if not seen:
            return
        by_path: dict[str, list[Diagnostic]] = defaultdict(list)
        for each in seen.findings:
            by_path[each.place.path].append(each)
        self._by_path = dict(by_path)
        self._forget_linked(seen)
        self._whole = {key: self._compared(key, seen) for key in self.open if key in seen.sources}

    def _forget_linked(self, seen: Snapshot) -> None:
        """Forget what was linked with another lock, or with other settings."""
        linked_with = seen.built.old_lock, seen.project
        if self._linked_with != linked_with:
            self._alone, self._linked_with = {}, linked_with

    def _compared(self, key: str, seen: Snapshot) -> OfWhole:
        """What the look said of a source besides what it says alone."""
        alone = self._made(key, seen.sources[key])
        lines = lines_in(seen.sources[key])
        return of_whole(lines, self._by_path.get(key, ()), alone.findings)

    def alone(self, key: str) -> Alone | None:
        """A source as its text is now; nothing as long as the project cannot be seen."""
        seen = self.live.snapshot
        if not seen or key not in seen.sources:
            return None
        return self._made(key, raw_of(self.open[key]) if key in self.open else seen.sources[key])

    def _made(self, key: str, raw: bytes) -> Alone:
        was = self._alone.get(key)
        if was and was.raw == raw:
            return was
        self._alone[key] = made = Alone(raw, *self.live.of_source(key, raw))
        return made

    def sources(self) -> Iterator[Compiled]:
        """All sources, those that are open as their texts are now."""
        for each in self.snapshot.built.compiled if self.snapshot else ():
            now = self.alone(each.path) if each.path in self.open else None
            yield now.compiled if now else each

    def lines(self, key: str) -> Sequence[str]:
        """The lines of a file of the project: as they are open, or else as a source was read."""
        if key in self.open:
            return self.open[key].lines
        raw = self.snapshot.sources.get(key, b"") if self.snapshot else b""
        if self._lines.get(key, (None,))[0] is not raw:
            self._lines[key] = raw, lines_in(raw)
        return self._lines[key][1]

    def path(self, key: str) -> Path:
        """Where a file is that a finding names."""
        seen = self.snapshot
        return Path(seen.found.paths[key]) if seen and key in seen.found.paths else self.root / key

    def uri(self, key: str) -> str:
        """The address of a file: that by which the editor knows it, if it was ever open."""
        return self._uris.get(key) or self.path(key).absolute().as_uri()

    def findings(self, key: str) -> tuple[Diagnostic, ...]:
        """What is found in a file, with its text as it is now."""
        if key not in self.open:
            return tuple(self._by_path.get(key, ()))
        seen = self.snapshot
        if not seen or key not in seen.sources:
            return ()
        if key not in self._whole:  # it was opened after the look
            self._whole[key] = self._compared(key, seen)
        alone = self._made(key, raw_of(self.open[key]))
        return self._whole[key].with_own(alone.findings, self.lines(key))

    def paths(self) -> set[str]:
        """The files in which something was found, and those that are open."""
        return {*self._by_path, *self.open}

    def fault(self) -> Diagnostic | None:
        """The finding in the configuration that kept the last look from seeing the project."""
        fault = self.live.fault
        return fault.diagnostic if isinstance(fault, BadConfigurationError) else None


def raw_of(text: OpenText) -> bytes:
    """The bytes that a text would be saved as."""
    return text.text.encode("utf-8", "surrogatepass")


def lines_in(raw: bytes) -> list[str]:
    """The lines of a file's bytes, whatever is wrong with them."""
    try:
        return editor_lines(decode(raw))
    except TextError:
        return editor_lines(raw.decode(errors="replace"))
