"""Findings about many notes: one for each kind of thing, with how many notes it is about."""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

from obverse.cards.file_names import printable
from obverse.values.diagnostic import Diagnostic, Severity
from obverse.values.source import Place

_LISTED = 6  # names in a message
_FRONT = 60  # characters of a question
THE_NAMES = "{}"  # in a message, where the names go


class OfNotes(NamedTuple):
    """A kind of finding: its rule, its message, what to do, how bad it is.

    A message with `THE_NAMES` lists what was found, such as elements of HTML.
    """

    rule: str
    message: str
    hint: str = ""
    severity: Severity = Severity.WARNING


class _Note(NamedTuple):
    """The question of a note, and what was found in it."""

    front: str
    names: dict[str, None]


class NoteFindings:
    """Collects what is found in the notes of one file; each note counts once."""

    def __init__(self, place: Place) -> None:
        """Nothing is found yet."""
        self._place = place
        self._found: dict[OfNotes, dict[Hashable, _Note]] = {}

    def __bool__(self) -> bool:
        """Whether anything was found."""
        return bool(self._found)

    def tell(self, kind: OfNotes, note: Hashable, front: str, name: str = "") -> None:
        """Say something of a note (any value of its own); `name` is one that the message lists."""
        notes = self._found.setdefault(kind, {})
        if note not in notes:
            notes[note] = _Note(printable(" ".join(front.split()))[:_FRONT], {})
        if name:
            notes[note].names[name] = None

    def diagnostics(self) -> dict[Diagnostic, tuple[str, ...]]:
        """One finding for each kind, and a line for each of its notes.

        The worst come first, then those of most notes.
        """
        kinds = sorted(
            self._found.items(), key=lambda each: (each[0].severity, -len(each[1]), each[0])
        )
        return {self._diagnostic(kind, notes): tuple(_lines(notes)) for kind, notes in kinds}

    def _diagnostic(self, kind: OfNotes, notes: dict[Hashable, _Note]) -> Diagnostic:
        counted = Counter(name for note in notes.values() for name in note.names)
        names = sorted(counted, key=lambda name: (-counted[name], name))
        message = kind.message.replace(THE_NAMES, listed_names(names)) if names else kind.message
        count = "1 note" if len(notes) == 1 else f"{len(notes):,} notes, the first"
        first = next(iter(notes.values())).front
        message = f"{message} ({count}: “{first}”)"
        return Diagnostic(self._place, kind.severity, message, kind.rule, kind.hint)


def _lines(notes: dict[Hashable, _Note]) -> Iterator[str]:
    for note in notes.values():
        names = f": {', '.join(f'`{name}`' for name in note.names)}" if note.names else ""
        yield f"“{note.front}”{names}"


def listed_names(names: Sequence[str]) -> str:
    """The first of some names, and how many more there are."""
    shown = ", ".join(f"`{name}`" for name in names[:_LISTED])
    return shown + (f" and {len(names) - _LISTED:,} more" if len(names) > _LISTED else "")
