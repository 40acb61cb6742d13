"""A pin names a card that was of another note type in the last build.

Anki does not let a note change its note type and keep its history. So the card begins anew,
whatever its pin says. Take the change back to keep the history: cards that are reversed, typed or
ordinary are of one note type, cloze and list cards of the other.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Duplicates", Severity.WARNING)
