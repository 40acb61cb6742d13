"""A table cannot be read.

A table has rows, a sign that parts them into columns, and quotes that are closed. Where one is
missing, the rows after it would be read as something that nobody wrote.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Other formats", Severity.ERROR)
