"""A column of a table is left out.

A card has a question and an answer, and a table may have a deck, tags and a few more columns that
are recognised by name. Any other column is left out. If the wrong columns were taken for the
question and the answer, name the right ones.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Other formats", Severity.WARNING)
