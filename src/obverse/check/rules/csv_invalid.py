"""A table cannot be read.

A table has rows, a character that separates the columns, and quotes that are closed. If one of
these is missing, the rows after it would be misread.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Other formats", Severity.ERROR)
