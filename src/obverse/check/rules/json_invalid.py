"""A JSON file cannot be read.

It is no JSON, is nested too deep, has a number that is too long, or holds a character that no text
may hold.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Other formats", Severity.ERROR)
