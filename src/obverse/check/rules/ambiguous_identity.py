"""It is not clear which card of the last build a card is.

An edited card keeps its review history as long as it can be recognised. If two cards of the last
build could be this one, or one could be two of this build, a guess might give one card's history to
another. So the card is treated as new, and the finding names the candidates.

The help gives the last line, `^` and a short id, that says which card it was.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Duplicates", Severity.WARNING)
