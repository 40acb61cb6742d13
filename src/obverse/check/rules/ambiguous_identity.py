"""It is not clear which card of the last build a card is.

A card that was edited keeps its review history as long as it can be recognised. Where two cards of
the last build could be this one, or one could be two of this build, a guess would give one card's
history to another. So the card is taken for a new one, and the finding names the candidates.

The help says which last line, `^` and a short id, makes it the card that it was.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Duplicates", Severity.WARNING)
