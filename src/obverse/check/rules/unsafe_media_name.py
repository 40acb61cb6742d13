"""A file in a package has an unsafe name.

A name that contains a path could be written outside the folder, and some names are not allowed on
every system. The file is left out, and is missing from the cards that show it.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Other formats", Severity.WARNING)
