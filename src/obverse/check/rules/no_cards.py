"""The imported file contains no cards.

A package has no notes, or a page has nothing that reads as a question with its answer, so there is
nothing to write. Check that it is the right file, and that you copied the whole page.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Other formats", Severity.ERROR)
