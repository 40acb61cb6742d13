"""A note in a package has no guid of its own.

Anki finds the note of an earlier import by its guid. A note without one, or with that of another
note, gets a new one: for a learner who has it already it is a new note.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Other formats", Severity.WARNING)
