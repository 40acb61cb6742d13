"""A note type in an imported deck cannot be kept.

Anki distinguishes note types by their ids. A text file has no note types at all, and CrowdAnki does
not store their ids, so Anki refuses to update the notes that a learner already has. A package keeps
both; for CrowdAnki, `obverse import --note-types FILE` takes the ids from a learner's package.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Other formats", Severity.WARNING)
