"""A note type in a deck to import cannot be kept.

Anki tells note types apart by their ids. A text has no note types at all, and CrowdAnki has no ids
for them, so a learner who has the notes already gets them anew. A package keeps both.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Other formats", Severity.WARNING)
