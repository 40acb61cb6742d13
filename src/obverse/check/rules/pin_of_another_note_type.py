"""A pin names a card that had another note type in the last build.

Anki does not let a note change its note type and keep its history. So the card starts as a new one,
whatever its pin says. To keep the history, undo the change: ordinary, reversed and typed cards have
one note type, cloze and list cards the other.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Duplicates", Severity.WARNING)
