"""A note in a package is not whole.

It names a note type that the package does not hold, or has more or fewer fields than its note type.
A note without a note type cannot be shown and is skipped; of the others all that can be read is
kept.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Other formats", Severity.WARNING)
