"""A column of a table is left out.

A card has a question and an answer, and a table may have a deck, tags and a few more columns that
are known by name. What stands in any other column goes into no card. Name the columns that hold the
question and the answer where others were meant.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Other formats", Severity.WARNING)
