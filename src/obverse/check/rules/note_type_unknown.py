"""A note type in an imported deck cannot be kept.

Anki distinguishes note types by their ids. A text file has no note types at all, and CrowdAnki does
not store their ids, so a learner who already has the notes gets them again as new ones. A package
keeps both.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Other formats", Severity.WARNING)
