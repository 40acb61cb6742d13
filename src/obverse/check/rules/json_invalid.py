"""A JSON file cannot be read.

It is not JSON, is nested too deep, has a number that is too long, or contains a character that is
not allowed in text.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Other formats", Severity.ERROR)
