"""Remembered: what rules found in the sources that did not change since, and their lines."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from obverse.check import rules
from obverse.check.review import Running, run_rule, source_lines
from obverse.check.view import Reading
from obverse.values.diagnostic import Diagnostic

if TYPE_CHECKING:
    from obverse.values.note import Note

_NOTHING = Reading((), {}, {})
_T = TypeVar("_T")


class RememberedFindings:
    """The findings of rules that look at one source at a time, by rule and path."""

    def __init__(self) -> None:
        """Nothing was found."""
        self._whole = self._touched = _NOTHING
        self._notes: dict[str, list[Note]] = {}
        self._same: AbstractSet[str] = frozenset()
        self._found: dict[str, Sequence[Diagnostic]] = {}
        self._opened: dict[str, rules.Check] = {}
        self._lines: dict[str, tuple[bytes, Sequence[str]]] = {}
        self.running = Running(self._run, self._split)

    def _split(self, path: str, raw: bytes) -> Sequence[str]:
        """The lines of a source, the same where its text is the same."""
        was = self._lines.get(path)
        if was is None or was[0] != raw:
            self._lines[path] = was = raw, source_lines(path, raw)
        return was[1]

    def _run(self, name: str, reading: Reading) -> Iterable[Diagnostic]:
        """What a rule finds in the whole: it is asked only about what changed."""
        if reading is not self._whole:
            self._begin(reading)
        rule = rules.get(name)
        if rule.check is None or rule.of_project:
            if rule.opened and name not in self._opened:
                self._opened[name] = rule.opened()
            return run_rule(name, reading, self._opened.get(name))
        kept = [each for each in self._found.get(name, ()) if each.place.path in self._same]
        self._found[name] = found = [*kept, *run_rule(name, self._touched)]
        return found

    def _begin(self, reading: Reading) -> None:
        notes: dict[str, list[Note]] = defaultdict(list)
        for note in reading.notes:
            notes[note.place.path].append(note)
        self._lines = {path: self._lines[path] for path in reading.lines}
        was, limits = self._whole, reading.limits == self._whole.limits
        self._same = {
            path
            for path, lines in reading.lines.items()
            if limits
            and lines == was.lines.get(path)
            and notes.get(path) == self._notes.get(path)
            and reading.outlines.get(path) == was.outlines.get(path)
        }
        self._whole, self._notes = reading, dict(notes)
        self._touched = replace(
            reading,
            notes=tuple(each for each in reading.notes if each.place.path not in self._same),
            lines=_without(reading.lines, self._same),
            outlines=_without(reading.outlines, self._same),
        )


def _of_one_source(name: str, reading: Reading) -> Iterable[Diagnostic]:
    return () if rules.get(name).of_project else run_rule(name, reading)


OF_ONE_SOURCE = Running(_of_one_source)
"""Runs only the rules that look at one source at a time."""


def _without(by_path: Mapping[str, _T], paths: AbstractSet[str]) -> dict[str, _T]:
    return {path: each for path, each in by_path.items() if path not in paths}
