"""An unreadable note: where most files are prose, one that is not text is left out."""

from obverse.compile.find_cards import find_cards
from obverse.values.card_settings import CardSettings
from obverse.values.diagnostic import Diagnostic, Severity
from obverse.values.source import Place

_OF_BYTES = ("not-utf-8", "control-character")


def unreadable_note(found: Diagnostic, raw: bytes, path: str, settings: CardSettings) -> Diagnostic:
    """What is said of a note that cannot be read: that it is left out, if no card is in it.

    Whether one is in it can be told in any encoding, for marks are ASCII.
    """
    if found.rule not in _OF_BYTES or settings.table(path):
        return found
    text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1", "replace")
    lines = text.splitlines() or [""]
    cards = find_cards("\n".join(lines), lines, 0, settings)
    if cards and cards.found:
        return found
    message = f"this file is left out: {found.message}"
    return Diagnostic(Place(path), Severity.INFO, message, found.rule, found.hint)
