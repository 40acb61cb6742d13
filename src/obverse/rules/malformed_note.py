"""A note of an imported deck is not whole, and is skipped.

It has no note type, or another number of fields than its note type says, so nobody can know what
is its question. Anki's own *Check Database* may mend it before the deck is exported again.
"""

from obverse.diagnostic import Severity
from obverse.rules import Rule

RULE = Rule("Import", Severity.WARNING)
