"""A shown project: what the page asks of the open project, and what it is told of a change.

One thread looks; those that answer only read what the last look left.
"""

import mimetypes
from pathlib import Path
from typing import Any, NamedTuple

from obverse.errors import ObverseError
from obverse.live.changes import Changes
from obverse.live.live_project import LiveProject
from obverse.machine import files
from obverse.preview.editor import editor_command, open_editor
from obverse.preview.events import Events
from obverse.preview.own_files import NO_MATHJAX, mathjax_files
from obverse.preview.rows import ShownCards, findings_values, shown_alone
from obverse.report import plan as plan_report

_FEW = 3  # edited sources that are shown before all is linked
_TOLD = 200  # cards that a page is told of by name; more are read again

for _suffix, _kind in ((".webp", "image/webp"), (".avif", "image/avif"), (".opus", "audio/ogg")):
    mimetypes.add_type(_kind, _suffix)


class _Now(NamedTuple):
    """All cards as last seen, and those of edited sources, which are newer."""

    whole: ShownCards | None = None
    edited: tuple[ShownCards, ...] = ()


class ShownProject:
    """What is shown of a project held open."""

    def __init__(self, live: LiveProject, editor: str = "") -> None:
        """`editor` is the name or the command of an editor, if the user gave one."""
        self.events = Events()
        self._live, self._editor = live, editor
        self._now = _Now()
        self._version = 0

    def turn(self) -> None:
        """Look; tell the pages first of the edited sources, then of the whole project."""
        self._edited()
        changes = self._live.look()
        if changes is None:
            if self._now.edited:
                self._now = self._now._replace(edited=())
            return
        if seen := self._live.snapshot:
            self._now = _Now(ShownCards(seen.built, seen.findings, seen.plan))
        self._version += 1
        self.events.tell("project", {"version": self._version, **_told(changes)})

    def _edited(self) -> None:
        """Show sources that were edited, each linked alone."""
        edited = self._live.edited()
        whole = self._now.whole
        if not whole or not 0 < len(edited) <= _FEW:
            return
        before = {each.packed.guid: each.packed.fields for each in whole.built.identity.notes}
        shown: list[ShownCards] = []
        for path, raw in edited.items():
            built, found = self._live.of_source(path, raw)
            shown.append(shown_alone(built, found, built.before))
        self._now = self._now._replace(edited=tuple(shown))
        rows = [row for each in shown for row in each.rows()]
        changed = [
            each.packed.guid
            for one in shown
            for each in one.built.identity.notes
            if before.get(each.packed.guid) != each.packed.fields
        ]
        self.events.tell("sources", {"paths": [*edited], "rows": rows, "changed": changed})

    def project_values(self) -> dict[str, Any]:
        """The list of all cards, the findings and the plan."""
        fault = self._live.fault
        values: dict[str, Any] = {
            "version": self._version,
            "fault": f"{fault.message}. {fault.hint or ''}" if fault else "",
            "mathjax": "" if mathjax_files() else NO_MATHJAX,
            "has_editor": bool(self._editor),
            "rows": [],
            "findings": [],
            "name": "",
            "plan": "",
        }
        if seen := self._live.snapshot:
            whole = ShownCards(seen.built, seen.findings, seen.plan)
            values |= {
                "name": seen.project.name,
                "rows": whole.rows(),
                "findings": findings_values(seen.findings),
                "plan": plan_report.counts(seen.plan),
            }
        return values

    def card_values(self, guid: str, ordinal: int) -> dict[str, Any] | None:
        """One card, as it is in an edited source, or else in the project."""
        for shown in (*self._now.edited, *filter(None, (self._now.whole,))):
            if card := shown.card(guid, ordinal):
                return card
        return None

    def media(self, name: str) -> bytes | None:
        """The file that a card shows by this name in Anki."""
        for shown in (*self._now.edited, *filter(None, (self._now.whole,))):
            if path := shown.built.collection.media.get(name):
                try:
                    return files.read_regular(path)
                except ObverseError:
                    return None
        return None

    def open(self, path: str, line: int) -> None:
        """Open the editor at a line of a source. Raises `ObverseError`."""
        seen = self._live.snapshot
        if not self._editor:
            raise ObverseError("no editor is named", "start the preview with `--editor vscode`")
        if not seen or path not in seen.found.paths:
            raise ObverseError(f"there is no source `{path}`")
        place = Path(seen.found.paths[path]).resolve()
        open_editor(editor_command(self._editor, place, max(1, line)))


def _told(changes: Changes) -> dict[str, Any]:
    some = sorted(changes.cards)[:_TOLD]
    return {"changed": some, "is_planned": changes.is_planned}
