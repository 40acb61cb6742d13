"""Notes for which Anki would make no card."""

from collections.abc import Sequence

from obverse.link.identity import Identity
from obverse.values.diagnostic import Diagnostic, Severity, error


def cardless(linked: Identity, found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Findings for notes without a card, as when the whole question is HTML that was removed.

    If a file already has errors, among those `found`, they are the cause.
    """
    told = {each.place.path for each in found if each.severity is Severity.ERROR}
    hint = "write the question, or the deletion, as text"
    message = "nothing is left to ask for: this note would have no card"
    return [
        error(each.note.place, "note-without-card", message, hint)
        for each in linked.notes
        if not each.packed.cards and each.note.place.path not in told
    ]
