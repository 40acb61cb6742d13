"""The lockfile held two lines for one card, and the newer one counts.

That is what a merge of two branches leaves when both edited the card. Nothing is lost, and the next
build writes one line, which is a change to commit.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Project", Severity.WARNING)
