"""A file in a package has a name that no safe file may have.

A name with a path in it could write outside of the folder, and some names cannot be files on every
system. The file is left out, and the cards that show it miss it.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Other formats", Severity.WARNING)
