"""A note in a package has no unique guid.

Anki finds the note of an earlier import by its guid. A note without a guid, or with the guid of
another note, gets a new one: for a learner who already has the note, it is a new note.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Other formats", Severity.WARNING)
