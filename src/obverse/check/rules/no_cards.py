"""What was imported holds no card.

A package without a note, or a page in which nothing reads as a question with its answer: there is
nothing to write. Look whether it is the file you meant, and whether all of the page was copied.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Other formats", Severity.ERROR)
