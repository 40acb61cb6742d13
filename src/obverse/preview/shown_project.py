"""A shown project: what the page asks of the open project, and what it is told of a change.

One thread looks; those that answer only read what the last look left.
"""

import mimetypes
from collections.abc import Iterable, Iterator
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import NamedTuple

from obverse.errors import ObverseError
from obverse.live.live_project import LiveProject
from obverse.machine import files
from obverse.preview.editor import editor_command, open_editor
from obverse.preview.events import Events
from obverse.preview.known_to_pages import KnownToPages, change_values
from obverse.preview.own_files import NO_MATHJAX, mathjax_files
from obverse.preview.rows import Row, ShownCards, shown_alone
from obverse.report import plan as plan_report

_QUIET = 0.1  # seconds without a save, after which the whole is looked at
_MOST = 20  # saves in a row before that
_FEW = 3  # edited sources that are shown before all is linked, and notes whose cards are sent

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
        self._known = KnownToPages()

    def follow(self, saves: "SimpleQueue[object]") -> None:
        """Take a turn after each save that is in the queue, and never return.

        Linking the whole takes longer than showing an edited source. So while one save follows
        another only what is edited is shown, for two seconds at most.
        """
        while True:
            saves.get()
            shown = self._edited()
            for _ in range(_MOST):
                if not _is_saved(saves):
                    break
                shown += self._edited()
            self._look(shown)

    def turn(self) -> None:
        """Look; tell the pages first of the edited sources, then of the whole project."""
        self._look(self._edited())

    def _look(self, shown: list[str]) -> None:
        """Look at the whole; `shown` are the guids of notes that were just shown as edited."""
        changes = self._live.look()
        if changes is None:
            self._undone()
            return
        if seen := self._live.snapshot:
            self._now = _Now(ShownCards(seen.built, seen.findings, seen.plan))
        rows = self._now.whole.rows if self._now.whole else {}
        # What was shown a moment ago is not gone to once more.
        changed = sorted(changes.cards.difference(shown))
        self._tell(self._known.with_all(rows, self._about()), changed)

    def _undone(self) -> None:
        """Show the whole again where an edit was undone before the look."""
        whole = self._now.whole
        if self._now.edited and whole and not self._live.fault:
            guids = [guid for each in self._now.edited for guid in each.other_than({})]
            self._now = _Now(whole)
            self._tell(self._known.with_all(whole.rows, self._known.about), guids)

    def _edited(self) -> list[str]:
        """Show sources that were edited, each linked alone; the guids of what changed in them."""
        edited = self._live.edited()
        whole = self._now.whole
        if not whole or not 0 < len(edited) <= _FEW:
            return []
        try:
            shown = tuple(self._alone(edited.items()))
        except (ObverseError, OSError):
            return []  # the look that follows says why
        before = {each.guid: each.fields for each in whole.built.collection.notes}
        self._now = self._now._replace(edited=shown)
        changed = [guid for each in shown for guid in each.other_than(before)]
        rows: dict[str, list[Row]] = {path: [] for path in edited}
        for each in shown:
            rows |= each.rows
        self._tell(self._known.with_sources(rows), changed)
        return changed

    def _alone(self, edited: Iterable[tuple[str, bytes]]) -> Iterator[ShownCards]:
        for path, raw in edited:
            built, found = self._live.of_source(path, raw)
            yield shown_alone(built, found, built.before)

    def _tell(self, known: KnownToPages, changed: Iterable[str]) -> None:
        names = [*changed]
        before, self._known = self._known, known
        cards = [card for name in names[:_FEW] for card in self._cards(name)]
        self.events.tell("change", change_values(before, known, names, cards))

    def _cards(self, guid: str) -> list[Row]:
        """The cards of a note."""
        return next(filter(None, (each.cards(guid) for each in self._shown())), [])

    def _about(self) -> Row:
        """What is said of the whole."""
        fault, seen, whole = self._live.fault, self._live.snapshot, self._now.whole
        planned = seen.plan.counts if seen else {}
        return {
            "name": seen.project.name if seen else "",
            "fault": f"{fault.message}. {fault.hint or ''}" if fault else "",
            "mathjax": "" if mathjax_files() else NO_MATHJAX,
            "hasEditor": bool(self._editor),
            "plan": plan_report.counts(seen.plan) if seen else "",
            "planned": [[str(what), count] for what, count in planned.items()],
            "found": whole.found_by_rule() if whole else [],
            "loose": whole.loose() if whole else [],
        }

    def project_values(self) -> Row:
        """Everything that a page shows but the cards themselves."""
        return self._known.values()

    def _shown(self) -> tuple[ShownCards, ...]:
        """What is shown, the newest first."""
        return (*self._now.edited, *filter(None, (self._now.whole,)))

    def card_values(self, guid: str, ordinal: int) -> Row | None:
        """One card, as it is in an edited source, or else in the project."""
        for shown in self._shown():
            if card := shown.card(guid, ordinal):
                return card
        return None

    def media(self, name: str) -> bytes | None:
        """The file that a card shows by this name in Anki."""
        for shown in self._shown():
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


def _is_saved(saves: "SimpleQueue[object]") -> bool:
    """Whether something is saved before it is quiet."""
    try:
        saves.get(timeout=_QUIET)
    except Empty:
        return False
    return True
