"""Twin pins: an id that two cards of one note have, which then pins neither."""

from collections import Counter
from collections.abc import Iterable, Iterator

from obverse.values.card_settings import OF_NOTE
from obverse.values.compiled import Compiled
from obverse.values.diagnostic import Diagnostic, Severity
from obverse.values.note import Note


def without_twins(compiled: Compiled) -> Compiled:
    """A note whose pins are of one card each: of two cards with one id neither has it."""
    pins = (note.pin for note in (*compiled.notes, *compiled.drafts))
    times = Counter(pin for pin in pins if pin and OF_NOTE in pin)
    twins = {pin for pin, number in times.items() if number > 1}
    if not twins:
        return compiled
    found = tuple(_twins((*compiled.notes, *compiled.drafts), twins))
    return compiled._replace(
        notes=tuple(_unpinned(note, twins) for note in compiled.notes),
        drafts=tuple(_unpinned(note, twins) for note in compiled.drafts),
        diagnostics=(*compiled.diagnostics, *found),
    )


def _unpinned(note: Note, twins: Iterable[str | None]) -> Note:
    return note._replace(pin=None) if note.pin in twins else note


def _twins(notes: Iterable[Note], twins: Iterable[str | None]) -> Iterator[Diagnostic]:
    for note in notes:
        if note.pin in twins:
            name = (note.pin or "").rpartition(OF_NOTE)[2]
            message = f"the id `^{name}` is in this file twice, so it pins no card"
            hint = "give one of the two another id"
            yield Diagnostic(note.place, Severity.WARNING, message, "duplicate-pin", hint)
