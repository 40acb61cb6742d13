"""A note in a package is incomplete.

Its note type is not in the package, or it has more or fewer fields than its note type. A note
without a note type cannot be shown and is skipped; of the others, everything that can be read is
kept.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Other formats", Severity.WARNING)
